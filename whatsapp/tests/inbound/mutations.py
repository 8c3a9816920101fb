"""Wire bodies gone wrong, in every way that a random number can think of."""

import json
import random
from collections.abc import Iterator
from typing import Any

from whatsapp.tests.conftest import PAYLOADS

ODD_VALUES: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 2**31, 2**63, 10**40, 0.5, 1e308, "", " ", "0", "-1", "NaN", "1e999"),
    *("\x00", "a\x00b", "\ud83d", "\udc00x", "\u202eabc", "٣", "9" * 400, "x" * 70_000, "2026-01-01"),
    *([], {}, [[]], [{}], [None], {"": ""}, {"id": {}}, [["x"] * 50], {"body": []}),
)


def bodies(chance: random.Random) -> Iterator[bytes]:
    """Without end, the same for the same seed."""
    originals = [path.read_bytes() for path in sorted(PAYLOADS.glob("*.json"))]
    while True:
        body = chance.choice(originals)
        for _ in range(chance.randint(1, 4)):
            body = chance.choice((_of_meaning, _of_meaning, _of_meaning, _of_bytes))(body, chance)
        yield body


def _of_meaning(body: bytes, chance: random.Random) -> bytes:
    """Valid JSON still, with another value, key or length somewhere."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return body
    places = list(_places(value))
    if not places:
        return body
    parent, key = chance.choice(places)
    _spoil(parent, key, chance)
    return json.dumps(value).encode()


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield value, key
            yield from _places(value[key])


def _spoil(parent: Any, key: Any, chance: random.Random) -> None:
    what = chance.randrange(5)
    if what == 0:
        del parent[key]
    elif what == 1 and isinstance(parent, dict):
        parent[chance.choice((f"{key}x", "id", "type", "from", "errors"))] = parent.pop(key)
    elif what == 2 and isinstance(parent, list):
        parent.extend([parent[key]] * chance.randint(1, 3))
    elif what == 3:
        parent[key] = _nested(chance.randint(1, 60))
    else:
        parent[key] = chance.choice(ODD_VALUES)


def _nested(depth: int) -> Any:
    value: Any = "deep"
    for level in range(depth):
        value = [value] if level % 2 else {"text": value}
    return value


def _of_bytes(body: bytes, chance: random.Random) -> bytes:
    """No JSON any more, mostly."""
    start = chance.randrange(len(body) + 1)
    end = min(len(body), start + chance.randint(0, 40))
    return chance.choice(
        (
            body[:start],
            body[:start] + body[end:],
            body[:end] + body[start:],
            body[:start] + bytes([chance.randrange(256)]) + body[end:],
            body[:start]
            + chance.choice((b"\x00", b"\xed\xa0\x80", b"\xff", b"\\u0000", b"\\ud800"))
            + body[start:],
        )
    )
