"""Parts of templates as Meta defines them, and as it gets them filled."""

from typing import Any

BODY = {"type": "BODY", "text": "شكراً لك، وصلنا طلبك."}
ONE = {"type": "BODY", "text": "أهلاً {{1}}، كيف نخدمك؟", "example": {"body_text": [["سارة"]]}}
NAMED = {
    "type": "BODY",
    "text": "مرحباً {{first_name}}، طلبك {{order_number}} في الطريق، يا {{first_name}}.",
    "example": {"body_text_named_params": [{"param_name": "first_name", "example": "سارة"}]},
}
LINK = {
    "type": "URL",
    "text": "Track",
    "url": "https://n.example/t/{{1}}",
    "example": ["https://n.example/t/10482"],
}


def header(format: str, **more: Any) -> dict:
    return {"type": "HEADER", "format": format, **more}


def buttons(*some: dict) -> dict:
    return {"type": "BUTTONS", "buttons": list(some)}


def text(value: str, **more: str) -> dict:
    return {"type": "text", **more, "text": value}


def body(*parameters: dict) -> dict:
    return {"type": "body", "parameters": list(parameters)}


def button(sub_type: str, index: int, parameter: dict) -> dict:
    return {"type": "button", "sub_type": sub_type, "index": str(index), "parameters": [parameter]}


def of_header(parameter: dict) -> list[dict]:
    return [{"type": "header", "parameters": [parameter]}]


CARD = {
    "components": [
        header("IMAGE"),
        {"type": "BODY", "text": "علبة بسعر {{1}} ريالاً."},
        buttons({"type": "QUICK_REPLY", "text": "Ask"}, LINK),
    ]
}
CAROUSEL = {"type": "carousel", "cards": [CARD, CARD]}
