from datetime import timedelta

from whatsapp.models import ReadReceipt
from whatsapp.tests.conftest import signed_in

from .conftest import HTMX


def test_only_what_was_in_view_is_to_be_marked(agent, outsider, conversation, write, someone):
    first = write("one", origin="customer", ago=timedelta(minutes=3))
    write("below the edge", origin="customer")
    address = f"/whatsapp/chat/{conversation.pk}/seen"
    assert signed_in(outsider).post(address, {"message": first.pk}).status_code == 403
    assert not ReadReceipt.objects.exists()
    client = signed_in(agent)
    assert client.post(address, {"message": first.pk}, headers=HTMX).status_code == 204
    assert ReadReceipt.objects.get().message == first
    elsewhere = write("two", origin="customer", conversation=someone("سعد", "966550000001"))
    for odd in (elsewhere.pk, "²"):
        assert client.post(address, {"message": odd}, headers=HTMX).status_code == 404
    assert client.get(address).status_code == 405


def test_drawing_a_chat_tells_the_customer_nothing(agent, conversation, write):
    """Opened in a tab behind others, and refreshed there: nobody has looked."""
    write("hello", origin="customer")
    client = signed_in(agent)
    client.get(f"/whatsapp/chat/{conversation.pk}")
    client.get(f"/whatsapp/chat/{conversation.pk}", headers=HTMX | {"HX-Target": "messages"})
    assert not ReadReceipt.objects.exists()


def test_typing_is_noted_for_those_who_may_write(agent, outsider, client, conversation, write):
    write("hello", origin="customer")
    address = f"/whatsapp/chat/{conversation.pk}/typing"
    assert signed_in(outsider).post(address).status_code == 403
    assert client.post(address, headers=HTMX).status_code == 401
    assert not ReadReceipt.objects.exists()
    assert signed_in(agent).post(address, headers=HTMX).status_code == 204
    assert ReadReceipt.objects.get().typing_at is not None
    assert signed_in(agent).post("/whatsapp/chat/0/typing", headers=HTMX).status_code == 404
