import json
from datetime import UTC, datetime, timedelta
from itertools import permutations

from whatsapp.inbound.keep import keep_and_apply
from whatsapp.message_templates.sync import keep_fresh, sync_all
from whatsapp.models import MessageTemplate, Notice
from whatsapp.tests.conftest import payload

MADE = datetime(2026, 10, 1, tzinfo=UTC)
TOLD_AT = datetime.fromtimestamp(1793610000, UTC)
FACTS = ("status", "quality", "category", "rejected_reason", "needs_fetch", "gone_at")


def row() -> MessageTemplate:
    return MessageTemplate.objects.get(name="order_confirmation", language="ar")


def known(number, **facts: object) -> None:
    MessageTemplate.objects.all().delete()
    times = dict.fromkeys(("status_at", "quality_at", "category_at", "synced_at"), MADE)
    told = {"status": "PENDING", "category": "UTILITY", "quality": "GREEN", "components": [{"type": "BODY"}]}
    MessageTemplate.objects.create(
        waba_id=number.waba_id,
        name="order_confirmation",
        language="ar",
        meta_id="1689556908129832",
        **times | told | facts,
    )


def told(name: str, *, after: float = 0, **value: object) -> bytes:
    """The same body, so many seconds later."""
    body = json.loads(payload(name))
    body["entry"][0]["time"] += after
    body["entry"][0]["changes"][0]["value"] |= value
    return json.dumps(body).encode()


def test_each_kind_of_news_changes_its_fact(number) -> None:
    for name, fact, value in (
        ("template_approved", "status", "APPROVED"),
        ("template_paused", "status", "PAUSED"),
        ("template_rejected", "rejected_reason", "INVALID_FORMAT"),
        ("template_quality", "quality", "YELLOW"),
        ("template_category_changed", "category", "MARKETING"),
        ("template_category_impending", "category", "UTILITY"),
        ("template_components", "needs_fetch", True),
    ):
        known(number)
        keep_and_apply([payload(name)])
        assert getattr(row(), fact) == value, name


def test_any_order_and_any_repetition_end_in_the_same_state(number) -> None:
    news = [
        told("template_approved"),
        told("template_paused", after=60),
        told("template_quality", after=30, new_quality_score="RED"),
        told("template_quality", after=90, new_quality_score="YELLOW"),
    ]
    ends = set()
    for order in list(permutations(news))[::4]:
        known(number)
        for body in (*order, order[0]):
            keep_and_apply([body])
        ends.add(tuple(getattr(row(), fact) for fact in FACTS))
    assert ends == {("PAUSED", "YELLOW", "UTILITY", "", False, None)}


def test_what_was_fetched_later_holds_over_older_news(number) -> None:
    known(number, status="APPROVED", status_at=TOLD_AT + timedelta(seconds=1))
    keep_and_apply([payload("template_paused")])
    assert row().status == "APPROVED"
    assert Notice.objects.get().event == "PAUSED"  # and yet it is told


def test_of_two_in_one_second_meta_itself_is_asked(number) -> None:
    known(number)
    keep_and_apply([told("template_approved")])
    assert not row().needs_fetch
    keep_and_apply([told("template_paused")])
    assert row().needs_fetch


def test_an_approval_dated_just_before_our_own_fetch_is_asked_about(number) -> None:
    fetched = TOLD_AT + timedelta(seconds=0.4)
    known(number, status_at=fetched, synced_at=fetched)
    keep_and_apply([told("template_approved")])
    assert (row().status, row().needs_fetch) == ("PENDING", True)
    long_after = TOLD_AT + timedelta(minutes=3)
    known(number, status_at=long_after, synced_at=long_after)
    keep_and_apply([told("template_approved"), told("template_components")])
    assert (row().status, row().needs_fetch) == ("PENDING", False)


def test_an_event_that_is_no_status_is_asked_about(number) -> None:
    known(number, status="PAUSED")
    keep_and_apply([told("template_approved", event="REINSTATED")])
    assert (row().status, row().needs_fetch) == ("PAUSED", True)
    known(number)
    keep_and_apply([told("template_approved", event="DELETED")])
    assert row().gone_at == TOLD_AT


def test_a_template_that_we_never_saw_is_noted_and_fetched(number, meta) -> None:
    meta.templates[:] = [
        meta.templates[0] | {"id": "1689556908129832", "name": "order_confirmation", "language": "ar_EG"}
    ]
    keep_and_apply([told("template_approved", message_template_language="ar-EG")])
    seen = MessageTemplate.objects.get()
    assert (seen.language, seen.status, seen.needs_fetch) == ("ar_EG", "APPROVED", True)
    keep_fresh()
    seen.refresh_from_db()
    assert (seen.body, seen.needs_fetch) == (meta.templates[0]["components"][0]["text"], False)


def test_a_strangers_account_leaves_no_template(number) -> None:
    body = json.loads(payload("template_approved"))
    body["entry"][0]["id"] = "1"
    keep_and_apply([json.dumps(body).encode()])
    assert not MessageTemplate.objects.exists()
    assert Notice.objects.exists()


def test_a_page_that_was_overtaken_by_a_webhook_does_not_undo_it(number, meta) -> None:
    meta.templates[:] = meta.templates[:1]
    sync_all()
    later = datetime.now(UTC) + timedelta(minutes=1)
    MessageTemplate.objects.update(status="PAUSED", status_at=later)
    sync_all()
    assert MessageTemplate.objects.get().status == "PAUSED"
