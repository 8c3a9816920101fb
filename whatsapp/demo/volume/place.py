"""What is there before the first customer: a team, its numbers and labels, and some files that all media show."""

import hashlib
from dataclasses import dataclass
from random import Random

from django.conf import settings
from django.contrib.auth.models import Group, User

from whatsapp.access import AGENTS
from whatsapp.codecs.thumbnails import look_at
from whatsapp.demo.files import drawn
from whatsapp.demo.seed import NUMBER_ID, WABA_ID
from whatsapp.demo.story import LABELS
from whatsapp.demo.team import seed_team
from whatsapp.media.keeping import keep_thumbnail
from whatsapp.media.taking import take
from whatsapp.models import BusinessNumber, Label

from .people import NUMBERS
from .talk import MEDIA, name

TEAM = 6
"""Three who can sign in, as in the demo, and three who can't."""


@dataclass(frozen=True)
class Sample:
    name: str
    size: int
    width: int | None = None
    height: int | None = None
    seconds: float | None = None
    thumbnail: str = ""


@dataclass(frozen=True)
class Place:
    """Ids, and the sample of each kind of media."""

    team: list[int]
    numbers: list[int]
    labels: list[int]
    samples: dict[str, Sample]


def prepare(dice: Random) -> Place:
    seed_team()
    agents = Group.objects.get(name=AGENTS)
    for index in range(TEAM - User.objects.count()):
        first, last = name(dice).split(" ", 1)
        colleague = User.objects.create(username=f"colleague{index}", first_name=first, last_name=last)
        colleague.set_unusable_password()
        colleague.save(update_fields=["password"])
        colleague.groups.add(agents)
    labels = [
        Label.objects.get_or_create(name=label, defaults={"color": color, "position": position})[0]
        for position, (label, color) in enumerate(LABELS)
    ]
    return Place(
        team=list(User.objects.order_by("pk").values_list("pk", flat=True)),
        numbers=[_number(index) for index in range(len(NUMBERS))],
        labels=[label.pk for label in labels],
        samples={media.kind: _sample(media.sample) for media in MEDIA},
    )


def _number(index: int) -> int:
    own = settings.WHATSAPP_PHONE_NUMBER_ID or NUMBER_ID
    number, _made = BusinessNumber.objects.get_or_create(
        phone_number_id=own if index == 0 else str(int(NUMBER_ID) + 100 + index),
        defaults={
            "waba_id": settings.WHATSAPP_BUSINESS_ACCOUNT_ID or WABA_ID,
            "display_phone_number": f"96611000{index:04d}",
            "verified_name": "Nakheel Store",
        },
    )
    return number.pk


def _sample(key: str) -> Sample:
    """Many rows, few bytes: all pictures are one."""
    if not key:
        return Sample("files/none", 12_000, seconds=9.5)
    data = drawn(key).data
    stored = take([data])
    look = look_at(data)
    if look is None:
        return Sample(stored.name, stored.size)
    small = keep_thumbnail(hashlib.sha256(data).hexdigest(), look.thumbnail)
    return Sample(stored.name, stored.size, look.width, look.height, thumbnail=small)
