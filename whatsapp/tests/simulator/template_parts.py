"""Components of messages, as the simulator's own templates want them."""

from __future__ import annotations


def texts(*values: str) -> list[dict]:
    return [{"type": "text", "text": value} for value in values]


def body(*values: str) -> dict:
    return {"type": "body", "parameters": texts(*values)}


def template(name: str, *components: dict, language: str = "ar") -> dict:
    return {"name": name, "language": {"code": language}, "components": list(components)}


TRACK = {"type": "button", "sub_type": "url", "index": "0", "parameters": texts("10482")}
NAMED = {
    "type": "body",
    "parameters": [
        {"type": "text", "parameter_name": "order_number", "text": "10482"},
        {"type": "text", "parameter_name": "first_name", "text": "سارة"},
    ],
}
PICTURE = {
    "type": "header",
    "parameters": [{"type": "image", "image": {"link": "https://cdn.example/a.jpg"}}],
}
CODE = {
    "type": "button",
    "sub_type": "copy_code",
    "index": "0",
    "parameters": [{"type": "coupon_code", "coupon_code": "NAKHEEL15"}],
}
LONG_CODE = {"type": "coupon_code", "coupon_code": "x" * 21}
PLACE = {
    "type": "header",
    "parameters": [{"type": "location", "location": {"latitude": "24.7", "longitude": "46.6"}}],
}
FLOW = {
    "type": "button",
    "sub_type": "flow",
    "index": "0",
    "parameters": [{"type": "action", "action": {"flow_token": "unused"}}],
}


def card(index: int, *parts: dict) -> dict:
    return {"card_index": index, "components": list(parts)}


def carousel(*cards: dict) -> dict:
    return {"type": "carousel", "cards": list(cards)}


def offer(**facts: object) -> dict:
    parameter = {"type": "limited_time_offer", "limited_time_offer": facts}
    return {"type": "limited_time_offer", "parameters": [parameter]}


ORDER = TRACK | {"index": "1"}
CARDS = [card(n, PICTURE, body("120"), ORDER) for n in (0, 1)]
NEXT_YEAR = 4102444800000  # 2100: the simulator's clock is far before that
