"""Which contact wrote: found by BSUID first, then wa_id, then phone and its variants; made when new.

Whom nobody is called by these now may have been called so before: then a former identity finds the person.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from whatsapp.cloud_api.notifications import Sender
from whatsapp.cloud_api.phones import variants
from whatsapp.models import Contact, FormerIdentity
from whatsapp.search.keeping import renew_conversations

from . import rows

Identity = tuple[str, str]

KINDS = ("bsuid", "wa_id", "phone")
COLUMNS = ("id", "bsuid", "wa_id", "phone", "parent_bsuid", "username", "name")


@dataclass(slots=True)
class Person:
    """A contact's row, as far as the road in needs it."""

    id: int
    bsuid: str | None
    wa_id: str | None
    phone: str | None
    parent_bsuid: str | None
    username: str
    name: str
    changed: bool = False

    @property
    def display_name(self) -> str:
        return self.name or (f"@{self.username}" if self.username else "")


class Former(NamedTuple):
    """What somebody was called until then."""

    contact_id: int
    kind: str
    until: datetime


class People:
    """The contacts of one group of updates. `of` answers for each sender after `find_or_make`."""

    def __init__(self, senders: Iterable[tuple[Sender, datetime]], now: datetime) -> None:
        """Each sender comes with when they wrote."""
        self.wrote = list(senders)
        self.senders = list(
            {(s.bsuid, s.wa_id, s.phone, s.name, s.username): s for s, _ in self.wrote}.values()
        )
        self.now = now
        self.by_identity: dict[Identity, Person] = {}
        self.recalled: set[int] = set()
        self.renamed: set[int] = set()

    def find_or_make(self) -> None:
        self._look_up()
        self._learn()  # first: a number that one sender brings may find the next one
        if missing := self._missing():
            # Somebody may be renamed right now: whoever is made meanwhile under the old name would stay a second
            # person for ever, because nothing in the tables forbids it.
            if rows.hold(rows.NAMES, shared=True):
                self._look_up()
                missing = self._missing()
            self._recall(missing)
        for _attempt in range(2):
            missing = self._missing()
            if not missing:
                break
            # Another process may insert the same person between our look and our insert: then its row wins,
            # ON CONFLICT leaves ours out, and the second look finds it.
            self._make(missing)
            self._learn()
        self._save()

    def find(self, sender: Sender) -> Person | None:
        """Only looks. `sender` is one of those given."""
        self._look_up()
        self._recall(self._missing())
        return self._find(sender)

    def of(self, sender: Sender) -> Person:
        person = self._find(sender)
        if person is None:
            raise LookupError("a sender that is neither found nor made")
        return person

    def _find(self, sender: Sender) -> Person | None:
        return next((p for key in _identities(sender) if (p := self.by_identity.get(key))), None)

    def _missing(self) -> list[Sender]:
        return [sender for sender in self.senders if self._find(sender) is None]

    def _look_up(self) -> None:
        """By BSUID alone first: nearly everybody who wrote before is found by that one index."""
        self._select({"bsuid": {sender.bsuid for sender in self.senders if sender.bsuid}})
        wanted: dict[str, set[str]] = {"wa_id": set(), "phone": set()}
        for sender in self.senders:
            if not self._is_familiar(sender):
                for kind, value in (("wa_id", sender.wa_id), ("phone", sender.phone)):
                    wanted[kind].update(variants(value) if value else [])
        self._select(wanted)

    def _is_familiar(self, sender: Sender) -> bool:
        """Found by BSUID, and with no identity that we would have to learn."""
        person = self.by_identity.get(("bsuid", sender.bsuid)) if sender.bsuid else None
        return person is not None and (person.wa_id, person.phone) == (sender.wa_id, sender.phone)

    def _select(self, wanted: dict[str, set[str]]) -> None:
        if not any(wanted.values()):
            return
        wheres = [rows.among(kind, list(values)) for kind, values in wanted.items() if values]
        values = [value for kind in wanted.values() for value in kind]
        for row in rows.select(Contact, COLUMNS, " OR ".join(wheres), values, lock=True):
            self._note(Person(*row))

    def _recall(self, missing: list[Sender]) -> None:
        """Those who wrote under an identity that they have no more."""
        wanted = {value for sender in missing for _, value in _identities(sender)}
        former = _former(wanted) if wanted else {}
        if not former:
            return
        owners = sorted({name.contact_id for name in former.values()})
        known = {person.id: person for person in self.by_identity.values()}
        for row in rows.select(Contact, COLUMNS, rows.among("id", owners), owners, lock=True):
            known.setdefault(row[0], Person(*row))
        if not known.keys() >= set(owners):
            # While we waited for their row, they were merged into somebody, whose name it is now.
            self._look_up()
            self._recall(self._missing())
            return
        for sender in missing:
            at = min(at for other, at in self.wrote if _same_names(other, sender))
            for _, value in _identities(sender):
                name = former.get(value)
                # A telephone company gives a number to somebody else in time; Meta never does so with a BSUID.
                if name and (name.kind == FormerIdentity.Kind.BSUID or at <= name.until):
                    self._note_former(sender, known[name.contact_id], name.until)
                    break

    def _note_former(self, sender: Sender, person: Person, until: datetime) -> None:
        """What else this old message says of them is just as old: it finds them too, and changes nothing."""
        self.recalled.add(id(sender))
        if sender.name and not person.name:
            person.name, person.changed = sender.name, True
        names = [(kind, value) for kind in KINDS if (value := getattr(sender, kind))]
        for name in names:
            self.by_identity.setdefault(name, person)
        FormerIdentity.objects.bulk_create(
            [
                FormerIdentity(contact_id=person.id, kind=kind, value=value, until=until)
                for kind, value in names
            ],
            ignore_conflicts=True,
        )

    def _make(self, missing: list[Sender]) -> None:
        """One row a person: who shares an identity with somebody just made is found by it."""
        made: list[tuple[object, ...]] = []
        taken: set[Identity] = set()
        moment = rows.moment(self.now)
        for sender in sorted(missing, key=_fullest_first):
            if taken.isdisjoint(_identities(sender)):
                taken.update(_identities(sender))
                made.append((*(getattr(sender, column) for column in COLUMNS[1:]), moment, moment))
        columns = (*COLUMNS[1:], "created_at", "updated_at")
        inserted = rows.insert(Contact, columns, made, unless_there=True, returning=", ".join(COLUMNS))
        for row in inserted:
            self._note(Person(*row))
        if len(inserted) < len(made):
            self._look_up()

    def _note(self, person: Person) -> None:
        for kind in KINDS:
            value = getattr(person, kind)
            if value:
                self.by_identity.setdefault((kind, value), person)

    def _learn(self) -> None:
        """What is new about people we know: a name, a username, an identity that nobody else has."""
        for sender in self.senders:
            person = self._find(sender)
            if person is None or id(sender) in self.recalled:
                continue
            for kind in KINDS:
                value = getattr(sender, kind)
                if value and not getattr(person, kind) and (kind, value) not in self.by_identity:
                    setattr(person, kind, value)
                    person.changed = True
                    self._note(person)
            for fact in ("name", "username", "parent_bsuid"):
                value = getattr(sender, fact)
                if value and value != getattr(person, fact):
                    setattr(person, fact, value)
                    person.changed = True

    def _save(self) -> None:
        changed = {person.id: person for person in self.by_identity.values() if person.changed}
        moment = rows.moment(self.now)
        news = [
            (*(getattr(person, column) for column in COLUMNS[1:]), moment, pk)
            for pk, person in sorted(changed.items())
        ]
        if news:
            rows.update(Contact, (*COLUMNS[1:], "updated_at"), news)
            self.renamed = set(changed)
            renew_conversations(self.renamed)


def _former(values: set[str]) -> dict[str, Former]:
    """Whoever was called by these once. Every kind is named because the index begins with it."""
    where = f"{rows.among('kind', KINDS)} AND {rows.among('value', list(values))}"
    found = rows.select(FormerIdentity, ("value", "contact_id", "kind", "until"), where, [*KINDS, *values])
    return {
        value: Former(contact_id, kind, until)
        for value, contact_id, kind, told in found
        if (until := rows.read_moment(told))
    }


def _identities(sender: Sender) -> Iterator[Identity]:
    """All by which this person can be found, the weightiest first; a number in each of its spellings."""
    if sender.bsuid:
        yield "bsuid", sender.bsuid
    for kind, number in (("wa_id", sender.wa_id), ("phone", sender.phone)):
        for spelling in variants(number) if number else ():
            yield kind, spelling


def _same_names(one: Sender, other: Sender) -> bool:
    return all(getattr(one, kind) == getattr(other, kind) for kind in KINDS)


def _fullest_first(sender: Sender) -> tuple[int, str, str, str]:
    """Always the same order, or two processes that make the same people would wait for each other."""
    identities = (sender.bsuid or "", sender.wa_id or "", sender.phone or "")
    return identities.count(""), *identities
