"""All that is missing, at once: for `manage.py fetch_media`."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from whatsapp.cloud_api.notifications.contents import MEDIA
from whatsapp.cloud_api.notifications.fields import a_text, an_object
from whatsapp.models import Message, MessageFile

from .keeping import forget_leftovers
from .queue import attempt, claim

State = MessageFile.State


@dataclass
class Swept:
    total: int
    tried: int = 0
    fetched: int = 0

    @property
    def missing(self) -> int:
        return self.tried - self.fetched


def missing_files(*, given_up: bool) -> QuerySet[MessageFile]:
    states = [State.WAITING, State.EXPIRED, State.FAILED] if given_up else [State.WAITING]
    return MessageFile.objects.filter(state__in=states).order_by("-message")


def sweep(*, given_up: bool) -> Iterator[Swept]:
    """Tries each once, whenever its next turn would have been; says after each how far it is."""
    forget_leftovers()
    if given_up:
        missing_files(given_up=True).exclude(state=State.WAITING).update(state=State.WAITING)
    wanted = list(missing_files(given_up=False).values_list("pk", flat=True))
    swept = Swept(len(wanted))
    for pk in wanted:
        if file := claim(pk, timezone.now()):  # else the worker has just got it
            attempt(file)
            swept.tried += 1
            swept.fetched += file.state == State.FETCHED
        yield swept


def forgotten() -> QuerySet[Message]:
    """Messages with media of which nobody noted that they have a file: stored before files were fetched."""
    return Message.objects.filter(message_type__in=MEDIA, file=None, payload__has_key="id")


def ask_for_forgotten() -> int:
    """Returns how many there were."""
    asked = []
    for pk, kind, payload, at in forgotten().values_list("pk", "message_type", "payload", "stored_at"):
        body = an_object(an_object(payload).get(kind))
        if a_text(body.get("id")):
            name = a_text(body.get("filename"))[:255]
            asked.append(MessageFile(message_id=pk, asked_at=at, name=name))
    return len(MessageFile.objects.bulk_create(asked, ignore_conflicts=True, batch_size=500))
