"""Seconds to think again: chosen by each member, offered on the bubble, settled by the server."""

from django.test import Client

from whatsapp.access import AGENTS
from whatsapp.models import Message, Preference
from whatsapp.tests.conftest import make_user, signed_in

from .conftest import HTMX

CHOICE = "/accounts/undo"


def test_who_wants_seconds_to_undo_gets_them_and_nobody_else(agent, outsider, conversation):
    client, chat = signed_in(agent), f"/whatsapp/chat/{conversation.pk}"
    client.post(f"{chat}/send", {"text": "at once", "client_id": "c1"}, headers=HTMX)
    assert Message.objects.get().held_until is None
    assert client.post(CHOICE, {"seconds": "10"}).status_code == 302
    for odd in ("7", "-1", "x", ""):
        client.post(CHOICE, {"seconds": odd})
    assert Preference.objects.get(user=agent).undo_seconds == 10
    menu = client.get(CHOICE).content.decode()
    assert 'value="10" aria-pressed="true"' in menu
    client.post(f"{chat}/send", {"text": "held", "client_id": "c2"}, headers=HTMX)
    held = Message.objects.get(client_id="c2")
    assert held.held_until is not None
    assert f'data-undo="{chat}/undo/{held.pk}"' in client.get(chat).content.decode()
    colleague = make_user("colleague", AGENTS)
    assert f"undo/{held.pk}" not in signed_in(colleague).get(chat).content.decode()
    assert signed_in(outsider).post(CHOICE, {"seconds": "5"}).status_code == 403
    assert signed_in(outsider).get(CHOICE).status_code == 403


def test_undo_answers_with_the_text_and_too_late_with_the_reason(agent, outsider, conversation, write):
    client, chat = signed_in(agent), f"/whatsapp/chat/{conversation.pk}"
    waiting = write("<b>مهلًا</b>", direction="outgoing", status="pending")
    sending = write("gone", direction="outgoing", status="sending")
    assert signed_in(outsider).post(f"{chat}/undo/{waiting.pk}").status_code == 403
    assert Client().post(f"{chat}/undo/{waiting.pk}", headers=HTMX).status_code == 401
    done = client.post(f"{chat}/undo/{waiting.pk}", headers=HTMX)
    assert (done.status_code, done.content.decode()) == (200, "<b>مهلًا</b>")
    assert done["Content-Type"].startswith("text/plain")
    late = client.post(f"{chat}/undo/{sending.pk}", headers=HTMX)
    assert (late.status_code, "فات أوان التراجع" in late.content.decode()) == (409, True)
    assert client.post(f"{chat}/undo/{waiting.pk}", headers=HTMX).status_code == 404
    assert [message.content for message in Message.objects.all()] == ["gone"]


def test_a_browser_takes_back_what_it_never_heard_of(agent, outsider, conversation):
    client, chat = signed_in(agent), f"/whatsapp/chat/{conversation.pk}"
    body = {"text": "lost?", "client_id": "c1"}
    assert client.post(f"{chat}/undo", {"client_id": "c1"}, headers=HTMX).status_code == 204
    assert client.post(f"{chat}/send", body, headers=HTMX).status_code == 410
    client.post(f"{chat}/send", body | {"client_id": "c2"}, headers=HTMX)
    Message.objects.update(status="sending")
    assert client.post(f"{chat}/undo", {"client_id": "c2"}, headers=HTMX).status_code == 409
    assert client.post(f"{chat}/undo", headers=HTMX).status_code == 400
    assert Message.objects.count() == 1
    assert signed_in(outsider).post(f"{chat}/undo", {"client_id": "c2"}).status_code == 403
