from datetime import timedelta

import pytest
from django.utils import timezone

from whatsapp.models import AuditEntry, BusinessNumber, Checkup, Notice, WebhookEvent
from whatsapp.notices.standing import settle, stopping_work
from whatsapp.outbound import outbox
from whatsapp.outbound.setup.checkups import check_due, check_now
from whatsapp.simulator.transport import Fault
from whatsapp.tests.outbound.conftest import write

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def sound(meta, settings, tmp_path):
    """A setup without a fault, at Meta and here."""
    settings.MEDIA_ROOT = tmp_path
    WebhookEvent.objects.create(body=b"{}", state="applied", received_at=timezone.now())
    return meta


@pytest.fixture
def looked_at(number: BusinessNumber, clock) -> BusinessNumber:
    """A number after its first look."""
    assert check_due() == 0, "not at the very start"
    clock.pass_by(minutes=1)
    assert check_due() == 1
    return number


def ends_in(meta, **left: int) -> None:
    meta.token_facts = {"expires_at": int((timezone.now() + timedelta(**left)).timestamp())}


def events() -> list[tuple[str, bool]]:
    """Each notice of ours, and whether it still stands."""
    told = Notice.objects.filter(field="setup").order_by("pk")
    return [(notice.event, notice.settled_at is None) for notice in told]


def test_meta_is_asked_once_a_day_and_not_more_often(looked_at, meta, clock) -> None:
    meta.forget_observations()
    for _ in range(23):
        clock.pass_by(hours=1)
        assert check_due() == 0
    assert meta.requests_seen == []
    clock.pass_by(hours=1)
    assert check_due() == 1
    assert 0 < len(meta.requests_seen) < 10
    assert not Notice.objects.exists()


def test_what_was_found_is_kept_and_the_numbers_quality_with_it(looked_at, meta, clock) -> None:
    meta.number_facts = {"quality_rating": "YELLOW"}
    clock.pass_by(hours=24)
    check_due()
    kept = Checkup.objects.get()
    assert kept.checked_at == timezone.now()
    assert [f["what"] for f in kept.findings if f["check"] == "token"] == ["token_valid"]
    looked_at.refresh_from_db()
    assert looked_at.quality == "YELLOW"
    assert looked_at.display_phone_number


def test_a_token_that_ends_soon_raises_one_notice_that_goes_with_its_cause(looked_at, meta, clock) -> None:
    ends_in(meta, days=14, hours=23)
    clock.pass_by(hours=24)
    check_due()
    assert events() == [("token_expires", True)], "fourteen days ahead"
    for _ in range(3):
        clock.pass_by(hours=24)
        check_due()
    assert events() == [("token_expires", True)]
    assert list(stopping_work()) == [], "it stops nobody's work yet"
    meta.token_facts = {}
    clock.pass_by(hours=24)
    check_due()
    assert events() == [("token_expires", False)]


def test_a_notice_that_a_manager_settled_comes_again_after_a_week(looked_at, meta, clock, manager) -> None:
    meta.subscribed = False
    clock.pass_by(hours=24)
    check_due()
    settle(Notice.objects.get(), by=manager)
    for _ in range(6):
        clock.pass_by(hours=24)
        check_due()
        assert events() == [("not_subscribed", False)]
    clock.pass_by(hours=24)
    check_due()
    assert events() == [("not_subscribed", False), ("not_subscribed", True)]


def test_without_an_answer_nothing_is_concluded_and_it_tries_again_soon(looked_at, meta, wire, clock) -> None:
    meta.subscribed = False
    clock.pass_by(hours=24)
    check_due()
    wire.faults.add(*[Fault.CONNECT_TIMEOUT] * 20)
    clock.pass_by(hours=24)
    check_due()
    assert events() == [("not_subscribed", True)]
    assert {f["what"] for f in Checkup.objects.get().findings if f["check"] == "token"} == {"no_answer"}
    clock.pass_by(minutes=10)
    assert check_due() == 1


def test_of_two_workers_one_asks_and_a_killed_one_is_replaced(looked_at, meta, clock, monkeypatch) -> None:
    clock.pass_by(hours=24)
    monkeypatch.setattr("whatsapp.outbound.setup.checkups.findings", _killed)
    with pytest.raises(KeyboardInterrupt):
        check_due()
    monkeypatch.undo()
    assert check_due() == 0, "the other one is at it"
    clock.pass_by(minutes=6)
    assert check_due() == 1


def _killed(number):
    raise KeyboardInterrupt


def test_a_manager_may_look_at_once_but_not_hammer(number, meta, clock, manager) -> None:
    assert check_now(number, by=manager)
    asked = len(meta.requests_seen)
    clock.pass_by(seconds=5)
    assert not check_now(number, by=manager)
    assert len(meta.requests_seen) == asked
    clock.pass_by(seconds=6)
    assert check_now(number, by=manager)
    assert set(AuditEntry.objects.values_list("verb", "by")) == {("checked", manager.pk)}


def test_a_look_that_finds_nothing_wrong_lets_what_was_stopped_try_at_once(
    sara, wire, settings, manager
) -> None:
    good, settings.WHATSAPP_ACCESS_TOKEN = settings.WHATSAPP_ACCESS_TOKEN, "expired"
    message = write(sara)
    outbox.send_waiting()
    number = BusinessNumber.objects.get()
    assert number.stopped_by_code == 190
    check_now(number, by=manager)
    assert outbox.send_waiting() == 0, "it is at fault still"
    settings.WHATSAPP_ACCESS_TOKEN = good
    Checkup.objects.update(checked_at=None)
    check_now(number, by=manager)
    assert outbox.send_waiting() == 1
    message.refresh_from_db()
    assert message.status == "accepted"
