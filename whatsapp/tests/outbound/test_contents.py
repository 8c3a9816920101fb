"""What can be sent besides text: each kind goes from its words to Meta and comes back with its ticks."""

import pytest

from whatsapp.models import Conversation
from whatsapp.outbound import compose, contents, outbox
from whatsapp.outbound.again import send_again
from whatsapp.outbound.compose import InvalidMessage, WindowClosed
from whatsapp.simulator.transport import Fault

pytestmark = pytest.mark.django_db

PLACE = {"latitude": 24.7136, "longitude": 46.6753, "name": "فرع العليا", "address": "الرياض"}
CARD = {
    "name": {"formatted_name": "سارة أحمد", "first_name": "سارة", "last_name": "أحمد"},
    "phones": [
        {"phone": "+966551234567", "type": "CELL", "wa_id": "966551234567"},
        {"phone": "+966112001948", "type": "CELL", "wa_id": "966112001948"},
    ],
    "org": {"company": "الواحة"},
}
BUTTONS = {
    "type": "button",
    "header": {"type": "text", "text": "طلبك"},
    "body": {"text": "هل نرسله اليوم؟"},
    "footer": {"text": "متجر الواحة"},
    "action": {
        "buttons": [
            {"type": "reply", "reply": {"id": "button-1", "title": "نعم"}},
            {"type": "reply", "reply": {"id": "button-2", "title": "لا"}},
        ]
    },
}
LIST = {
    "type": "list",
    "body": {"text": "أي فرع؟"},
    "action": {
        "button": "اختر",
        "sections": [
            {
                "rows": [
                    {"id": "row-1", "title": "العليا", "description": "حتى 11"},
                    {"id": "row-2", "title": "الملز"},
                ]
            }
        ],
    },
}

KINDS = {
    "location": (
        lambda: contents.location(24.7136, 46.6753, name=" فرع العليا ", address="الرياض"),
        ("location", "فرع العليا · الرياض", PLACE),
    ),
    "a bare location": (
        lambda: contents.location(-33.45, 0),
        ("location", "", {"latitude": -33.45, "longitude": 0}),
    ),
    "an address without a name": (
        lambda: contents.location(1, 2, address="الرياض"),
        ("location", "الرياض", {"latitude": 1, "longitude": 2, "name": "الرياض"}),
    ),
    "contact": (
        lambda: contents.contact(
            "سارة أحمد", ["٠٠٩٦٦ ٥٥ ١٢٣-٤٥٦٧", "", "\u202a011 200 1948\u202c"], company="الواحة"
        ),
        ("contacts", "سارة أحمد", [CARD]),
    ),
    "buttons": (
        lambda: contents.buttons("هل نرسله اليوم؟", ["نعم", "لا", ""], header="طلبك", footer="متجر الواحة"),
        ("interactive", "هل نرسله اليوم؟", BUTTONS),
    ),
    "list": (
        lambda: contents.choices("أي فرع؟", "اختر", [("العليا", "حتى 11"), ("الملز", ""), ("", "")]),
        ("interactive", "أي فرع؟", LIST),
    ),
}


@pytest.mark.parametrize("name", KINDS)
def test_it_is_taken_by_meta_and_arrives(sara, wire, meta, clock, settings, name):
    settings.WHATSAPP_DEFAULT_REGION = "SA"
    make, (kind, words, body) = KINDS[name]
    quoted = sara.messages.get().whatsapp_message_id
    message, new = compose.send(sara, make(), by=None, quoted_wamid=quoted, client_id="1")
    assert new
    assert (message.message_type, message.content, message.status) == (kind, words, "pending")
    assert Conversation.objects.get(pk=sara.pk).last_message_type == kind
    assert compose.send(sara, make(), by=None, client_id="1") == (message, False)
    outbox.send_waiting()
    (post,) = wire.posts
    assert (post["type"], post[kind], post["context"]) == (kind, body, {"message_id": quoted})
    assert post["biz_opaque_callback_data"] == str(message.uuid)
    clock.pass_by(seconds=5)
    meta.due()
    message.refresh_from_db()
    assert message.status == "delivered"


TOO_MUCH = {
    "latitude": lambda: contents.location(90.1, 0),
    "longitude": lambda: contents.location(0, -180.1),
    "301 letters of a place": lambda: contents.location(0, 0, name="x" * 301),
    "no name": lambda: contents.contact(" ", ["1234"]),
    "no phone": lambda: contents.contact("Sara", ["", " "]),
    "no phone of any country": lambda: contents.contact("Sara", ["+966 12"]),
    "no such phone": lambda: contents.contact("Sara", ["call me"]),
    "six phones": lambda: contents.contact("Sara", ["1234"] * 6),
    "no question": lambda: contents.buttons("", ["a"]),
    "1025 letters": lambda: contents.buttons("x" * 1025, ["a"]),
    "no button": lambda: contents.buttons("?", ["", " "]),
    "four buttons": lambda: contents.buttons("?", ["a", "b", "c", "d"]),
    "21 letters on a button": lambda: contents.buttons("?", ["x" * 21]),
    "two buttons alike": lambda: contents.buttons("?", ["a", " a "]),
    "61 letters of heading": lambda: contents.buttons("?", ["a"], header="x" * 61),
    "61 letters of small print": lambda: contents.choices("?", "b", [("a", "")], footer="x" * 61),
    "4097 letters": lambda: contents.choices("x" * 4097, "b", [("a", "")]),
    "no opening button": lambda: contents.choices("?", " ", [("a", "")]),
    "21 letters to open": lambda: contents.choices("?", "x" * 21, [("a", "")]),
    "no row": lambda: contents.choices("?", "b", [("", "")]),
    "eleven rows": lambda: contents.choices("?", "b", [(f"row {n}", "") for n in range(11)]),
    "25 letters in a row": lambda: contents.choices("?", "b", [("x" * 25, "")]),
    "73 letters under a row": lambda: contents.choices("?", "b", [("a", "x" * 73)]),
    "a row of nothing but its description": lambda: contents.choices("?", "b", [("a", ""), ("", "about")]),
    "two rows alike": lambda: contents.choices("?", "b", [("a", ""), ("a", "other")]),
}


@pytest.mark.parametrize("name", TOO_MUCH)
def test_what_meta_would_refuse_is_refused_before(name):
    with pytest.raises(InvalidMessage) as refusal:
        TOO_MUCH[name]()
    assert str(refusal.value)


def test_what_fits_exactly_is_taken_by_meta(sara, wire, clock):
    most = [
        contents.buttons("x" * 1024, ["a" * 20, "b" * 20, "c" * 20], header="h" * 60, footer="f" * 60),
        contents.choices("x" * 4096, "b" * 20, [(f"{n}".ljust(24, "t"), "d" * 72) for n in range(10)]),
        contents.location(90, -180, name="x" * 300, address="y" * 300),
    ]
    sent = [compose.send(sara, content, by=None)[0] for content in most]
    outbox.send_waiting()
    for message in sent:
        message.refresh_from_db()
        assert message.status == "accepted"


def test_in_a_closed_window_nothing_of_any_kind_is_written(sara, clock):
    clock.pass_by(hours=25)
    with pytest.raises(WindowClosed):
        compose.send(sara, contents.location(1, 2), by=None)
    assert not sara.messages.filter(direction="outgoing").exists()


def test_what_failed_is_sent_again_as_it_was(sara, wire, agent):
    wire.faults.add(Fault.SERVER_ERROR)
    message, _new = compose.send(sara, contents.location(24.7, 46.6, name="العليا"), by=None)
    outbox.send_waiting()
    message.refresh_from_db()
    assert message.status == "failed"
    send_again(message, by=agent)
    outbox.send_waiting()
    message.refresh_from_db()
    assert message.status == "accepted"
    assert wire.posts[0]["location"] == wire.posts[1]["location"]
