"""What an open chat asks again and again: only what has changed is answered."""

from datetime import UTC, datetime, timedelta

from whatsapp.models import Conversation, Message, MessageFile, Reaction
from whatsapp.tests.conftest import signed_in

from .conftest import REFRESH_OF_THREAD
from .thread import address, asked_again


def test_a_refresh_is_204_until_something_changes(agent, outsider, conversation, write):
    message = write("sent", direction="outgoing", status="sent")
    client, url = signed_in(agent), address(conversation)
    known = asked_again(client.get(url).content.decode())
    assert client.get(url, known, headers=REFRESH_OF_THREAD).status_code == 204
    message.status = "delivered"
    message.save(update_fields=["status"])
    changed = client.get(url, known, headers=REFRESH_OF_THREAD)
    assert changed.status_code == 200
    assert changed.content.decode().startswith('<div class="messages" id="messages"')
    assert signed_in(outsider).get(url, known, headers=REFRESH_OF_THREAD).status_code == 403


def test_an_unchanged_refresh_asks_for_nothing_but_the_bubbles_and_who_asks(
    agent, outsider, conversation, write, unsaved, django_assert_num_queries
):
    message = write("sent", direction="outgoing", status="sent", message_type="image")
    MessageFile.objects.create(message=message, asked_at=message.created_at)
    Message.objects.bulk_create(unsaved(f"number {n}", ago=timedelta(minutes=n)) for n in range(60))
    client, url = signed_in(agent), address(conversation)
    known = asked_again(client.get(url).content.decode())
    with django_assert_num_queries(4):  # the session, the user, what they may do, the bubbles
        assert client.get(url, known, headers=REFRESH_OF_THREAD).status_code == 204
    Reaction.objects.create(
        number=conversation.number,
        conversation=conversation,
        contact=conversation.contact,
        target_wamid=message.whatsapp_message_id,
        emoji="👍",
        wamid="wamid.k",
        at=message.created_at,
    )
    known = asked_again(client.get(url, known, headers=REFRESH_OF_THREAD).content.decode())
    assert client.get(url, known, headers=REFRESH_OF_THREAD).status_code == 204
    MessageFile.objects.update(state="expired")
    assert client.get(url, known, headers=REFRESH_OF_THREAD).status_code == 200
    assert signed_in(outsider).get(url, known, headers=REFRESH_OF_THREAD).status_code == 403


def test_a_refresh_keeps_the_unread_divider_and_marks_what_came_read(agent, outsider, conversation, write):
    write("one")
    Conversation.objects.update(unread_count=1)
    client, url = signed_in(agent), address(conversation)
    known = asked_again(client.get(url).content.decode())
    write("two", ago=timedelta(0))
    Conversation.objects.update(unread_count=1)
    assert "رسالة واحدة غير مقروءة" in client.get(url, known, headers=REFRESH_OF_THREAD).content.decode()
    assert Conversation.objects.get().unread_count == 0
    assert signed_in(outsider).get(url, known, headers=REFRESH_OF_THREAD).status_code == 403


def test_a_refresh_covers_what_was_there_at_first_and_all_that_came(
    agent, outsider, conversation, write, unsaved
):
    Message.objects.bulk_create(unsaved(f"number {n}", ago=timedelta(minutes=100 - n)) for n in range(60))
    client, url = signed_in(agent), address(conversation)
    known = asked_again(client.get(url).content.decode())
    for n in range(5):
        write(f"later {n}", ago=timedelta(0))
    html = client.get(url, known, headers=REFRESH_OF_THREAD).content.decode()
    assert html.count("<article id=") == 55
    assert signed_in(outsider).get(url, known, headers=REFRESH_OF_THREAD).status_code == 403


def test_the_window_that_closes_while_the_chat_is_open_locks_the_composer(
    agent, conversation, write, time_machine
):
    now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
    time_machine.move_to(now, tick=False)
    write("hi")
    Conversation.objects.update(last_inbound_at=now - timedelta(hours=23, minutes=59))
    client, url = signed_in(agent), address(conversation)
    page = client.get(url).content.decode()
    assert "بقيت دقيقة واحدة" in page
    assert "window-closing" in page
    time_machine.move_to(now + timedelta(minutes=1, seconds=1), tick=False)
    html = client.get(url, asked_again(page), headers=REFRESH_OF_THREAD).content.decode()
    assert 'data-window="closed"' in html
    assert "أكثر من 24 ساعة" in html
    assert "disabled" in client.get(url).content.decode()


def test_the_free_days_after_an_ad_are_shown_as_what_they_are(agent, outsider, conversation, write):
    client, url = signed_in(agent), address(conversation)
    known = asked_again(client.get(url).content.decode())
    write("hi", direction="outgoing", price_type="free_entry_point")
    html = client.get(url, known, headers=REFRESH_OF_THREAD).content.decode()
    assert 'class="window-free"' in html
    assert "مجانًا حتى" in html
    assert signed_in(outsider).get(url, known, headers=REFRESH_OF_THREAD).status_code == 403
