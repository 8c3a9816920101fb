"""Each kind of part, from Meta's definition to the form, and to the JSON that is sent."""

from typing import Any

import pytest

from whatsapp.message_templates.definition import read
from whatsapp.message_templates.fill import WrongParameters, fill
from whatsapp.message_templates.form import fields_of

from .parts import BODY, CARD, CAROUSEL, LINK, NAMED, ONE, body, button, buttons, header, of_header, text

TABLE = {
    # what: (components, keys that are asked for, parameters, what is sent)
    "no variables": ([BODY, {"type": "FOOTER", "text": "متجر"}], [], {}, []),
    "positional": ([ONE], ["1"], {"1": " سارة "}, [body(text("سارة"))]),
    "positional in another order than they stand": (
        [{"type": "BODY", "text": "a {{2}} b {{1}} c"}],
        ["2", "1"],
        {"1": "one", "2": 2},
        [body(text("one"), text("2"))],
    ),
    "named": (
        [NAMED],
        ["first_name", "order_number"],
        {"order_number": "7", "first_name": "سارة"},
        [body(text("سارة", parameter_name="first_name"), text("7", parameter_name="order_number"))],
    ),
    "a header of words": (
        [header("TEXT", text="طلب {{1}}"), ONE],
        ["header.1", "1"],
        {"header.1": "10482", "1": "x"},
        [*of_header(text("10482")), body(text("x"))],
    ),
    "a named header": (
        [header("TEXT", text="طلب {{code}}"), BODY],
        ["header.code"],
        {"header.code": "7"},
        of_header(text("7", parameter_name="code")),
    ),
    "a picture": (
        [header("IMAGE"), BODY],
        ["header.media"],
        {"header.media": "11"},
        of_header({"type": "image", "image": {"id": "11"}}),
    ),
    "a video, in lower case": (
        [{"type": "header", "format": "video"}, BODY],
        ["header.media"],
        {"header.media": "11"},
        of_header({"type": "video", "video": {"id": "11"}}),
    ),
    "a document": (
        [header("DOCUMENT"), BODY],
        ["header.media", "header.filename"],
        {"header.media": "11", "header.filename": "فاتورة.pdf"},
        of_header({"type": "document", "document": {"id": "11", "filename": "فاتورة.pdf"}}),
    ),
    "a document without a name": (
        [header("DOCUMENT"), BODY],
        ["header.media", "header.filename"],
        {"header.media": "11"},
        of_header({"type": "document", "document": {"id": "11", "filename": "document.pdf"}}),
    ),
    "a place": (
        [header("LOCATION"), BODY],
        ["header.latitude", "header.longitude", "header.name", "header.address"],
        {"header.latitude": "24.7", "header.longitude": 46.6, "header.name": "فرع العليا"},
        of_header(
            {
                "type": "location",
                "location": {"latitude": "24.7", "longitude": "46.6", "name": "فرع العليا"},
            }
        ),
    ),
    "the end of a link": (
        [BODY, buttons({"type": "PHONE_NUMBER", "text": "Call", "phone_number": "+1"}, LINK)],
        ["button.1"],
        {"button.1": "10482"},
        [button("url", 1, text("10482"))],
    ),
    "a link without a variable": ([BODY, buttons(LINK | {"url": "https://n.example"})], [], {}, []),
    "a code to copy": (
        [BODY, buttons({"type": "copy_code", "text": "Copy", "example": ["A"]})],
        ["button.0"],
        {"button.0": "X25"},
        [button("copy_code", 0, {"type": "coupon_code", "coupon_code": "X25"})],
    ),
    "quick replies are not asked for": (
        [BODY, buttons({"type": "QUICK_REPLY", "text": "Yes"}, {"type": "QUICK_REPLY", "text": "No"})],
        [],
        {"button.1": "STOP"},
        [button("quick_reply", 1, {"type": "payload", "payload": "STOP"})],
    ),
    "a form": (
        [BODY, buttons({"type": "FLOW", "text": "Book", "flow_id": 1})],
        [],
        {},
        [button("flow", 0, {"type": "action", "action": {"flow_token": "unused"}})],
    ),
    "an offer until a time, with its code and its link": (
        [
            {"type": "LIMITED_TIME_OFFER", "limited_time_offer": {"text": "اليوم", "has_expiration": True}},
            BODY,
            buttons({"type": "COPY_CODE", "text": "Copy", "example": ["A"]}, LINK),
        ],
        ["offer.ends_at", "button.0", "button.1"],
        {"offer.ends_at": "2096-02-29T20:00+03:00", "button.0": "X25", "button.1": "dates"},
        [
            {
                "type": "limited_time_offer",
                "parameters": [
                    {
                        "type": "limited_time_offer",
                        "limited_time_offer": {"expiration_time_ms": 3981373200000},
                    }
                ],
            },
            button("copy_code", 0, {"type": "coupon_code", "coupon_code": "X25"}),
            button("url", 1, text("dates")),
        ],
    ),
    "an offer without an end": (
        [{"type": "limited_time_offer", "limited_time_offer": {"text": "اليوم"}}, BODY],
        [],
        {},
        [],
    ),
    "a carousel": (
        [ONE, CAROUSEL],
        ["1", *(f"card.{n}.{key}" for n in (0, 1) for key in ("header.media", "1", "button.1"))],
        {
            "1": "سارة",
            "card.0.header.media": "11",
            "card.0.1": "120",
            "card.0.button.1": "a",
            "card.1.header.media": "12",
            "card.1.1": "90",
            "card.1.button.1": "b",
            "card.1.button.0": "ASK",
        },
        [
            body(text("سارة")),
            {
                "type": "carousel",
                "cards": [
                    {
                        "card_index": 0,
                        "components": [
                            *of_header({"type": "image", "image": {"id": "11"}}),
                            body(text("120")),
                            button("url", 1, text("a")),
                        ],
                    },
                    {
                        "card_index": 1,
                        "components": [
                            *of_header({"type": "image", "image": {"id": "12"}}),
                            body(text("90")),
                            button("quick_reply", 0, {"type": "payload", "payload": "ASK"}),
                            button("url", 1, text("b")),
                        ],
                    },
                ],
            },
        ],
    ),
    "a part invented tomorrow": ([{"type": "HOLOGRAM", "x": 1}, ONE], ["1"], {"1": "x"}, [body(text("x"))]),
    "a button invented tomorrow": ([BODY, buttons({"type": "TELEPORT", "text": "Go"})], [], {}, []),
}


@pytest.mark.parametrize(("components", "asked", "parameters", "sent"), TABLE.values(), ids=TABLE)
def test_from_the_definition_to_what_is_sent(components, asked, parameters, sent) -> None:
    definition = read(components)
    assert [field.key for field in fields_of(definition) if field.is_asked] == asked
    assert fill(definition, parameters) == sent


def test_the_code_of_a_sign_in_stands_in_the_body_and_in_the_button() -> None:
    otp = {"type": "URL", "text": "Copy", "url": "https://w.example/otp/?code=otp{{1}}"}
    for with_it in (otp, {"type": "OTP", "otp_type": "COPY_CODE", "text": "Copy"}):
        definition = read(
            [{"type": "BODY", "text": "{{1}} is your code."}, buttons(with_it)], category="AUTHENTICATION"
        )
        assert [field.key for field in fields_of(definition) if field.is_asked] == ["1"]
        assert fill(definition, {"1": "482913"}) == [body(text("482913")), button("url", 0, text("482913"))]


def faults(parameters: dict[str, Any], *components: dict) -> set[str]:
    with pytest.raises(WrongParameters) as wrong:
        fill(read(list(components)), parameters)
    assert all(wrong.value.faults.values())
    return set(wrong.value.faults)


def test_each_missing_or_surplus_parameter_is_named() -> None:
    assert faults({}, NAMED) == {"first_name", "order_number"}
    assert faults({"first_name": "  ", "order_number": "7"}, NAMED) == {"first_name"}
    assert faults({"1": "x", "2": "y", "header.1": "z"}, ONE) == {"2", "header.1"}
    assert faults({}, header("IMAGE"), ONE, buttons(LINK)) == {"header.media", "1", "button.0"}
    assert faults({"1": "x", "button.0": "y"}, ONE, buttons({"type": "PHONE_NUMBER"})) == {"button.0"}
    assert faults({"1": ["x"]}, ONE) == faults({"1": None}, ONE) == faults({"1": True}, ONE) == {"1"}


def test_what_meta_would_refuse_in_a_value_is_refused_here() -> None:
    for value in ("a\nb", "a\tb", "a     b", "\0", "x" * 1024):
        assert faults({"1": value}, ONE) == {"1"}
    assert fill(read([ONE]), {"1": "a    b"}) == [body(text("a    b"))]
    assert faults({"header.1": "x" * 60}, header("TEXT", text="طلب {{1}}"), BODY) == {"header.1"}
    assert faults({"button.0": "x" * 21}, BODY, buttons({"type": "COPY_CODE"})) == {"button.0"}
    assert faults({"button.0": "x" * 1981}, BODY, buttons(LINK)) == {"button.0"}
    place = {"header.latitude": "91", "header.longitude": "east"}
    assert faults(place, header("LOCATION"), BODY) == {"header.latitude", "header.longitude"}
    offer = {"type": "LIMITED_TIME_OFFER", "limited_time_offer": {"has_expiration": True}}
    for moment in ("", "soon", "2020-01-01T00:00", "1900-01-01"):
        assert faults({"offer.ends_at": moment}, offer, BODY) == {"offer.ends_at"}
    one = {"type": "CAROUSEL", "cards": [CARD]}
    full = {"card.0.header.media": "1", "card.0.1": "x" * 160, "card.0.button.1": "a"}
    assert faults(full, BODY, one) == {"card.0.1"}
    assert faults({}, BODY, one) == set(full)


def test_a_file_that_is_here_needs_no_id_yet() -> None:
    definition = read([header("DOCUMENT"), BODY])
    [part] = fill(definition, {"header.filename": "a.pdf"}, attached={"header.media"})
    assert part["parameters"] == [{"type": "document", "document": {"filename": "a.pdf"}}]
