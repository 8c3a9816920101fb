"""Who signs in to the demo. Nothing but the demo may make these people: their passwords are their names."""

from dataclasses import dataclass

from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.contrib.auth.models import Group, User

from whatsapp.access import ADMINS, AGENTS, MANAGERS


@dataclass(frozen=True)
class Member:
    """`username` is also the password."""

    username: str
    group: str
    first_name: str
    last_name: str
    superuser: bool = False


TEAM = (
    Member("admin", ADMINS, "نورة", "القحطاني", superuser=True),
    Member("manager", MANAGERS, "خالد", "الشمري"),
    Member("agent", AGENTS, "سارة", "العتيبي"),
)


class WellKnown(PBKDF2PasswordHasher):
    """For passwords that are no secret: Django's million rounds would be half of the demo's first start.

    At the first sign-in Django makes an ordinary one of it.
    """

    iterations = 1


def seed_team(*, fresh: bool = False) -> int:
    """Makes who is missing and returns how many. A changed password stays as it is, unless `fresh`."""
    return sum(_seed(member, fresh) for member in TEAM)


def _seed(member: Member, fresh: bool) -> bool:
    user, made = User.objects.get_or_create(
        username=member.username,
        defaults={
            "first_name": member.first_name,
            "last_name": member.last_name,
            "is_superuser": member.superuser,
            "is_staff": member.superuser,
        },
    )
    if made or fresh:
        user.password = WellKnown().encode(member.username, WellKnown().salt())
        user.save(update_fields=["password"])
    if made:
        user.groups.add(Group.objects.get(name=member.group))
    return made
