from django.db import migrations, models
from django.db.migrations.state import StateApps


def find_their_conversations(apps: StateApps, _schema: object) -> None:
    """A customer's is in the conversation with them, one of ours in that of the message it was put on."""
    reactions = apps.get_model('whatsapp', 'Reaction').objects
    conversations = apps.get_model('whatsapp', 'Conversation').objects
    messages = apps.get_model('whatsapp', 'Message').objects
    with_customer = conversations.filter(number=models.OuterRef('number'), contact=models.OuterRef('contact'))
    on_message = messages.filter(number=models.OuterRef('number'), whatsapp_message_id=models.OuterRef('target_wamid'))
    reactions.exclude(contact=None).update(conversation=models.Subquery(with_customer.values('pk')[:1]))
    reactions.filter(contact=None).update(conversation=models.Subquery(on_message.values('conversation')[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ('whatsapp', '0011_checkup'),
    ]

    operations = [
        migrations.AddField(
            model_name='reaction',
            name='conversation',
            field=models.ForeignKey(blank=True, help_text='Where it shows in the list. Empty: from before the list showed reactions.', null=True, on_delete=models.CASCADE, related_name='reactions', to='whatsapp.conversation', verbose_name='conversation'),
        ),
        migrations.RunPython(find_their_conversations, migrations.RunPython.noop),
    ]
