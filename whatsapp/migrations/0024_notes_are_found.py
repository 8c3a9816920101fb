import django.db.models.deletion
from django.db import migrations, models


# SQLite has written the table of entries anew, and its triggers went with the old one (migration 0022).
TRIGGERS = [
    "CREATE TRIGGER whatsapp_search_added AFTER INSERT ON whatsapp_search_entries BEGIN "
    "INSERT INTO whatsapp_search(rowid, words) VALUES (new.position, new.words); END",
    "CREATE TRIGGER whatsapp_search_deleted AFTER DELETE ON whatsapp_search_entries BEGIN "
    "INSERT INTO whatsapp_search(whatsapp_search, rowid, words) VALUES ('delete', old.position, old.words); END",
    "CREATE TRIGGER whatsapp_search_changed AFTER UPDATE ON whatsapp_search_entries BEGIN "
    "INSERT INTO whatsapp_search(whatsapp_search, rowid, words) VALUES ('delete', old.position, old.words); "
    "INSERT INTO whatsapp_search(rowid, words) VALUES (new.position, new.words); END",
]


def make_triggers(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for statement in TRIGGERS:
            schema_editor.execute(statement)


def forget_notes(apps, schema_editor):
    """Before their column goes, and while the triggers are there."""
    apps.get_model("whatsapp", "SearchEntry").objects.filter(note__isnull=False).delete()


def set_mark(apps, schema_editor):
    """What was noted before is old: the worker writes its entries, from the newest down."""
    highest = apps.get_model("whatsapp", "Note").objects.aggregate(highest=models.Max("pk"))["highest"] or 0
    apps.get_model("whatsapp", "SearchMark").objects.create(noun="note", up_to=highest)


def drop_mark(apps, schema_editor):
    apps.get_model("whatsapp", "SearchMark").objects.filter(noun="note").delete()


class Migration(migrations.Migration):

    dependencies = [
        ('whatsapp', '0023_notes_and_drafts'),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, make_triggers),
        migrations.RemoveConstraint(
            model_name='searchentry',
            name='a_search_entry_is_of_a_message_or_of_a_conversation',
        ),
        migrations.AddField(
            model_name='searchentry',
            name='note',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='search_entry', to='whatsapp.note'),
        ),
        migrations.AddConstraint(
            model_name='searchentry',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('conversation__isnull', True), ('message__isnull', False), ('note__isnull', True), ('position__gte', 0)), models.Q(('conversation__isnull', True), ('message__isnull', True), ('note__isnull', False), ('position__gte', 0)), models.Q(('conversation__isnull', False), ('message__isnull', True), ('note__isnull', True), ('position__lt', 0)), _connector='OR'), name='a_search_entry_is_of_one_thing'),
        ),
        migrations.RunPython(make_triggers, migrations.RunPython.noop),
        migrations.RunPython(set_mark, drop_mark),
        migrations.RunPython(migrations.RunPython.noop, forget_notes),
    ]
