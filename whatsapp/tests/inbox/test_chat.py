import re
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from whatsapp.models import Conversation, Message
from whatsapp.tests.conftest import signed_in

from .conftest import HTMX, REFRESH_OF_THREAD
from .thread import address, asked_again


def test_a_chat_is_both_panes_to_a_browser_and_the_thread_to_htmx(agent, outsider, conversation, write):
    write("السلام عليكم")
    client, url = signed_in(agent), address(conversation)
    page, fragment = client.get(url).content.decode(), client.get(url, headers=HTMX).content.decode()
    assert 'id="conversations"' in page
    assert 'id="thread"' in page
    assert 'id="conversations"' not in fragment
    assert fragment.startswith("<title>أمل</title>")
    assert signed_in(outsider).get(url).status_code == 403


def test_going_back_in_the_browser_gets_the_whole_page(agent, outsider, conversation):
    back = HTMX | {"HX-History-Restore-Request": "true"}
    assert 'id="conversations"' in signed_in(agent).get(address(conversation), headers=back).content.decode()
    assert signed_in(outsider).get(address(conversation), headers=back).status_code == 403


def test_opening_a_chat_marks_it_read_and_shows_where_the_unread_began(agent, outsider, conversation, write):
    write("old", ago=timedelta(minutes=9))
    first = write("new 1", ago=timedelta(minutes=3))
    write("new 2", ago=timedelta(minutes=2))
    Conversation.objects.update(unread_count=2)
    assert signed_in(outsider).get(address(conversation)).status_code == 403
    html = signed_in(agent).get(address(conversation)).content.decode()
    divider = html.index('id="unread-divider"')
    assert html.index("old</div>") < divider < html.index(f'id="message-{first.pk}"')
    assert "رسالتان غير مقروءتان" in html
    conversation.refresh_from_db()
    assert conversation.unread_count == 0


def test_older_messages_come_a_page_at_a_time_until_the_beginning(agent, outsider, conversation, unsaved):
    Message.objects.bulk_create(unsaved(f"number {n}", ago=timedelta(minutes=200 - n)) for n in range(120))
    client, url = signed_in(agent), address(conversation)
    html, seen = client.get(url).content.decode(), 50
    assert html.count("<article id=") == 50
    while 'id="older"' in html:
        cursor = re.search(r'"cursor": "([\w-]+)"', html)
        html = client.get(url, {"cursor": cursor[1], "seam": "2026-01-01"}, headers=HTMX).content.decode()
        seen += html.count("<article id=")
    assert seen == 120
    assert "هنا تبدأ المحادثة" in html
    assert signed_in(outsider).get(url, {"cursor": cursor[1]}, headers=HTMX).status_code == 403


def test_a_day_that_runs_over_a_page_is_named_once(agent, outsider, conversation, unsaved, time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 18, 0, tzinfo=UTC))
    Message.objects.bulk_create(unsaved(f"number {n}", ago=timedelta(minutes=100 - n)) for n in range(60))
    client, url = signed_in(agent), address(conversation)
    asked = re.search(r'"cursor": "([\w-]+)", "seam": "([\d-]+)"', client.get(url).content.decode())
    html = client.get(url, {"cursor": asked[1], "seam": asked[2]}, headers=HTMX).content.decode()
    assert "runs-on" in html
    assert signed_in(outsider).get(url).status_code == 403


def test_a_cursor_of_nobodys_is_a_bad_request(agent, outsider, conversation):
    client, url = signed_in(agent), address(conversation)
    assert client.get(url, {"cursor": "nonsense"}, headers=HTMX).status_code == 400
    assert client.get(url, {"since": "nonsense"}, headers=REFRESH_OF_THREAD).status_code == 400
    odd = {"first_unread": "x", "unread": "y"}
    assert client.get(url, odd, headers=REFRESH_OF_THREAD).status_code == 400
    assert signed_in(outsider).get(url, {"cursor": "nonsense"}, headers=HTMX).status_code == 403


def test_days_groups_and_sides_are_those_of_a_chat(agent, outsider, conversation, write, time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 22, 30, tzinfo=UTC))  # 1:30 in Riyadh, where it is tomorrow
    write("a", ago=timedelta(hours=2))
    write("b", ago=timedelta(minutes=9))
    write("c", ago=timedelta(minutes=8))
    write("d", ago=timedelta(minutes=7), direction="outgoing")
    html = signed_in(agent).get(address(conversation)).content.decode()
    bubbles = re.findall(r'class="(bubble [^"]*)"', html)[:4]
    assert ["starts-group" in b for b in bubbles] == [True, True, False, True]
    assert ["bubble-outgoing" in b for b in bubbles] == [False, False, False, True]
    assert html.index("أمس</span>") < html.index("اليوم</span>")
    assert 'title="الاثنين 23 نوفمبر 2026، 11:30 م">11:30 م</time>' in html
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_a_failed_message_tells_why_with_its_code_and_what_to_do(agent, outsider, conversation, write):
    write("x", direction="outgoing", status="failed", error_code=131047, error_title="Re-engagement message")
    html = signed_in(agent).get(address(conversation)).content.decode()
    assert "Re-engagement message" in html
    assert "(الرمز 131047)" in html
    assert "أرسل قالبًا معتمدًا" in html
    assert 'aria-live="off"' not in html, "it is read out, as nothing else of ours is"
    assert (
        html.index("مضى على آخر رسالة من العميل")
        < html.index("<details")
        < html.index("Re-engagement message")
    )
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_an_unknown_outcome_is_explained(agent, outsider, conversation, write):
    write("x", direction="outgoing", status="unknown")
    assert "لم يصل ردّ من واتساب" in signed_in(agent).get(address(conversation)).content.decode()
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_an_answer_shows_what_it_answers_and_says_when_that_is_gone(agent, outsider, conversation, write):
    asked = write("*how* much?", ago=timedelta(minutes=5))
    write("349", direction="outgoing", quoted_wamid=asked.whatsapp_message_id)
    write("and this?", quoted_wamid="wamid.gone")
    html = signed_in(agent).get(address(conversation)).content.decode()
    assert f'href="#message-{asked.pk}"' in html
    assert "how much?\n" in html.replace("</span>", "\n"), "its words, without the marks"
    assert "ردّ على رسالة غير موجودة هنا" in html
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_a_quote_of_another_conversation_is_not_shown(agent, outsider, conversation, write, someone):
    secret = write("secret", conversation=someone("سعد", "966550000001"))
    write("what?", quoted_wamid=secret.whatsapp_message_id)
    html = signed_in(agent).get(address(conversation), headers=HTMX).content.decode()
    assert "secret" not in html
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_each_type_has_a_bubble_and_a_new_type_falls_back(agent, outsider, conversation, write):
    document = {"document": {"filename": "عرض (نهائي).pdf"}}
    write("", message_type="document", payload=document)
    write("", message_type="location", payload={"location": {"latitude": 24.7, "longitude": 46.6}})
    write("", message_type="contacts", payload={"contacts": [{"name": {"formatted_name": "أبو فهد"}}]})
    write("a caption", message_type="image")
    write("", message_type="hologram")
    html = signed_in(agent).get(address(conversation)).content.decode()
    for shown in ("عرض (نهائي).pdf", "24.7, 46.6", "أبو فهد", "a caption", "(hologram)"):
        assert shown in html
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_payloads_of_any_shape_still_make_a_bubble(agent, outsider, conversation, write):
    for kind in ("document", "location", "contacts", "image", "sticker", "../../../base", "text/html"):
        for payload in ({}, {kind: None}, {kind: "x"}, {kind: [1, {"name": 3}]}, {kind: {"name": []}}):
            write("", message_type=kind, payload=payload)
    assert signed_in(agent).get(address(conversation)).status_code == 200
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_texts_and_names_are_escaped(agent, outsider, conversation, write):
    write("<img src=x onerror=alert(1)> *bold*")
    Conversation.objects.update(customer_name='"><script>alert(2)</script>')
    html = signed_in(agent).get(address(conversation)).content.decode()
    assert "<img" not in html
    assert "<script>alert" not in html
    assert "<strong>bold</strong>" in html
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_nothing_inline_that_the_policy_would_block(agent, outsider, conversation, write):
    write("hello")
    response = signed_in(agent).get(address(conversation))
    html = response.content.decode()
    assert not re.search(r"<script(?![^>]*src=)|<style|\sstyle=|\son\w+=", html)
    assert "default-src 'none'" in response["Content-Security-Policy"]
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_the_phone_is_isolated_and_a_username_user_shows_none(agent, outsider, conversation, someone):
    html = signed_in(agent).get(address(conversation)).content.decode()
    assert '<bdi dir="ltr">+966\N{NO-BREAK SPACE}55' in html
    layla = someone("", None, customer_name="@layla.designs")
    layla.contact.username = "layla.designs"
    layla.contact.save()
    html = signed_in(agent).get(address(layla), headers=HTMX).content.decode()
    assert "@layla.designs" in html
    assert "None" not in html
    assert signed_in(outsider).get(address(layla)).status_code == 403


def test_a_chat_that_is_not_there_is_a_page_of_its_own(agent, outsider, conversation):
    response = signed_in(agent).get("/whatsapp/chat/999999")
    assert response.status_code == 404
    assert "هذه الصفحة غير موجودة" in response.content.decode()
    assert signed_in(outsider).get("/whatsapp/chat/999999").status_code == 403


def test_a_chat_is_read_in_a_fixed_number_of_queries(
    agent, outsider, conversation, unsaved, django_assert_max_num_queries
):
    Message.objects.bulk_create(
        unsaved(f"{n}", direction="outgoing" if n % 2 else "incoming", sent_by=agent if n % 2 else None)
        for n in range(30)
    )
    client, url = signed_in(agent), address(conversation)
    known = asked_again(client.get(url).content.decode())
    with django_assert_max_num_queries(11):
        client.get(url)
    with django_assert_max_num_queries(9):
        assert client.get(url, known, headers=REFRESH_OF_THREAD).status_code == 204
    assert signed_in(outsider).get(url).status_code == 403


def test_times_are_those_of_the_teams_own_zone(agent, outsider, conversation, write, time_machine):
    time_machine.move_to(datetime(2026, 11, 23, 12, 45, tzinfo=UTC))
    write("now", ago=timedelta(0))
    assert "3:45 م" in signed_in(agent).get(address(conversation)).content.decode()
    assert timezone.get_current_timezone_name() == "Asia/Riyadh"
    assert signed_in(outsider).get(address(conversation)).status_code == 403
