from django.contrib.auth.models import User

from whatsapp.models import AuditEntry, Conversation, Label
from whatsapp.tests.conftest import signed_in

from .refused import assert_closed_to

LABELS = "/admin/whatsapp/label/"


def test_managers_keep_the_labels_and_see_how_many_chats_wear_each(
    manager: User, agent: User, outsider: User, conversation: Conversation
) -> None:
    client = signed_in(manager)
    made = {"name": "مدفوع", "color": "blue", "position": 1}
    assert client.post(f"{LABELS}add/", made).status_code == 302
    label = Label.objects.get()
    label.conversations.add(conversation)
    assert '<td class="field-chats">1</td>' in client.get(LABELS).content.decode()
    assert client.post(f"{LABELS}{label.pk}/change/", made | {"color": "rose"}).status_code == 302
    assert client.post(f"{LABELS}add/", made).status_code == 200, "the name is taken"
    assert client.post(f"{LABELS}add/", {**made, "name": "x", "color": "#f00"}).status_code == 200
    label.refresh_from_db()
    assert (label.name, label.color) == ("مدفوع", "rose")
    client.post(f"{LABELS}{label.pk}/delete/", {"post": "yes"})
    assert not Label.objects.exists()
    verbs = AuditEntry.objects.order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["added", "changed", "deleted"]
    assert_closed_to(LABELS, agent, outsider)
    assert_closed_to(f"{LABELS}add/", agent, outsider)
