"""The page, at `/demo/bubbles`, for whoever may use the inbox."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from whatsapp.access import inbox_view
from whatsapp.bubbles.days import Day, in_days
from whatsapp.bubbles.notes import NoteLine
from whatsapp.bubbles.reactions import Reacted, grouped
from whatsapp.models import Conversation, Message, Note

from .samples import SECTIONS, Sample

EVENT = 1
"""Any: the link to the raw body has to be seen, not followed."""


@inbox_view
@require_GET
def show_bubbles(request: HttpRequest) -> HttpResponse:
    numbers, now = count(1), timezone.now().replace(microsecond=0)
    conversation = Conversation(pk=0, customer_name="ريم")
    sections = [(heading, _days(samples, conversation, numbers, now)) for heading, samples in SECTIONS]
    context = {"sections": sections, "conversation": conversation, "event": _note(conversation, now)}
    return render(request, "demo/bubbles.html", context)


def _note(conversation: Conversation, now: datetime) -> NoteLine:
    text = "لا خصم قبل *موافقة المديرة*. Ask her first."
    by = User(pk=0, username="sara", first_name="سارة")
    return NoteLine(Note(pk=1, conversation=conversation, content=text, by=by, created_at=now))


def _days(
    samples: Sequence[Sample], conversation: Conversation, numbers: Iterator[int], now: datetime
) -> list[Day]:
    messages = [_message(sample, conversation, next(numbers), now) for sample in samples]
    quoted: dict[str, Message] = {}
    reactions: dict[str, Reacted] = {}
    for sample, message in zip(samples, messages, strict=True):
        if sample.quotes is not None:
            message.quoted_wamid = "wamid.gone"
        if sample.quotes is not None and sample.quotes >= 0:
            target = messages[sample.quotes]
            message.quoted_wamid = _wamid(target.pk)
            quoted[_wamid(target.pk)] = target
        if sample.reactions:
            reactions[_wamid(message.pk)] = Reacted(
                grouped({e: list(p) for e, p in sample.reactions.items()})
            )
    return in_days(messages, quoted, reactions)


def _message(sample: Sample, conversation: Conversation, pk: int, now: datetime) -> Message:
    given = {name: _fact(name, value, now) for name, value in sample.facts.items()}
    facts: dict[str, Any] = {
        "direction": "outgoing" if sample.is_ours else "incoming",
        "status": Message.Status.SENT if sample.is_ours else Message.Status.RECEIVED,
        "created_at": now - timedelta(minutes=3),
        "event_id": None if sample.is_ours else EVENT,
        "original_content": "",  # else left to the database, which these never reach
    }
    return Message(
        pk=pk,
        conversation=conversation,
        message_type=sample.type,
        payload=sample.payload,
        content=sample.text,
        whatsapp_message_id=_wamid(pk),
        **(facts | given),
    )


def _wamid(pk: int) -> str:
    return f"wamid.{pk}"


def _fact(name: str, value: Any, now: datetime) -> Any:
    """A moment is written as so many minutes ago."""
    return now - timedelta(minutes=value) if name.endswith("_at") else value
