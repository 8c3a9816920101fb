"""Recorded bodies, read, and who is in them."""

import json
from dataclasses import replace
from datetime import UTC, datetime

from whatsapp.cloud_api.notifications import (
    Sender,
    Update,
    parse,
)
from whatsapp.tests import wire
from whatsapp.tests.conftest import payload

OURS = "106540352242922"
WABA = "102290129340398"
NOON = wire.noon()
AMAL = Sender("SA.1001", None, "966551234567", "966551234567", "أمل")
AMALS_NUMBER = Sender(phone="966551234567")


def wamid(number: int) -> str:
    return f"wamid.HBgMOTY2NTUxMjM0NTY3FQIAEhgUM{number:05d}A="


def at(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def told(name: str) -> list[Update]:
    """The updates of a body, without their originals."""
    return [replace(u, payload={}) if hasattr(u, "payload") else u for u in parse(payload(name))]


def wamids(name: str) -> str:
    """The id of the one message in a body."""
    (change,) = json.loads(payload(name))["entry"][0]["changes"]
    (message,) = change["value"].get("messages") or change["value"]["message_echoes"]
    return message["id"]
