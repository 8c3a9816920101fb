"""The kept events are enough: what was built from them once is built from them again, and no old one undoes it."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from whatsapp.inbound.keep import keep_and_apply
from whatsapp.models import (
    BusinessNumber,
    Contact,
    Conversation,
    Message,
    MessageChange,
    Notice,
    WaitingStatus,
    WebhookEvent,
)
from whatsapp.tests.conftest import PAYLOADS
from whatsapp.tests.wire import SAAD, Json, status, text, told

from .everything import what_is_so

pytestmark = pytest.mark.django_db


def run(command: str, *args: str) -> str:
    out = StringIO()
    call_command(command, *args, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def states() -> list[str]:
    return list(WebhookEvent.objects.order_by("pk").values_list("state", flat=True))


def live() -> None:
    """Every body that we have of Meta's, and some of our own, as they come in."""
    for path in sorted(PAYLOADS.glob("*.json")):
        keep_and_apply([path.read_bytes()])
    keep_and_apply(
        [told(text("wamid.a", by=SAAD)), told(text("wamid.b", at=5, by=SAAD), text("wamid.b", at=5))]
    )
    keep_and_apply([told(status("wamid.of-another-app", "read"), text("wamid.c", at=1))])


def forget_everything_but_the_events() -> None:
    for model in (Message, MessageChange, WaitingStatus, Conversation, Contact, Notice):
        model.objects.all().delete()


def test_an_empty_database_is_rebuilt_from_the_kept_events(number: BusinessNumber) -> None:
    live()
    before, said = what_is_so(), states()
    forget_everything_but_the_events()
    try:
        run("replay_events", "--all")
    except CommandError:
        assert "parked" in said  # those that were not understood the first time
    assert what_is_so() == before
    assert states() == said
    assert Message.objects.exists()


def test_replaying_everything_over_what_is_there_changes_nothing(number: BusinessNumber) -> None:
    keep_and_apply([told(text("wamid.a"), status("wamid.x", "read")), told(text("wamid.b", at=5))])
    before = what_is_so()
    assert run("replay_events", "--all").count("2") == 1
    assert what_is_so() == before


def test_only_the_failed_are_replayed_and_those_that_fail_again_are_told_by_the_exit(
    number: BusinessNumber,
) -> None:
    keep_and_apply([told(text("wamid.a")), told(text("wamid.b"), phone_number_id="222")])
    with pytest.raises(CommandError, match="1"):
        run("replay_events", "--failed")
    assert list(WebhookEvent.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 2]
    BusinessNumber.objects.create(phone_number_id="222")
    run("replay_events", "--failed")
    assert states() == ["applied", "applied"]
    assert Message.objects.count() == 2


def test_since_a_moment(number: BusinessNumber) -> None:
    keep_and_apply([told(text("wamid.a")), told(text("wamid.b", at=1))])
    old = WebhookEvent.objects.order_by("pk").first()
    assert old is not None
    WebhookEvent.objects.filter(pk=old.pk).update(received_at=timezone.now() - timedelta(days=3))
    run("replay_events", "--since", (timezone.now() - timedelta(days=1)).isoformat())
    assert list(WebhookEvent.objects.order_by("pk").values_list("attempts", flat=True)) == [1, 2]
    run("replay_events", "--since", "2020-01-01")
    assert list(WebhookEvent.objects.order_by("pk").values_list("attempts", flat=True)) == [2, 3]


@pytest.mark.parametrize("words", ["yesterday", "2026-13-01", "2026-02-30T10:00"])
def test_what_is_no_time_is_refused(number: BusinessNumber, words: str) -> None:
    with pytest.raises(CommandError, match="2026-11-02T09:00"):
        run("replay_events", "--since", words)


def test_which_events_has_to_be_said(db: None) -> None:
    for wrong in ((), ("--all", "--failed")):
        with pytest.raises(CommandError):
            run("replay_events", *wrong)


def test_a_dry_run_only_counts(number: BusinessNumber, poison: Json) -> None:
    keep_and_apply([told(text("wamid.a")), told(poison)])
    assert "2" in run("replay_events", "--all", "--dry-run")
    assert states() == ["waiting", "waiting"]


def test_old_events_are_forgotten_but_never_what_is_not_applied(number: BusinessNumber) -> None:
    keep_and_apply([told(text("wamid.a")), b"not applied", told(text("wamid.b", at=1))])
    old = WebhookEvent.objects.order_by("pk")[:2]
    WebhookEvent.objects.filter(pk__in=[e.pk for e in old]).update(
        received_at=timezone.now() - timedelta(days=40)
    )
    assert "1" in run("prune_events", "--days", "30", "--dry-run")
    assert len(states()) == 3
    run("prune_events", "--days", "30")
    assert states() == ["parked", "applied"]
    assert Message.objects.count() == 2


def test_what_meta_may_still_repeat_is_not_forgotten(db: None) -> None:
    with pytest.raises(CommandError):
        run("prune_events", "--days", "0")


def test_progress_is_told_when_it_takes_long(number: BusinessNumber, monkeypatch: Any) -> None:
    monkeypatch.setattr("whatsapp.management.commands.replay_events.EVERY", 2)
    keep_and_apply([told(text(f"wamid.{n}", at=n)) for n in range(5)])
    err = StringIO()
    call_command("replay_events", "--all", stdout=StringIO(), stderr=err)
    assert err.getvalue().split("\n")[:2] == ["2 / 5", "4 / 5"]
