"""The daily look at each number's setup, kept so that Meta is not asked for every page that shows it."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from whatsapp.models import AuditEntry, BusinessNumber, Checkup, Notice
from whatsapp.outbound import refusals

from .checks import findings
from .findings import Finding
from .wording import cure_of

FIRST = timedelta(minutes=1)
"""At the very start the way to Meta may not be open yet; in the demo Meta is this very process."""
EVERY = timedelta(hours=24)
WITHOUT_AN_ANSWER = timedelta(minutes=10)
LASTS_AT_MOST = timedelta(minutes=5)
NOT_SOONER = timedelta(seconds=10)
TOLD_AGAIN = timedelta(days=7)
"""A notice that a manager has settled comes again after so long, if its cause is still there."""

RATINGS = ("GREEN", "YELLOW", "RED")
WARNING, CRITICAL = Notice.Severity.WARNING, Notice.Severity.CRITICAL

TOLD = {
    "token_expires": WARNING,
    "token_invalid": CRITICAL,
    "token_lacks": CRITICAL,
    "token_blind": CRITICAL,
    "secret_wrong": CRITICAL,
    "not_subscribed": CRITICAL,
    "fields_lack_messages": CRITICAL,
    "callback_elsewhere": WARNING,
    "number_unregistered": CRITICAL,
    "number_blocked": CRITICAL,
}
"""Which findings of the daily look raise a notice."""


def check_due() -> int:
    """The worker's: each number once a day. Returns how many were looked at."""
    now = timezone.now()
    numbers = list(BusinessNumber.objects.exclude(checkup__due_at__gt=now))
    return sum(_look(number) for number in numbers if _claim(number, now, Q(due_at__lte=now)))


def check_now(number: BusinessNumber, *, by: AbstractBaseUser) -> bool:
    """A manager's: False when somebody looked a moment ago."""
    now = timezone.now()
    if not _claim(number, now, Q(checked_at=None) | Q(checked_at__lt=now - NOT_SOONER)):
        return False
    AuditEntry.record("checked", number, by=by)
    return _look(number)


def _claim(number: BusinessNumber, now: datetime, due: Q) -> bool:
    """Of several workers one looks; if it is killed, another one does after some minutes."""
    Checkup.objects.get_or_create(number=number, defaults={"due_at": now + FIRST})
    return bool(Checkup.objects.filter(due, number=number).update(due_at=now + LASTS_AT_MOST))


def _look(number: BusinessNumber) -> bool:
    found = list(findings(number))
    answered = all(finding.what != "no_answer" for finding in found)
    now = timezone.now()
    with transaction.atomic():
        Checkup.objects.filter(number=number).update(
            findings=[finding.as_json() for finding in found],
            checked_at=now,
            due_at=now + (EVERY if answered else WITHOUT_AN_ANSWER),
        )
        _keep_what_meta_says(number, found)
        _tell(number, found, now)
    if not any(cure_of(finding) for finding in found):
        refusals.try_at_once(number)
    return True


def _keep_what_meta_says(number: BusinessNumber, found: Sequence[Finding]) -> None:
    facts = next((finding.facts for finding in found if finding.check == "number"), {})
    row = BusinessNumber.objects.filter(pk=number.pk)
    if facts.get("quality") in RATINGS:
        row.exclude(quality=facts["quality"]).update(quality=facts["quality"])
    if facts.get("number"):
        row.filter(display_phone_number="").update(display_phone_number=str(facts["number"])[:32])


def _tell(number: BusinessNumber, found: Sequence[Finding], now: datetime) -> None:
    """Raises a notice for each new fault, and settles those whose fault was looked for and is gone."""
    faults = {finding.what for finding in found} & TOLD.keys()
    looked_at = {finding.check for finding in found if finding.what not in ("no_answer", "refused")}
    told = Notice.objects.filter(number=number, field=Notice.SETUP)
    for notice in told.filter(settled_at=None).exclude(event__in=faults):
        if notice.payload.get("check") in looked_at:
            told.filter(pk=notice.pk, settled_at=None).update(settled_at=now)
    lately = Q(settled_at=None) | Q(settled_by__isnull=False, settled_at__gt=now - TOLD_AGAIN)
    known = set(told.filter(lately).values_list("event", flat=True))
    Notice.objects.bulk_create(
        Notice(
            number=number,
            waba_id=number.waba_id,
            field=Notice.SETUP,
            event=finding.what,
            subject=str(finding.facts.get("day", "")),
            severity=TOLD[finding.what],
            payload={"check": finding.check, **finding.facts},
            fingerprint=uuid.uuid4().hex,
            at=now,
        )
        for finding in found
        if finding.what in faults - known
    )
