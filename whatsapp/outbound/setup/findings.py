"""What a check saw: data, so that it can be kept and shown later, in the language of whoever looks."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

Facts = Mapping[str, str | int]


@dataclass(frozen=True)
class Finding:
    """`what` is a name in `wording.WORDS`; one that has a cure there is a fault."""

    check: str
    what: str
    facts: Facts = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)
