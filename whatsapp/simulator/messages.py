"""What each type of message may hold, in tables: keys, which are needed, how long they may be.

`longest` 0 is no limit.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from whatsapp.simulator.interactive import check_interactive
from whatsapp.simulator.refusals import Refusal


class Rule(NamedTuple):
    kind: type | tuple[type, ...]
    needed: bool = False
    longest: int = 0


_MEDIA = {"id": Rule((str, int)), "link": Rule(str)}
_CAPTION = {"caption": Rule(str, longest=1024)}

SHAPES: dict[str, dict[str, Rule]] = {
    "text": {"body": Rule(str, needed=True, longest=4096), "preview_url": Rule(bool)},
    "image": _MEDIA | _CAPTION,
    "video": _MEDIA | _CAPTION,
    "document": _MEDIA | _CAPTION | {"filename": Rule(str, longest=240)},
    "audio": _MEDIA | {"voice": Rule(bool)},
    "sticker": _MEDIA,
    "location": {
        "latitude": Rule((str, int, float), needed=True),
        "longitude": Rule((str, int, float), needed=True),
        "name": Rule(str),
        "address": Rule(str),
    },
    "reaction": {"message_id": Rule(str, needed=True), "emoji": Rule(str)},
    "template": {
        "name": Rule(str, needed=True, longest=512),
        "language": Rule(dict, needed=True),
        "components": Rule(list),
    },
}
MEDIA_TYPES = ("image", "video", "document", "audio", "sticker")
TYPES = (*SHAPES, "contacts", "interactive")


def check(kind: str, content: Any) -> None:
    """Raises `Refusal` when `content`, the object named after the type, is not what Meta takes."""
    if kind == "contacts":
        _contacts(content)
        return
    if not isinstance(content, dict):
        raise Refusal.invalid(f"Param {kind} must be a JSON object.")
    if kind == "interactive":
        check_interactive(content)
        return
    _by_table(kind, content)
    if extra := _EXTRA.get(kind):
        extra(content)
    if kind in MEDIA_TYPES and ("id" in content) == ("link" in content):
        raise Refusal.known(131009, f"{kind} needs exactly one of id and link")


def _by_table(kind: str, content: dict[str, Any]) -> None:
    shape = SHAPES[kind]
    for key in content:
        if key not in shape:
            raise Refusal.invalid(f'Unexpected key "{key}" on param "{kind}".')
    for key, rule in shape.items():
        name, value = f"{kind}['{key}']", content.get(key)
        if value is None or (value == "" and rule.needed):
            if rule.needed:
                raise Refusal.required(name)
            continue
        if not isinstance(value, rule.kind) or (isinstance(value, bool) and rule.kind is not bool):
            raise Refusal.invalid(f"Param {name} must be {_said(rule.kind)}.")
        if rule.longest and len(str(value)) > rule.longest:
            raise Refusal.invalid(f"Param {name} must be at most {rule.longest} characters long.")


def _said(kind: type | tuple[type, ...]) -> str:
    first = kind[0] if isinstance(kind, tuple) else kind
    return {str: "a string", bool: "a boolean", dict: "a JSON object", list: "an array"}[first]


def _text(content: dict[str, Any]) -> None:
    if not content["body"].strip():
        raise Refusal.required("text['body']")


def _location(content: dict[str, Any]) -> None:
    for key, largest in (("latitude", 90.0), ("longitude", 180.0)):
        try:
            right = abs(float(content[key])) <= largest
        except ValueError:
            right = False
        if not right:
            raise Refusal.known(131009, f"location['{key}'] is not a {key}")


def _reaction(content: dict[str, Any]) -> None:
    """Taking a reaction back is an empty emoji, not a missing one."""
    if "emoji" not in content:
        raise Refusal.required("reaction['emoji']")
    emoji = content["emoji"]
    if emoji and (len(emoji) > _LONGEST_EMOJI or any(c.isalpha() or c.isspace() for c in emoji)):
        raise Refusal.known(131009, "reaction['emoji'] is not an emoji")


def _language(content: dict[str, Any]) -> None:
    if not content["language"].get("code"):
        raise Refusal.required("template['language']['code']")


_EXTRA: dict[str, Callable[[dict[str, Any]], None]] = {
    "text": _text,
    "location": _location,
    "reaction": _reaction,
    "template": _language,
}
_LONGEST_EMOJI = 64
_CARD: dict[str, type] = {
    "name": dict,
    "phones": list,
    "emails": list,
    "urls": list,
    "addresses": list,
    "org": dict,
    "birthday": str,
}
_NAME_PARTS = {"first_name", "last_name", "middle_name", "prefix", "suffix"}


def _contacts(content: Any) -> None:
    if not isinstance(content, list) or not content:
        raise Refusal.invalid("Param contacts must be a non-empty array.")
    for index, card in enumerate(content):
        name = card.get("name", {}) if isinstance(card, dict) else {}
        if not name.get("formatted_name"):
            raise Refusal.required(f"contacts[{index}]['name']['formatted_name']")
        if not _NAME_PARTS & name.keys():
            raise Refusal.known(131009, f"contacts[{index}]['name'] needs one more part than formatted_name")
        _card(f"contacts[{index}]", card)


def _card(where: str, card: dict[str, Any]) -> None:
    for key, value in card.items():
        if key not in _CARD:
            raise Refusal.invalid(f'Unexpected key "{key}" on param "{where}".')
        if not isinstance(value, _CARD[key]):
            raise Refusal.invalid(f"Param {where}['{key}'] must be {_said(_CARD[key])}.")
        if isinstance(value, list) and not all(isinstance(item, dict) for item in value):
            raise Refusal.invalid(f"Param {where}['{key}'] must be an array of JSON objects.")
    for phone in card.get("phones", []):
        if surplus := phone.keys() - {"phone", "type", "wa_id"}:
            raise Refusal.invalid(f'Unexpected key "{min(surplus)}" on param "{where}[\'phones\']".')
        if not all(isinstance(value, str) and value for value in phone.values()):
            raise Refusal.invalid(f"Param {where}['phones'] must have strings that are not empty.")
