"""What is sent besides text, from the page's side."""

from datetime import timedelta

import pytest

from whatsapp.inbox.chat_list import chat_list
from whatsapp.inbox.forms import ListForm
from whatsapp.models import Conversation, Message
from whatsapp.tests.conftest import signed_in

from .conftest import HTMX, REFRESH_OF_THREAD
from .thread import address

FILLED = {
    "location": ({"where": "٢٤٫٧١٣٦، ٤٦٫٦٧٥٣", "name": "فرع العليا"}, "location", "فرع العليا"),
    "contact": ({"name": "سارة", "phone": ["+966551234567", "", ""], "company": ""}, "contacts", "سارة"),
    "buttons": (
        {"body": "اليوم؟", "title": ["نعم", "لا", ""], "header": "", "footer": ""},
        "interactive",
        "اليوم؟",
    ),
    "list": (
        {"body": "أي فرع؟", "button": "اختر", "title": ["العليا", "الملز"], "description": ["حتى 11", ""]},
        "interactive",
        "أي فرع؟",
    ),
}
WRONG = {
    "location": ({"where": "https://maps.app.goo.gl/x"}, "لا موقع في هذا"),
    "contact": ({"name": "سارة", "phone": ["", ""]}, "رقم هاتف واحدًا"),
    "buttons": ({"body": "?", "title": ["نعم", "نعم"]}, "زران بالنص نفسه"),
    "list": ({"body": "?", "button": "x" * 21, "title": ["a"], "description": [""]}, "20"),
}


def ours() -> list[Message]:
    return list(Message.objects.filter(direction="outgoing").order_by("pk"))


@pytest.mark.parametrize("kind", FILLED)
def test_a_dialog_is_filled_in_and_sent_once_and_its_bubble_shows_it(agent, outsider, conversation, kind):
    asked, message_type, words = FILLED[kind]
    client, url = signed_in(agent), f"{address(conversation)}/send/{kind}"
    dialog = client.get(url, headers=HTMX).content.decode()
    for name in asked:
        assert f'name="{name}"' in dialog
    assert 'name="client_id"' in dialog
    answers = [client.post(url, asked | {"client_id": "c1"}, headers=HTMX).status_code for _ in range(2)]
    assert answers == [204, 204]
    (message,) = ours()
    assert (message.message_type, message.content, message.status) == (message_type, words, "pending")
    assert message.sent_by == agent
    refused, why = WRONG[kind]
    answer = client.post(url, refused, headers=HTMX)
    assert (answer.status_code, why in answer.content.decode()) == (422, True)
    for stranger in (signed_in(outsider).get(url), signed_in(outsider).post(url, asked)):
        assert stranger.status_code == 403
    assert len(ours()) == 1


def test_what_was_sent_is_in_its_bubble(agent, outsider, conversation):
    client, url = signed_in(agent), address(conversation)
    for kind, (asked, _type, _words) in FILLED.items():
        assert client.post(f"{url}/send/{kind}", asked).status_code == 302
    page = client.get(url).content.decode()
    for words in (
        "24.7136, 46.6753",
        "+966551234567",
        '<li dir="auto">نعم</li>',
        '<li dir="auto">الملز</li>',
    ):
        assert words in page
    assert signed_in(outsider).get(url).status_code == 403


def test_a_kind_that_is_none_is_404_and_a_closed_window_409(agent, outsider, conversation):
    client, url = signed_in(agent), address(conversation)
    assert client.get(f"{url}/send/poll").status_code == 404
    Conversation.objects.update(last_inbound_at="2020-01-01T00:00:00Z")
    assert client.post(f"{url}/send/location", {"where": "1, 2"}, headers=HTMX).status_code == 409
    assert f'data-needs-window disabled hx-get="{url}/send/location"' in client.get(url).content.decode()
    assert signed_in(outsider).post(f"{url}/send/location", {"where": "1, 2"}).status_code == 403
    assert ours() == []


def test_a_reply_quotes_what_was_chosen_and_nothing_of_another_chat(
    agent, outsider, conversation, write, someone
):
    quoted, elsewhere = write("كم السعر؟"), write("secret", conversation=someone("سعد", None))
    client, url = signed_in(agent), f"{address(conversation)}/send"
    asked = {"text": "عشرة", "reply_to": quoted.pk, "client_id": "c1"}
    assert client.post(url, asked, headers=HTMX).status_code == 204
    assert (
        client.post(f"{url}/location", {"where": "1, 2", "reply_to": quoted.pk}, headers=HTMX).status_code
        == 204
    )
    assert [message.quoted_wamid for message in ours()] == [quoted.whatsapp_message_id] * 2
    for wrong in (elsewhere.pk, 10**30, "x"):
        refused = client.post(url, {"text": "?", "reply_to": wrong}, headers=HTMX)
        assert (refused.status_code, "اقتباس" in refused.content.decode()) == (422, True)
    assert len(ours()) == 2
    assert signed_in(outsider).post(url, asked).status_code == 403


def test_only_what_whatsapp_has_can_be_answered_or_reacted_to(agent, outsider, conversation, write):
    fresh = write("fresh")
    old = write("old", ago=timedelta(days=31))
    pending = write("pending", direction="outgoing", status="pending")
    gone = write("gone", revoked_at="2026-01-01T00:00:00Z")
    page = signed_in(agent).get(address(conversation)).content.decode()
    answerable = [m.pk for m in (fresh, old, pending, gone) if f'data-reply-to="{m.pk}"' in page]
    reactable = [m.pk for m in (fresh, old, pending, gone) if f'data-react="{m.pk}"' in page]
    assert (answerable, reactable) == ([fresh.pk, old.pk], [fresh.pk])
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_the_list_says_what_we_put_on_which_message_and_then_the_message_again(
    agent, outsider, conversation, write
):
    message = write("تم", direction="outgoing", status="delivered")
    client, url = signed_in(agent), f"{address(conversation)}/react/{message.pk}"
    assert client.post(url, {"emoji": "👍"}, headers=HTMX).status_code == 204
    (row,) = chat_list(agent, ListForm({}), open_id=None).rows
    assert (row.last_message, row.last_message_type, row.reacted_to) == ("👍", "reaction", "تم")
    assert client.post(url, {"emoji": ""}, headers=HTMX).status_code == 204
    (row,) = chat_list(agent, ListForm({}), open_id=None).rows
    assert (row.last_message, row.last_message_type, row.last_status) == ("تم", "text", "delivered")
    assert signed_in(outsider).post(url, {"emoji": "👍"}).status_code == 403


def test_a_reaction_shows_at_once_with_its_state_and_its_failure_in_words(
    agent, outsider, conversation, write
):
    message = write("شكرًا")
    client, url = signed_in(agent), address(conversation)
    react = f"{url}/react/{message.pk}"
    assert client.post(react, {"emoji": "👍"}, headers=HTMX).status_code == 204
    page = client.get(url, headers=REFRESH_OF_THREAD).content.decode()
    assert "reaction-waiting" in page
    assert f'data-react="{message.pk}" data-ours="👍"' in page
    Message.objects.filter(message_type="reaction").update(
        status="failed", error_code=131009, error_title="Parameter value is not valid"
    )
    page = client.get(url, headers=REFRESH_OF_THREAD).content.decode()
    assert "لم يُرسل التفاعل 👍." in page
    assert '<bdi class="emoji">' not in page
    assert client.post(react, {"emoji": ""}, headers=HTMX).status_code == 204  # "All right"
    assert "لم يُرسل التفاعل" not in client.get(url, headers=REFRESH_OF_THREAD).content.decode()
    assert client.post(react, {"emoji": "ok"}, headers=HTMX).status_code == 422
    assert client.get(react).status_code == 405
    assert signed_in(outsider).post(react, {"emoji": "👍"}).status_code == 403
    assert len(ours()) == 1
