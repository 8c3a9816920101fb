
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('whatsapp', '0017_held_answers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40, verbose_name='name')),
                ('query', models.CharField(blank=True, max_length=400, verbose_name='filters')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='created')),
            ],
            options={
                'verbose_name': 'saved view',
                'verbose_name_plural': 'saved views',
                'db_table': 'whatsapp_saved_views',
                'ordering': ('name', 'pk'),
            },
        ),
        migrations.AddField(
            model_name='conversation',
            name='is_marked_unread',
            field=models.BooleanField(db_default=False, default=False, help_text='By somebody, not by a new message. It counts as one unread, until the chat is opened.', verbose_name='marked as unread'),
        ),
        migrations.AddField(
            model_name='preference',
            name='plays_sound',
            field=models.BooleanField(db_default=True, default=True, verbose_name='sound for new messages'),
        ),
        migrations.CreateModel(
            name='Label',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=30, unique=True, verbose_name='name')),
                ('color', models.CharField(choices=[('green', 'Green'), ('blue', 'Blue'), ('purple', 'Purple'), ('rose', 'Rose'), ('amber', 'Amber'), ('grey', 'Grey')], default='green', max_length=10, verbose_name='colour')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Smaller ones come first; equal ones by name.', verbose_name='position')),
            ],
            options={
                'verbose_name': 'label',
                'verbose_name_plural': 'labels',
                'db_table': 'whatsapp_labels',
                'ordering': ('position', 'name'),
                'constraints': [models.CheckConstraint(condition=models.Q(('color__in', ['green', 'blue', 'purple', 'rose', 'amber', 'grey'])), name='label_color_is_in_the_palette')],
            },
        ),
        migrations.AddField(
            model_name='conversation',
            name='labels',
            field=models.ManyToManyField(blank=True, db_table='whatsapp_conversation_labels', related_name='conversations', to='whatsapp.label', verbose_name='labels'),
        ),
        migrations.AddIndex(
            model_name='conversation',
            index=models.Index(condition=models.Q(('status', 'resolved'), _negated=True), fields=['-last_message_at', '-id'], name='conversations_open_latest'),
        ),
        migrations.AddConstraint(
            model_name='conversation',
            constraint=models.CheckConstraint(condition=models.Q(('is_marked_unread', False), ('unread_count__gt', 0), _connector='OR'), name='what_is_marked_unread_counts_as_unread'),
        ),
        migrations.AddField(
            model_name='savedview',
            name='owner',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='only for this person'),
        ),
        migrations.AddField(
            model_name='preference',
            name='default_view',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='whatsapp.savedview', verbose_name='view that opens first'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(condition=models.Q(('owner', None)), fields=('name',), name='one_shared_view_of_a_name', violation_error_message='The team has a view of this name already.'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(condition=models.Q(('owner__isnull', False)), fields=('owner', 'name'), name='one_own_view_of_a_name', violation_error_message='You have a view of this name already.'),
        ),
    ]
