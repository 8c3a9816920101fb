"""The panel for later, the scheduled messages in the thread, and the buttons under them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from whatsapp.models import Conversation, Message, ScheduledMessage
from whatsapp.tests.conftest import signed_in

from .conftest import HTMX, REFRESH_OF_THREAD

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)  # 3 PM in Riyadh


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def planned(conversation, agent) -> ScheduledMessage:
    return ScheduledMessage.objects.create(
        conversation=conversation, content="*تذكير*", at=NOON + timedelta(hours=5), by=agent
    )


def address(conversation: Conversation, *more: object) -> str:
    return "/".join(["/whatsapp/chat", str(conversation.pk), "later", *map(str, more)])


def test_what_is_planned_is_by_the_teams_clock_and_stands_in_the_thread(agent, outsider, conversation):
    client = signed_in(agent)
    body = {"text": "غدًا", "at": "2026-11-24T09:30", "unless_customer_writes": "on", "client_id": "c1"}
    for _ in range(2):
        assert client.post(address(conversation), body, headers=HTMX).status_code == 204
    planned = ScheduledMessage.objects.get()
    assert (planned.at, planned.by) == (datetime(2026, 11, 24, 6, 30, tzinfo=UTC), agent)
    page = client.get(f"/whatsapp/chat/{conversation.pk}").content.decode()
    assert "غدًا الساعة 9:30 ص" in page
    assert "إلا إذا كتب العميل قبل ذلك" in page
    assert client.post(address(conversation), body).status_code == 302
    assert signed_in(outsider).post(address(conversation), body, headers=HTMX).status_code == 403
    assert Client().post(address(conversation), body, headers=HTMX).status_code == 401


def test_the_panel_offers_usual_times_and_opens_with_what_is_planned(agent, outsider, conversation, planned):
    client = signed_in(agent)
    panel = client.get(address(conversation), headers=HTMX).content.decode()
    for at in ("2026-11-23T16:00", "2026-11-23T18:00", "2026-11-24T09:00", "2026-11-24T14:29"):
        assert f'data-at="{at}"' in panel
    assert 'data-window-until="2026-11-24T14:59"' in panel
    assert "data-is-new" in panel
    panel = client.get(address(conversation, planned.pk), headers=HTMX).content.decode()
    assert ">*تذكير*</textarea>" in panel
    assert 'value="2026-11-23T20:00"' in panel
    assert "data-is-new" not in panel
    assert client.get(address(conversation)).status_code == 302
    for url in (address(conversation), address(conversation, planned.pk)):
        assert signed_in(outsider).get(url, headers=HTMX).status_code == 403


def test_it_is_changed_sent_now_or_cancelled(agent, outsider, conversation, planned):
    client = signed_in(agent)
    body = {"text": "new words", "at": "2026-11-23T21:00"}
    assert client.post(address(conversation, planned.pk), body, headers=HTMX).status_code == 204
    planned.refresh_from_db()
    assert (planned.content, planned.at) == ("new words", NOON + timedelta(hours=6))
    for deed in ("", "/now", "/cancel"):
        url = address(conversation, planned.pk) + deed
        assert signed_in(outsider).post(url, body, headers=HTMX).status_code == 403
    assert client.post(address(conversation, planned.pk, "now"), headers=HTMX).status_code == 204
    assert Message.objects.get().content == "new words"
    again = ScheduledMessage.objects.create(conversation=conversation, content="x", at=NOON)
    assert client.post(address(conversation, again.pk, "cancel"), headers=HTMX).status_code == 204
    assert client.post(address(conversation, again.pk, "cancel"), headers=HTMX).status_code == 404
    assert not ScheduledMessage.objects.exists()
    assert signed_in(outsider).post(address(conversation, again.pk, "now")).status_code == 403


def test_an_odd_time_and_a_closed_window_are_refused_in_words(agent, outsider, conversation, planned):
    client = signed_in(agent)
    for at, words in (
        ("", "اختر تاريخًا ووقتًا"),
        ("tomorrow", "اختر تاريخًا ووقتًا"),
        ("2026-11-23T14:59", "وقتًا لم يأتِ بعد"),
        ("9999-12-31T23:59", "وقتًا لم يأتِ بعد"),
    ):
        refused = client.post(address(conversation), {"text": "x", "at": at}, headers=HTMX)
        assert (refused.status_code, words in refused.content.decode()) == (422, True), at
    Conversation.objects.update(last_inbound_at=NOON - timedelta(hours=25))
    refused = client.post(address(conversation, planned.pk, "now"), headers=HTMX)
    assert (refused.status_code, "24 ساعة" in refused.content.decode()) == (409, True)
    other = address(conversation, planned.pk).replace(f"/{conversation.pk}/", f"/{conversation.pk + 1}/")
    assert client.post(other, {"text": "x", "at": "2026-11-24T09:00"}).status_code == 404
    assert ScheduledMessage.objects.count() == 1
    assert signed_in(outsider).post(address(conversation)).status_code == 403


@pytest.mark.usefixtures("told_templates")
def test_the_thread_warns_of_the_window_and_says_when_the_customer_was_first(
    agent, outsider, conversation, planned
):
    client, url = signed_in(agent), f"/whatsapp/chat/{conversation.pk}"
    version = client.get(url).context["thread"].version
    ScheduledMessage.objects.update(at=NOON + timedelta(hours=30), unless_customer_writes=True)
    ScheduledMessage.objects.update(heard_at=conversation.last_inbound_at)
    page = client.get(url, {"version": version}, headers=REFRESH_OF_THREAD)
    assert "ستكون نافذة الـ24 ساعة قد أُغلقت" in page.content.decode()
    assert 'id="later" hx-swap-oob="true"' in page.content.decode()
    version = page.context["thread"].version
    Conversation.objects.update(last_inbound_at=NOON)
    page = client.get(url, {"version": version}, headers=REFRESH_OF_THREAD).content.decode()
    assert "لم تُرسل: كتب العميل أولًا" in page
    assert signed_in(outsider).get(url, headers=REFRESH_OF_THREAD).status_code == 403


def test_in_a_closed_window_an_answer_is_held_seen_changed_and_cancelled(agent, outsider, conversation):
    client, hold = signed_in(agent), f"/whatsapp/chat/{conversation.pk}/hold"
    refused = client.post(hold, {"text": "x", "client_id": "c1"}, headers=HTMX)
    assert (refused.status_code, "كتب العميل في هذه الأثناء" in refused.content.decode()) == (409, True)
    Conversation.objects.update(last_inbound_at=NOON - timedelta(hours=25))
    assert "data-is-new" in client.get(hold, headers=HTMX).content.decode()
    assert client.post(hold, {"text": " "}, headers=HTMX).status_code == 422
    assert client.post(hold, {"text": "الجواب", "client_id": "c1"}, headers=HTMX).status_code == 204
    held = ScheduledMessage.objects.get()
    page = client.get(f"/whatsapp/chat/{conversation.pk}").content.decode()
    assert "تُرسل حين يكتب العميل" in page
    assert f'hx-get="{hold}"' in page
    assert f'hx-get="{hold}/{held.pk}"' in page
    assert f"{held.pk}/now" not in page
    assert ">الجواب</textarea>" in client.get(f"{hold}/{held.pk}", headers=HTMX).content.decode()
    assert client.get(address(conversation, held.pk), headers=HTMX).status_code == 404
    assert client.post(f"{hold}/{held.pk}", {"text": "الجواب الأخير"}).status_code == 302
    held.refresh_from_db()
    assert (held.content, held.at) == ("الجواب الأخير", None)
    assert client.get(hold).status_code == 302
    assert client.post(address(conversation, held.pk, "cancel"), headers=HTMX).status_code == 204
    assert client.post(f"{hold}/{held.pk}", {"text": "x"}).status_code == 404
    assert signed_in(outsider).post(hold, {"text": "x"}, headers=HTMX).status_code == 403
