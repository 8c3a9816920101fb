import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User

from whatsapp.conversations.previews import show_newest
from whatsapp.models import Conversation, Message, Reaction
from whatsapp.tests.conftest import signed_in

from .conftest import HTMX

LIST = "/whatsapp/chat"


def version_in(html: str) -> str:
    found = re.search(r'"version": "(\w+)"', html)
    assert found
    return found[1]


def test_the_list_is_a_page_to_a_browser_and_a_fragment_to_htmx(agent, outsider, conversation):
    client = signed_in(agent)
    page, fragment = client.get(LIST), client.get(LIST, headers=HTMX)
    assert page.content.decode().lstrip().startswith("<!doctype html>")
    assert fragment.content.decode().startswith('<ul class="conversations" id="conversations"')
    assert "أمل" in page.content.decode()
    assert "أمل" in fragment.content.decode()
    assert "HX-Request" in page["Vary"]
    assert signed_in(outsider).get(LIST).status_code == 403


def test_an_unchanged_list_is_answered_with_204_and_a_changed_one_in_full(
    agent, outsider, conversation, write
):
    client = signed_in(agent)
    known = {"version": version_in(client.get(LIST).content.decode())}
    assert client.get(LIST, known, headers=HTMX).status_code == 204
    write("news")
    changed = client.get(LIST, known, headers=HTMX)
    assert changed.status_code == 200
    assert "news" in changed.content.decode()
    assert signed_in(outsider).get(LIST, known, headers=HTMX).status_code == 403


def test_new_ticks_of_the_latest_message_change_the_list(agent, outsider, conversation, write):
    message = write("sent", direction="outgoing", status="sent")
    client = signed_in(agent)
    known = {"version": version_in(client.get(LIST).content.decode())}
    message.status = "read"
    message.save(update_fields=["status"])
    assert "tick-read" in client.get(LIST, known, headers=HTMX).content.decode()
    assert signed_in(outsider).get(LIST, known, headers=HTMX).status_code == 403


def test_midnight_changes_the_list_though_nothing_happened(agent, conversation, write, time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 20, 0, tzinfo=UTC))
    write("good night")
    client = signed_in(agent)
    known = {"version": version_in(client.get(LIST).content.decode())}
    time_machine.move_to(datetime(2026, 11, 23, 21, 30, tzinfo=UTC))  # half past midnight in Riyadh
    assert "أمس" in client.get(LIST, known, headers=HTMX).content.decode()


def test_a_fragment_for_a_stranger_is_401_and_a_page_leads_to_the_sign_in(client, db):
    assert client.get(LIST, headers=HTMX).status_code == 401
    page = client.get(LIST + "?search=x")
    assert page.status_code == 302
    assert page["Location"].startswith("/accounts/login/?next=/whatsapp/chat")


def test_the_latest_conversation_comes_first_with_its_unread_count(agent, outsider, conversation, someone):
    someone("سعد", "966550000001", unread_count=3, last_message_at=datetime.now(UTC) + timedelta(minutes=1))
    html = signed_in(agent).get(LIST).content.decode()
    assert html.index("سعد") < html.index("أمل")
    assert "3 رسائل غير مقروءة" in html
    assert signed_in(outsider).get(LIST).status_code == 403


@pytest.mark.parametrize("words", ["سعد", "0550000001", "٠٥٥٠٠٠٠٠٠١"])
def test_search_finds_by_name_and_by_number_in_any_digits(agent, outsider, conversation, someone, words):
    someone("سعد", "966550000001")
    html = signed_in(agent).get(LIST, {"search": words}, headers=HTMX).content.decode()
    assert "سعد" in html
    assert "أمل" not in html
    assert signed_in(outsider).get(LIST, {"search": words}).status_code == 403


def test_the_unread_filter_shows_only_what_is_unread_and_says_when_that_is_nothing(
    agent, outsider, conversation
):
    client = signed_in(agent)
    assert "كل الرسائل مقروءة" in client.get(LIST, {"show": "unread"}, headers=HTMX).content.decode()
    Conversation.objects.update(unread_count=1)
    assert "أمل" in client.get(LIST, {"show": "unread"}, headers=HTMX).content.decode()
    assert signed_in(outsider).get(LIST, {"show": "unread"}).status_code == 403


@pytest.mark.parametrize("odd", [{"show": "nonsense"}, {"size": "-1"}, {"size": "x"}, {"search": "\0"}])
def test_an_odd_address_shows_everything(agent, outsider, conversation, odd):
    assert "أمل" in signed_in(agent).get(LIST, odd).content.decode()
    assert signed_in(outsider).get(LIST, odd).status_code == 403


def test_a_preview_is_escaped_and_has_no_marks_of_formatting(agent, outsider, conversation, write):
    write("*السعر* <script>alert(1)</script>")
    html = signed_in(agent).get(LIST).content.decode()
    assert "<script>alert" not in html
    assert ">السعر &lt;script&gt;alert" in html
    assert signed_in(outsider).get(LIST).status_code == 403


@pytest.mark.parametrize(
    ("message_type", "words", "sign", "shown"),
    [
        ("audio", "", "microphone", "رسالة صوتية"),
        ("image", "", "camera", "صورة"),
        ("image", "الفاتورة", "camera", "الفاتورة"),
        ("document", "", "document", "مستند"),
        ("video", "", "video", "مقطع مرئي"),
        ("sticker", "", "sticker", "ملصق"),
        ("location", "", "place", "موقع"),
        ("contacts", "", "person", "جهة اتصال"),
    ],
)
def test_a_preview_has_the_sign_of_its_kind_and_its_words_or_its_name(
    agent, outsider, conversation, write, message_type, words, sign, shown
):
    write(words, message_type=message_type, direction="outgoing", status="delivered")
    html = signed_in(agent).get(LIST).content.decode()
    assert f"#{sign}" in html.split('class="row-preview">')[1].split('class="row-signs"')[0]
    assert preview_in(html) == f"تم التسليم أنت: {shown}"
    assert signed_in(outsider).get(LIST).status_code == 403


def test_a_reaction_says_what_it_was_put_on_and_changes_with_it(agent, outsider, conversation, write):
    elsewhere = write("مرحبا", ago=timedelta(hours=1))
    asked, offered = write("كم السعر؟"), write("", direction="outgoing", status="read", message_type="image")
    react(conversation, offered, "👍", 1, by=conversation.contact)
    react(conversation, elsewhere, "", 200)  # taken back
    client = signed_in(agent)
    html = client.get(LIST).content.decode()
    assert "تفاعل بـ 👍 على: صورة" in preview_in(html)
    assert "tick-read" not in html
    Message.objects.filter(pk=offered.pk).update(revoked_at=offered.created_at)
    known = {"version": version_in(html)}
    changed = client.get(LIST, known, headers=HTMX).content.decode()
    assert "تفاعل بـ 👍 على: حُذفت هذه الرسالة" in preview_in(changed)
    react(conversation, asked, "🙏", 2)
    client.cookies["django_language"] = "en"
    assert "You reacted 🙏 to: كم السعر؟" in preview_in(client.get(LIST, headers=HTMX).content.decode())
    asked.delete()
    assert preview_in(client.get(LIST, headers=HTMX).content.decode()) == "You reacted 🙏"
    assert signed_in(outsider).get(LIST).status_code == 403


def preview_in(html: str) -> str:
    """The words of the one row."""
    (_, preview) = html.split('class="row-preview">')
    return " ".join(re.sub(r"<[^>]+>", "", preview.split('<span class="row-signs">')[0]).split())


def react(conversation, message, emoji, after, by=None):
    Reaction.objects.create(
        number=conversation.number,
        conversation=conversation,
        contact=by,
        target_wamid=message.whatsapp_message_id,
        emoji=emoji,
        wamid=f"wamid.k{after}",
        at=message.created_at + timedelta(minutes=after),
    )
    show_newest([conversation.pk])


def test_an_answered_call_says_how_long_it_was(agent, outsider, conversation, write):
    write("3:05", message_type="call", payload={"event": "terminate", "duration": 185})
    html = signed_in(agent).get(LIST, headers=HTMX).content.decode()
    assert 'مكالمة · <bdi dir="ltr">3:05</bdi>' in html
    assert signed_in(outsider).get(LIST).status_code == 403


def test_the_chat_open_beside_the_list_is_marked(agent, outsider, conversation):
    beside = HTMX | {"HX-Current-URL": f"http://testserver/whatsapp/chat/{conversation.pk}?search=x"}
    assert 'aria-current="page"' in signed_in(agent).get(LIST, headers=beside).content.decode()
    assert 'aria-current="page"' not in signed_in(agent).get(LIST, headers=HTMX).content.decode()
    assert signed_in(outsider).get(LIST, headers=beside).status_code == 403


def test_the_list_is_read_in_a_fixed_number_of_queries(
    agent, outsider, someone, django_assert_max_num_queries
):
    for n in range(30):
        someone(f"عميل {n}", f"96655000{n:04}")
    client = signed_in(agent)
    client.get(LIST)
    with django_assert_max_num_queries(5):
        client.get(LIST, headers=HTMX)
    assert signed_in(outsider).get(LIST).status_code == 403


def test_an_unchanged_list_asks_for_nothing_but_its_rows_and_who_asks(
    agent, outsider, someone, django_assert_num_queries
):
    for n in range(30):
        someone(f"عميل {n}", f"96655000{n:04}")
    client = signed_in(agent)
    known = {"version": version_in(client.get(LIST).content.decode())}
    with django_assert_num_queries(4):  # the session, the user, what they may do, the rows
        assert client.get(LIST, known, headers=HTMX).status_code == 204
    assert signed_in(outsider).get(LIST, known, headers=HTMX).status_code == 403


def test_a_long_list_comes_in_pieces_and_each_is_refreshed_by_itself(agent, outsider, someone):
    chats = [someone(f"عميل {n}", f"96655000{n:04}") for n in range(60)]
    client = signed_in(agent)
    first = client.get(LIST, headers=HTMX).content.decode()
    assert first.count('class="row"') == 50
    cursor = first.split('data-until="')[1].split('"')[0]
    second = client.get(LIST, {"cursor": cursor}, headers=HTMX).content.decode()
    assert second.count('class="row"') == 10
    assert f'id="after-{cursor}"' in second
    assert "data-until" not in second
    piece = {"cursor": cursor, "version": version_in(second)}
    assert client.get(LIST, piece, headers=HTMX).status_code == 204
    Conversation.objects.filter(pk=chats[0].pk).update(unread_count=1)
    assert client.get(LIST, piece, headers=HTMX).content.decode().count('class="row"') == 9
    assert client.get(LIST, {"cursor": "odd"}, headers=HTMX).status_code == 400
    assert signed_in(outsider).get(LIST, {"cursor": cursor}).status_code == 403


def test_a_member_who_lost_the_right_is_refused_at_once(agent: User, conversation):
    client = signed_in(agent)
    assert client.get(LIST).status_code == 200
    agent.groups.clear()
    assert client.get(LIST, headers=HTMX).status_code == 403


def test_the_list_can_be_ordered_by_whose_window_closes_first(agent, outsider, someone):
    now = datetime.now(UTC)
    for name, hours in (("fresh", 1), ("closing", 22.9), ("closed", 25), ("half", 12)):
        at = now - timedelta(hours=hours)
        someone(name, f"9665500000{int(hours):02}", last_inbound_at=at, last_message_at=at)
    someone("we answered", "966550000099", last_inbound_at=now - timedelta(hours=23), last_message_at=now)
    client = signed_in(agent)
    html = client.get(LIST, {"order": "closing"}, headers=HTMX).content.decode()
    names = re.findall(r'class="name"[^>]*>([^<]+)<', html)
    assert names == ["we answered", "closing", "half", "fresh"]
    assert html.count("is-closing") == 2
    assert "بقيت 59 دقيقة" in html
    latest = client.get(LIST, {"order": "nonsense"}, headers=HTMX).content.decode()
    assert re.findall(r'class="name"[^>]*>([^<]+)<', latest)[0] == "we answered"
    assert signed_in(outsider).get(LIST, {"order": "closing"}).status_code == 403


def test_what_is_left_of_a_window_changes_the_list(agent, outsider, conversation, time_machine):
    # Far from midnight, which changes the list too.
    conversation.last_inbound_at = conversation.last_message_at = datetime(2026, 11, 2, 6, tzinfo=UTC)
    conversation.save(update_fields=["last_inbound_at", "last_message_at"])
    time_machine.move_to(conversation.last_inbound_at + timedelta(hours=3, minutes=5), tick=False)
    client = signed_in(agent)
    known = {"version": version_in(client.get(LIST).content.decode())}
    time_machine.move_to(conversation.last_inbound_at + timedelta(hours=3, minutes=50), tick=False)
    assert client.get(LIST, known, headers=HTMX).status_code == 204
    time_machine.move_to(conversation.last_inbound_at + timedelta(hours=4, minutes=1), tick=False)
    assert client.get(LIST, known, headers=HTMX).status_code == 200
    assert signed_in(outsider).get(LIST, known, headers=HTMX).status_code == 403
