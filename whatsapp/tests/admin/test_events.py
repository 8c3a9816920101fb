import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from whatsapp.inbound.keep import keep_and_apply
from whatsapp.models import AuditEntry, BusinessNumber, Message, WebhookEvent
from whatsapp.tests.conftest import signed_in

from .refused import assert_closed_to

LIST = "/admin/whatsapp/webhookevent/"
State = WebhookEvent.State


def kept(body: bytes, state: str = State.PARKED, reason: str = "not JSON") -> WebhookEvent:
    return WebhookEvent.objects.create(body=body, state=state, reason=reason, received_at=timezone.now())


def text_to(phone_number_id: str) -> bytes:
    """A customer's text, to whichever number."""
    metadata = {"display_phone_number": "966112345678", "phone_number_id": phone_number_id}
    value = {
        "messaging_product": "whatsapp",
        "metadata": metadata,
        "contacts": [{"profile": {"name": "هند"}, "wa_id": "966500000001"}],
        "messages": [
            {
                "from": "966500000001",
                "id": "wamid.HBgM1",
                "timestamp": "1790000000",
                "type": "text",
                "text": {"body": "مرحبا"},
            }
        ],
    }
    entry = {"id": "102290129340398", "changes": [{"field": "messages", "value": value}]}
    return json.dumps({"object": "whatsapp_business_account", "entry": [entry]}).encode()


def page_of(event: WebhookEvent) -> str:
    return f"{LIST}{event.pk}/change/"


def again(event: WebhookEvent) -> str:
    return f"{LIST}{event.pk}/apply-again/"


def test_the_list_is_filtered_by_state(manager: User, agent: User, outsider: User) -> None:
    kept(b"x")
    kept(b"y", State.APPLIED)
    kept(b"z", State.WAITING)
    client = signed_in(manager)
    for state in State.values:
        assert client.get(LIST, {"state": state}).context["cl"].result_count == 1
    assert client.get(LIST).context["cl"].result_count == 3
    assert client.get(LIST, {"state": "nonsense"}).context["cl"].result_count == 3
    assert_closed_to(LIST, agent, outsider)


def test_the_list_costs_the_same_however_many_and_loads_no_body(
    manager: User, django_assert_max_num_queries: Any
) -> None:
    for _ in range(30):
        kept(b"x" * 2048)
    client = signed_in(manager)
    client.get(LIST)
    with django_assert_max_num_queries(7) as asked:
        page = client.get(LIST).content.decode()
    assert "2.0" in page or "2,0" in page or "2٫0" in page
    assert not [q["sql"] for q in asked.captured_queries if '"body",' in q["sql"]]


def test_parked_events_are_found_by_the_index_of_what_is_not_applied(manager: User) -> None:
    found = signed_in(manager).get(LIST, {"state": "parked"}).context["cl"].queryset
    if connection.vendor == "postgresql":
        pytest.skip("an empty table needs no index there")
    assert "events_not_applied" in found.explain()


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b'{"a":{"b":"<script>alert(1)</script>"}}', "&quot;b&quot;: &quot;&lt;script&gt;alert(1)"),
        ('{"name":"أمل"}'.encode(), "&quot;name&quot;: &quot;أمل&quot;"),
        (rb'{"half":"\ud83d"}', r"&quot;half&quot;: &quot;\ud83d"),
        (b'{"truncated": "<b', "{&quot;truncated&quot;: &quot;&lt;b"),
        (b"[" * 100_000, "[[[["),
        (b"\xff\xfe<\x00", "ff fe 3c 00"),
        (b"nul \x00 inside", "nul"),
        (b"", '<pre class="raw" dir="ltr" tabindex="0"></pre>'),
    ],
)
def test_whatever_came_can_be_looked_at(
    manager: User, agent: User, outsider: User, body: bytes, shown: str
) -> None:
    event = kept(body)
    answer = signed_in(manager).get(page_of(event))
    assert answer.status_code == 200
    assert shown in answer.content.decode()
    assert_closed_to(page_of(event), agent, outsider)


def test_a_body_of_three_megabytes_is_cut(manager: User) -> None:
    answer = signed_in(manager).get(page_of(kept(b"x" * 3_000_000)))
    assert len(answer.content) < 300_000


def test_an_event_can_not_be_written_changed_or_deleted(superuser: User) -> None:
    event = kept(b"x")
    client = signed_in(superuser)
    assert client.get(f"{LIST}add/").status_code == 403
    assert client.post(page_of(event), {"reason": "other", "state": "applied"}).status_code == 403
    assert client.post(f"{LIST}{event.pk}/delete/", {"post": "yes"}).status_code == 403
    event.refresh_from_db()
    assert (event.state, event.reason) == ("parked", "not JSON")


def test_an_event_of_a_number_that_came_later_is_applied_again_by_the_button(
    manager: User, agent: User, outsider: User
) -> None:
    keep_and_apply([text_to("777000777")])
    event = WebhookEvent.objects.get()
    assert event.state == State.PARKED
    BusinessNumber.objects.create(phone_number_id="777000777")
    assert_closed_to(again(event), agent, outsider, data={})
    assert not Message.objects.exists()

    answer = signed_in(manager).post(again(event), follow=True)
    assert answer.redirect_chain == [(page_of(event), 302)]
    event.refresh_from_db()
    assert event.state == State.APPLIED
    assert Message.objects.get().content == "مرحبا"
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.noun_id, entry.by) == ("applied again", event.pk, manager)


def test_applying_again_what_was_applied_changes_nothing(manager: User, number: BusinessNumber) -> None:
    keep_and_apply([text_to(number.phone_number_id)])
    signed_in(manager).post(again(WebhookEvent.objects.get()))
    assert Message.objects.count() == 1
    assert Message.objects.get().conversation.unread_count == 1


def test_a_link_alone_applies_nothing(manager: User) -> None:
    event = kept(b"x")
    assert signed_in(manager).get(again(event)).status_code == 405
    assert not AuditEntry.objects.exists()


def test_chosen_events_are_applied_again_one_by_one(
    manager: User, agent: User, outsider: User, number: BusinessNumber
) -> None:
    good = kept(text_to(number.phone_number_id), State.WAITING, "")
    bad = kept(b"not json")
    chosen = {"action": "apply_chosen_again", "_selected_action": [good.pk, bad.pk]}
    assert_closed_to(LIST, agent, outsider, data=chosen)
    assert not AuditEntry.objects.exists()
    assert signed_in(manager).post(LIST, chosen).status_code == 302
    good.refresh_from_db()
    bad.refresh_from_db()
    assert (good.state, bad.state) == (State.APPLIED, State.PARKED)
    assert sorted(AuditEntry.objects.values_list("noun_id", flat=True)) == sorted([good.pk, bad.pk])


def test_too_many_at_once_are_refused(manager: User) -> None:
    now = timezone.now()
    WebhookEvent.objects.bulk_create(
        WebhookEvent(body=b"x", state=State.PARKED, received_at=now) for _ in range(501)
    )
    first = WebhookEvent.objects.earliest("pk")
    chosen = {"action": "apply_chosen_again", "_selected_action": [first.pk], "select_across": "1"}
    answer = signed_in(manager).post(LIST, chosen, follow=True)
    assert "500" in str(next(iter(answer.context["messages"])))
    assert not AuditEntry.objects.exists()
