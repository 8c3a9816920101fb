
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('whatsapp', '0020_template_files'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='conversation',
            name='one_conversation_per_number_and_contact',
        ),
        migrations.AddField(
            model_name='messagefile',
            name='original',
            field=models.ForeignKey(blank=True, help_text='Where WhatsApp takes no such file, and another was made of it.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='made_into', to='whatsapp.storedfile', verbose_name='file as it was given'),
        ),
        migrations.AlterField(
            model_name='conversation',
            name='assigned_to',
            field=models.ForeignKey(blank=True, db_index=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='assigned to'),
        ),
        migrations.AlterField(
            model_name='conversation',
            name='contact',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='conversations', to='whatsapp.contact', verbose_name='contact'),
        ),
        migrations.AddIndex(
            model_name='conversation',
            index=models.Index(condition=models.Q(('status', 'resolved')), fields=['assigned_to', '-last_message_at', '-id'], name='conversations_done_by'),
        ),
        migrations.AddConstraint(
            model_name='conversation',
            constraint=models.UniqueConstraint(fields=('contact', 'number'), name='one_conversation_per_contact_and_number'),
        ),
    ]
