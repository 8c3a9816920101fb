"""The templates that a new world has: one shop's, in Arabic and English, in every state that Meta knows."""

from __future__ import annotations

from typing import Any

from whatsapp.simulator.sample_texts import SAMPLES

_BOTH = ("ar", "en")


def samples() -> list[dict[str, Any]]:
    """As `GET /{WABA}/message_templates` lists them; more than one page of 25."""
    made = [_template(name, index, sample) for name, sample in SAMPLES.items() for index in (0, 1)]
    return [template | {"id": str(990000000000001 + number)} for number, template in enumerate(made)]


def _template(name: str, index: int, sample: dict[str, Any]) -> dict[str, Any]:
    status = sample.get("status", ("APPROVED", "APPROVED"))[index]
    components: list[dict[str, Any]] = []
    if header := sample.get("header"):
        example: dict[str, Any] = {"header_text": ["10482"]}
        if sample.get("named"):
            example = {"header_text_named_params": [{"param_name": "order_number", "example": "10482"}]}
        components.append({"type": "HEADER", "format": "TEXT", "text": header[index], "example": example})
    if shape := sample.get("media"):
        handle = {"header_handle": ["https://scontent.whatsapp.net/sample"]}
        components.append({"type": "HEADER", "format": shape, "example": handle})
    if sample.get("place"):
        components.append({"type": "HEADER", "format": "LOCATION"})
    if offer := sample.get("offer"):
        told = {"text": offer[index], "has_expiration": True}
        components.append({"type": "LIMITED_TIME_OFFER", "limited_time_offer": told})
    components.append(_body(sample["body"][index], sample.get("examples", ()), sample.get("named", False)))
    if footer := sample.get("footer"):
        components.append({"type": "FOOTER", "text": footer[index]})
    if buttons := sample.get("buttons"):
        components.append({"type": "BUTTONS", "buttons": [_in(button, index) for button in buttons]})
    if cards := sample.get("cards"):
        components.append({"type": "CAROUSEL", "cards": [_card(words[index], index) for words in cards]})
    return {
        "id": "",
        "name": name,
        "status": status,
        "category": sample.get("category", "UTILITY"),
        "language": _BOTH[index],
        "parameter_format": "NAMED" if sample.get("named") else "POSITIONAL",
        "components": components,
        "quality_score": {"score": "RED" if status == "PAUSED" else "UNKNOWN", "date": 1764547200},
        "rejected_reason": "PROMOTIONAL" if status == "REJECTED" else "NONE",
    }


def _body(text: str, examples: tuple[Any, ...], named: bool) -> dict[str, Any]:
    body: dict[str, Any] = {"type": "BODY", "text": text}
    if examples and named:
        body["example"] = {
            "body_text_named_params": [{"param_name": key, "example": value} for key, value in examples]
        }
    elif examples:
        body["example"] = {"body_text": [list(examples)]}
    return body


def _card(text: str, index: int) -> dict[str, Any]:
    """A picture, a line with a price, and two buttons: all cards of a carousel are alike."""
    handle = {"header_handle": ["https://scontent.whatsapp.net/card"]}
    link = {"type": "URL", "text": ("اطلبها", "Order it"), "url": "https://nakheel.example/box/{{1}}"}
    question = {"type": "QUICK_REPLY", "text": ("لدي سؤال", "I have a question")}
    example = ["https://nakheel.example/box/sukkari"]
    return {
        "components": [
            {"type": "HEADER", "format": "IMAGE", "example": handle},
            _body(text, ("120",), named=False),
            {"type": "BUTTONS", "buttons": [_in(question, index), _in(link | {"example": example}, index)]},
        ]
    }


def _in(button: dict[str, Any], index: int) -> dict[str, Any]:
    return button | {"text": button["text"][index]}
