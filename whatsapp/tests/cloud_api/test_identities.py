"""System messages: who a customer was, and is now."""

from typing import Any

import pytest

from whatsapp.cloud_api.notifications import (
    IdentityUpdate,
    IncomingMessage,
    Sender,
    Update,
    parse,
)
from whatsapp.tests import wire

from .told import AMALS_NUMBER, NOON, OURS, told, wamids


def notice(name: str, sender: Sender, text: str) -> IncomingMessage:
    return IncomingMessage(OURS, wamids(name), sender, "system", NOON, text, is_notice=True)


def moved(name: str, before: Sender, after: Sender) -> IdentityUpdate:
    return IdentityUpdate(OURS, wamids(name), before, after, NOON)


NEW_NUMBER = {"wa_id": "966559999999", "phone": "966559999999"}


def changes() -> dict[str, Update]:
    return {
        "number_changed": moved(
            "number_changed",
            Sender(bsuid="SA.1001", phone="966551234567"),
            Sender(bsuid="SA.2002", **NEW_NUMBER),
        ),
        "number_changed_under_its_old_names": moved(
            "number_changed_under_its_old_names",
            Sender(wa_id="966551234567", phone="966551234567"),
            Sender(**NEW_NUMBER),
        ),
        "user_id_changed": moved("user_id_changed", Sender(bsuid="SA.1001"), Sender(bsuid="SA.2003")),
        "identity_key_changed": notice("identity_key_changed", AMALS_NUMBER, "أمل's security code changed"),
        "system_invented_tomorrow": notice(
            "system_invented_tomorrow", Sender(bsuid="SA.1001"), "أمل moved to the moon"
        ),
    }


@pytest.mark.parametrize("name", changes())
def test_one_update_of_one_body(name: str) -> None:
    assert told(name) == [changes()[name]]


def system(**said: Any) -> Update:
    message = wire.message("wamid.1", "system", said)["message"]
    value = {"metadata": wire.METADATA, "messages": [message]}
    (update,) = parse(wire.encode(wire.envelope(value)))
    return update


@pytest.mark.parametrize(
    ("said", "before", "after"),
    [
        (  # the old identities, as the message itself has them
            {"type": "user_changed_number", "wa_id": "966559999999"},
            Sender(bsuid="SA.1001", phone="966551234567"),
            Sender(**NEW_NUMBER),
        ),
        (  # `from_user_id` may already be the new one
            {"type": "user_changed_number", "wa_id": "966559999999", "user_id": "SA.1001"},
            Sender(phone="966551234567"),
            Sender(bsuid="SA.1001", **NEW_NUMBER),
        ),
        (
            {
                "type": "user_changed_user_id",
                "user_id": "SA.3",
                "previous_user_id": "SA.2",
                "parent_user_id": "SA.ENT.3",
                "previous_parent_user_id": "SA.ENT.2",
            },
            Sender("SA.2", "SA.ENT.2", phone="966551234567"),
            Sender("SA.3", "SA.ENT.3"),
        ),
    ],
)
def test_a_change_of_identity_says_who_was_who(said: wire.Json, before: Sender, after: Sender) -> None:
    update = system(**said)
    assert isinstance(update, IdentityUpdate)
    assert (update.before, update.after) == (before, after)


@pytest.mark.parametrize("said", [{}, {"type": "user_changed_number"}, {"type": 7, "wa_id": "966559999999"}])
def test_a_change_that_does_not_say_to_what_is_a_line_in_the_chat(said: wire.Json) -> None:
    update = system(**said)
    assert isinstance(update, IncomingMessage)
    assert (update.type, update.is_notice) == ("system", True)
