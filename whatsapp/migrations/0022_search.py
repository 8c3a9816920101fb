from django.db import migrations, models
import django.db.models.deletion

import whatsapp.models.search

SQLITE = [
    # The entries hold the words in their one spelling, parted by spaces: every letter beyond ASCII is part of a
    # word, and so is this sign. No positions of words: a hit is read anyway, to be shown.
    "CREATE VIRTUAL TABLE whatsapp_search USING fts5("
    "words, content='whatsapp_search_entries', content_rowid='position', "
    "tokenize=\"ascii tokenchars '~'\", detail='none', columnsize=0, prefix='2 3')",
    "CREATE TABLE whatsapp_search_words (word text PRIMARY KEY) WITHOUT ROWID",
    "CREATE TRIGGER whatsapp_search_added AFTER INSERT ON whatsapp_search_entries BEGIN "
    "INSERT INTO whatsapp_search(rowid, words) VALUES (new.position, new.words); END",
    "CREATE TRIGGER whatsapp_search_deleted AFTER DELETE ON whatsapp_search_entries BEGIN "
    "INSERT INTO whatsapp_search(whatsapp_search, rowid, words) VALUES ('delete', old.position, old.words); END",
    "CREATE TRIGGER whatsapp_search_changed AFTER UPDATE ON whatsapp_search_entries BEGIN "
    "INSERT INTO whatsapp_search(whatsapp_search, rowid, words) VALUES ('delete', old.position, old.words); "
    "INSERT INTO whatsapp_search(rowid, words) VALUES (new.position, new.words); END",
]
SQLITE_BACK = [
    "DROP TRIGGER whatsapp_search_added",
    "DROP TRIGGER whatsapp_search_deleted",
    "DROP TRIGGER whatsapp_search_changed",
    "DROP TABLE whatsapp_search_words",
    "DROP TABLE whatsapp_search",
]
# No list of pending entries, which each search would look through: it is the worker that waits for the index.
POSTGRESQL = [
    'CREATE TABLE whatsapp_search_words (word text COLLATE "C" PRIMARY KEY)',
    "CREATE INDEX search_entries_by_words ON whatsapp_search_entries USING gin (words) WITH (fastupdate = off)"
]
POSTGRESQL_BACK = ["DROP TABLE whatsapp_search_words", "DROP INDEX search_entries_by_words"]


def make_index(apps, schema_editor):
    # A later migration that makes SQLite write the table of entries anew has to make the triggers anew too.
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    for statement in POSTGRESQL_BACK if schema_editor.connection.vendor == "postgresql" else SQLITE_BACK:
        schema_editor.execute(statement)


def set_marks(apps, schema_editor):
    """What is there already is old: the worker writes its entries, from the newest down."""
    for noun, model in (("conversation", "Conversation"), ("message", "Message")):
        highest = apps.get_model("whatsapp", model).objects.aggregate(highest=models.Max("pk"))["highest"] or 0
        apps.get_model("whatsapp", "SearchMark").objects.create(noun=noun, up_to=highest)


class Migration(migrations.Migration):

    dependencies = [
        ('whatsapp', '0021_originals'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchEntry',
            fields=[
                ('position', models.BigAutoField(primary_key=True, serialize=False)),
                ('words', whatsapp.models.search.TokensField()),
                ('conversation', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='search_entry', to='whatsapp.conversation')),
                ('message', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='search_entry', to='whatsapp.message')),
            ],
            options={
                'db_table': 'whatsapp_search_entries',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('conversation__isnull', True), ('message__isnull', False), ('position__gte', 0)), models.Q(('conversation__isnull', False), ('message__isnull', True), ('position__lt', 0)), _connector='OR'), name='a_search_entry_is_of_a_message_or_of_a_conversation')],
            },
        ),
        migrations.CreateModel(
            name='SearchMark',
            fields=[
                ('noun', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('up_to', models.BigIntegerField(default=0)),
                ('back_to', models.BigIntegerField(default=0)),
                ('version', models.PositiveSmallIntegerField(default=0)),
                ('seen_id', models.BigIntegerField(default=0)),
                ('seen_xid', models.BigIntegerField(null=True)),
            ],
            options={
                'db_table': 'whatsapp_search_marks',
            },
        ),
        migrations.RunPython(make_index, drop_index),
        migrations.RunPython(set_marks, migrations.RunPython.noop),
    ]
