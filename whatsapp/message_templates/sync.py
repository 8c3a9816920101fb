"""Meta's templates into our table: all of them in a full pass, or those that a webhook said have changed."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal

from django.db import transaction
from django.utils import timezone

from whatsapp.cloud_api.errors import CloudAPIError, NotSent, Refused
from whatsapp.cloud_api.notifications.fields import a_list, a_text, an_identifier, an_object
from whatsapp.cloud_api.text import storable
from whatsapp.models import BusinessNumber, Heartbeat, MessageTemplate
from whatsapp.realtime import wake

from . import account
from .definition import Json, read

logger = logging.getLogger(__name__)

TEMPLATES = "message templates"
"""The worker's queue, and the name under which the last full pass is noted."""

FULL_PASS_EVERY = timedelta(hours=1)
AFTER_A_FAILURE = timedelta(minutes=5)
NO_SUCH_OBJECT = 33, 100
"""Meta's codes for an id that is gone, or that we may not see."""


TIMED = ("status", "quality", "category")
"""What webhooks tell too, each with its own time."""
TIMES = (*(f"{fact}_at" for fact in TIMED), "synced_at")

FACTS = (
    "meta_id",
    "category",
    "status",
    "quality",
    "rejected_reason",
    "parameter_format",
    "components",
    "body",
)

Outcome = Literal["new", "changed", "same"]
Key = tuple[str, str]
"""Name and language: names alone are not unique."""


@dataclass
class Synced:
    new: int = 0
    changed: int = 0
    same: int = 0
    gone: int = 0

    @property
    def total(self) -> int:
        return self.new + self.changed + self.same


def accounts() -> list[str]:
    """The ids of the accounts that our numbers belong to."""
    found = BusinessNumber.objects.exclude(waba_id="").order_by("waba_id")
    return list(found.values_list("waba_id", flat=True).distinct())


def sync_all(*, keep: bool = True) -> Synced:
    """Every account, every page, every language. Without `keep` it only tells what it would have done.

    Raises Refused, NoAnswer or NotSent: what came before that stays written, and nothing counts as gone.
    """
    synced, started = Synced(), timezone.now()
    for waba_id in accounts():
        _sync(waba_id, synced, started, keep)
    if keep:
        _note_pass(started)
    return synced


def _note_pass(at: datetime) -> None:
    Heartbeat.objects.update_or_create(name=TEMPLATES, defaults={"beat_at": at})


def _sync(waba_id: str, synced: Synced, started: datetime, keep: bool) -> None:
    seen: set[Key] = set()
    for page in account.pages(waba_id):
        for key, outcome in store(waba_id, page, at=started, keep=keep).items():
            # Pages move while templates change: one may come twice, and counts once.
            if key not in seen:
                setattr(synced, outcome, getattr(synced, outcome) + 1)
            seen.add(key)
    # What was made or fetched since we began may be on no page that we saw.
    here = MessageTemplate.objects.filter(waba_id=waba_id, gone_at=None).exclude(created_at__gt=started)
    here = here.exclude(synced_at__gt=started)
    unseen = [pk for pk, *key in here.values_list("pk", "name", "language") if tuple(key) not in seen]
    if keep:
        here.filter(pk__in=unseen).update(gone_at=started, needs_fetch=False)
    synced.gone += len(unseen)


def store(waba_id: str, told: list[Json], *, at: datetime, keep: bool = True) -> dict[Key, Outcome]:
    """A page of Meta's JSON, and what became of each in it. What names no template is left out.

    `at` is when Meta was asked. While the answer was on its way a webhook may have told of a later moment: that
    stays, and a webhook about an earlier one says nothing new any more.
    """
    by_key = {_key(item): item for item in told if all(_key(item))}
    with transaction.atomic():
        named = {name for name, _language in by_key}
        known = MessageTemplate.objects.select_for_update().filter(waba_id=waba_id, name__in=named)
        rows = {(row.name, row.language): row for row in known}
        outcomes: dict[Key, Outcome] = {}
        for key, item in by_key.items():
            row = rows.get(key) or MessageTemplate(waba_id=waba_id, name=key[0], language=key[1])
            differs = _take(row, item, at)
            outcomes[key] = "new" if key not in rows else "changed" if differs else "same"
            rows[key] = row
        if keep:
            # The worker and a manager's button may both be the first to see one: the later writes over.
            MessageTemplate.objects.bulk_create(
                [rows[key] for key in by_key],
                update_conflicts=True,
                unique_fields=["waba_id", "name", "language"],
                update_fields=[*FACTS, *TIMES, "gone_at", "needs_fetch"],
            )
    return outcomes


def _key(told: Json) -> Key:
    return a_text(told.get("name"), 512), a_text(told.get("language"), 20)


def _take(row: MessageTemplate, told: Json, at: datetime) -> bool:
    """True when more than the times is different."""
    facts = {**_facts(told), "gone_at": None, "needs_fetch": False} | dict.fromkeys(TIMES, at)
    for fact in TIMED:
        if (told_at := getattr(row, f"{fact}_at")) is not None and told_at > at:
            facts |= {fact: getattr(row, fact), f"{fact}_at": told_at}
    if row.gone_at is not None and row.gone_at > at:
        facts["gone_at"] = row.gone_at
    differs = any(getattr(row, fact) != value for fact, value in facts.items() if fact not in TIMES)
    for fact, value in facts.items():
        setattr(row, fact, value)
    return differs


def _facts(told: Json) -> dict[str, Any]:
    components = storable(a_list(told.get("components")))
    reason = a_text(told.get("rejected_reason"), 80)
    return {
        "meta_id": an_identifier(told.get("id"), 32),
        "category": a_text(told.get("category"), 40),
        "status": a_text(told.get("status"), 40),
        "quality": a_text(an_object(told.get("quality_score")).get("score"), 20),
        "rejected_reason": "" if reason == "NONE" else reason,
        "parameter_format": a_text(told.get("parameter_format"), 20) or "POSITIONAL",
        "components": components,
        "body": read(components).body.text,
    }


def keep_fresh() -> int:
    """The worker's share: what webhooks left open, and every hour all of it. Returns how many it looked at."""
    try:
        return _fetch_waiting() + (sync_all().total if _is_due() else 0)
    except NotSent:
        # As at every start of a machine whose network comes up later; the next turn is seconds away.
        logger.debug("no connection to fetch the message templates")
    except CloudAPIError as error:
        logger.warning("the message templates could not be fetched: %s", type(error).__name__)
        _note_pass(timezone.now() - FULL_PASS_EVERY + AFTER_A_FAILURE)
    return 0


def _is_due() -> bool:
    last = Heartbeat.objects.filter(name=TEMPLATES).first()
    return bool(accounts()) and (last is None or last.beat_at <= timezone.now() - FULL_PASS_EVERY)


def _fetch_waiting() -> int:
    waiting = list(MessageTemplate.objects.filter(needs_fetch=True).exclude(meta_id="").order_by("pk")[:100])
    for row in waiting:
        try:
            fetch_again(row)
        except Refused as refusal:  # its neighbours may do better; the next full pass brings this one too
            logger.warning("template %s could not be fetched: code %s", row.pk, refusal.code)
    return len(waiting)


def fetch_again(row: MessageTemplate) -> None:
    """This one as Meta has it now. Raises Refused, NoAnswer or NotSent."""
    asked_at = timezone.now()
    try:
        told = account.fetch(row.meta_id)
    except Refused as refusal:
        if refusal.code not in NO_SUCH_OBJECT:
            raise
        MessageTemplate.objects.filter(pk=row.pk).update(needs_fetch=False, gone_at=asked_at)
    else:
        # Its name and language are what we know it by, whatever an answer leaves out.
        it = {"id": row.meta_id} | told | {"name": row.name, "language": row.language}
        store(row.waba_id, [it], at=asked_at)


def doubt(waba_id: str, name: str, language: str) -> None:
    """Meta refused what fits this one as we know it: the worker asks how it is now."""
    known = MessageTemplate.objects.filter(waba_id=waba_id, name=name, language=language, gone_at=None)
    if known.update(needs_fetch=True):
        transaction.on_commit(lambda: wake.ring(TEMPLATES))
