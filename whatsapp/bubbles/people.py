"""Contacts that somebody shared."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from whatsapp.cloud_api.notifications.fields import a_list, an_object
from whatsapp.cloud_api.notifications.updates import Json
from whatsapp.models import Message

from .values import a_link, words


@dataclass(frozen=True)
class Person:
    name: str
    work: str  # title, department and company, as far as known
    phones: Sequence[str]
    emails: Sequence[str]
    websites: Sequence[str]  # http(s) only
    addresses: Sequence[str]
    birthday: str
    was_asked_for: bool  # the answer to our asking for the number


def read_people(message: Message) -> list[Person]:
    payload = an_object(message.payload)
    return [
        _person(contact, payload) for contact in a_list(payload.get("contacts")) if isinstance(contact, dict)
    ]


def _person(contact: Json, payload: Json) -> Person:
    work = an_object(contact.get("org"))
    origin = contact.get("origin") or payload.get("origin")
    return Person(
        name=_name(an_object(contact.get("name"))),
        work=" · ".join(_known(work, "title", "department", "company")),
        phones=_each(contact.get("phones"), "phone"),
        emails=_each(contact.get("emails"), "email"),
        websites=[link for url in _each(contact.get("urls"), "url") if (link := a_link(url))],
        addresses=[
            place
            for address in a_list(contact.get("addresses"))
            if (place := ", ".join(_known(an_object(address), "street", "city", "state", "zip", "country")))
        ],
        birthday=words(contact.get("birthday")),
        was_asked_for=origin == "contact_request",
    )


def _name(name: Json) -> str:
    return words(name.get("formatted_name")) or " ".join(_known(name, "first_name", "last_name"))


def _known(thing: Json, *keys: str) -> list[str]:
    return [text for key in keys if (text := words(thing.get(key)))]


def _each(things: Any, key: str) -> list[str]:
    return [text for thing in a_list(things) if (text := words(an_object(thing).get(key)))]
