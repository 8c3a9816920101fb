"""What the phone app did, and what was before us: echoes, address book, history, standby."""

from dataclasses import replace

import pytest

from whatsapp.cloud_api.notifications import (
    AddressBookUpdate,
    BusinessMessage,
    ChangeUpdate,
    IncomingMessage,
    ReactionUpdate,
    Sender,
    Update,
    parse,
)
from whatsapp.tests import wire
from whatsapp.tests.conftest import payload

from .told import AMAL, AMALS_NUMBER, NOON, OURS, at, told, wamid, wamids

NOUR = Sender("EG.1349X", name="نور", username="nour.cairo")


def changes() -> dict[str, Update]:
    return {
        "sent_from_the_phone": BusinessMessage(OURS, wamid(60), AMALS_NUMBER, "text", NOON, "من الجوال"),
        "sent_from_the_phone_to_a_username": BusinessMessage(
            OURS, wamids("sent_from_the_phone_to_a_username"), NOUR, "text", NOON, "أهلا بك"
        ),
        "image_from_the_phone": BusinessMessage(
            OURS,
            wamids("image_from_the_phone"),
            AMALS_NUMBER,
            "image",
            NOON,
            "الفرع الجديد",
            "wamid.QUOTED=",
            "image/jpeg",
        ),
        "edited_on_the_phone": ChangeUpdate(
            OURS,
            wamids("edited_on_the_phone"),
            AMALS_NUMBER,
            "wamid.ECHO=",
            "edit",
            NOON,
            "من الجوال، بعد التصحيح",
            is_ours=True,
        ),
        "revoked_on_the_phone": ChangeUpdate(
            OURS, wamids("revoked_on_the_phone"), AMALS_NUMBER, "wamid.ECHO=", "revoke", NOON, is_ours=True
        ),
        "reaction_from_the_phone": ReactionUpdate(
            OURS, wamids("reaction_from_the_phone"), AMALS_NUMBER, "wamid.HERS=", "❤️", NOON, is_ours=True
        ),
    }


@pytest.mark.parametrize("name", changes())
def test_one_update_of_one_body(name: str) -> None:
    assert told(name) == [changes()[name]]


def test_the_original_of_what_the_columns_do_not_hold_is_kept() -> None:
    for name in ("number_changed", "identity_key_changed", "image_from_the_phone"):
        (update,) = parse(payload(name))
        assert update.payload["id"] == wamids(name)  # type: ignore[union-attr]


def test_a_bare_text_is_all_in_its_columns_whoever_wrote_it() -> None:
    for update in parse(payload("sent_from_the_phone")) + parse(payload("history_chunk")):
        assert isinstance(update, IncomingMessage | BusinessMessage)
        assert not update.payload or update.type == "media_placeholder"


def test_the_address_book_gives_and_takes_names() -> None:
    assert told("address_book") == [
        AddressBookUpdate(OURS, "966551234567", "أمل العتيبي", NOON),
        AddressBookUpdate(OURS, "966507654321", "", NOON),
    ]


def test_a_chunk_of_history_is_read_by_who_wrote_what() -> None:
    def hers(wamid: str, seconds: int, kind: str, text: str) -> IncomingMessage:
        return IncomingMessage(OURS, wamid, AMALS_NUMBER, kind, at(seconds), text, is_history=True)

    def ours(wamid: str, seconds: int, text: str, status: str) -> BusinessMessage:
        past = BusinessMessage(OURS, wamid, AMALS_NUMBER, "text", at(seconds), text, status=status)
        return replace(past, is_history=True)

    assert told("history_chunk") == [
        hers("wamid.PAST1=", 1_793_000_000, "text", "كم السعر؟"),
        ours("wamid.PAST2=", 1_793_000_060, "خمسون ريالا", "delivered"),
        hers("wamid.PAST3=", 1_793_000_120, "media_placeholder", ""),
        ours("wamid.PAST4=", 1_793_000_180, "تفضلوا", "failed"),
    ]


def test_the_media_of_history_come_later_and_alone() -> None:
    assert told("history_media") == [
        IncomingMessage(
            OURS,
            "wamid.PAST3=",
            AMALS_NUMBER,
            "image",
            at(1_793_000_120),
            "هذا",
            "",
            "image/jpeg",
            is_history=True,
        )
    ]


def test_a_chunk_that_only_tells_of_progress_says_nothing() -> None:
    assert parse(payload("history_progress")) == []


def test_standby_may_put_its_lists_one_level_deeper() -> None:
    message, echo = told("standby_one_level_deeper")
    assert isinstance(message, IncomingMessage)
    assert (message.sender, message.text) == (AMAL, "أريد موظفا")
    assert echo == BusinessMessage(OURS, "wamid.AGENT=", AMAL, "text", NOON, "سأحولك")


def test_a_reaction_of_long_ago_is_history_too() -> None:
    reaction = wire.message("wamid.1", "reaction", {"message_id": "wamid.0", "emoji": "👍"})["message"]
    chunk = {"threads": [{"id": wire.AMAL.phone, "messages": [reaction]}]}
    value = {"metadata": wire.METADATA, "history": [chunk]}
    (update,) = parse(wire.encode(wire.envelope(value, field="history")))
    assert isinstance(update, ReactionUpdate)
    assert (update.is_history, update.is_ours) == (True, False)
