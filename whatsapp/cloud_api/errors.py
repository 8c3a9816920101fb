"""What can go wrong between us and Meta, and the one fact about it that matters.

CloudAPIError
├── Refused         Meta answered no: nothing was sent            (code, title, details, kind)
└── NoAnswer        we don't know what happened                   (may have been sent)
    └── NotSent     the connection was never made: surely not     (may be tried again)
"""

from enum import Enum
from typing import Any


class Kind(Enum):
    """What to do after a refusal (Cloud API: error codes)."""

    PERMANENT = "permanent"  # this message will never go
    TRANSIENT = "transient"  # try again, later and later
    RATE = "rate"  # slow down, then try again
    CONFIGURATION = "configuration"  # nothing goes before somebody acts


OF_ONE_PAIR = 131056
"""Too many messages to one person in a short time: everybody else is unaffected."""

TRANSIENT_CODES = frozenset({2, 131016, 131057, 133000, 133004, 133015, 134101, 139102, 139103, 2494100})
RATE_CODES = frozenset({4, 613, 80007, 130429, OF_ONE_PAIR, 133008, 133009})
OUTSIDE_WINDOW = 131047
"""More than 24 hours since the customer wrote: only a template may be sent."""
SOMETHING_WENT_WRONG = 131000
"""Said to be transient, but what went wrong may have been sent all the same: nobody tries again unasked."""

# Every other message of the number would be refused as well.
CONFIGURATION_CODES = frozenset(
    {0, 3, 10, 33, 190, 368, 131005, 131031, 131037, 131042, 131045, 133006, 133010}
)


def kind_of(code: int, *, is_transient: bool = False) -> Kind:
    if code in CONFIGURATION_CODES or 200 <= code <= 299:
        return Kind.CONFIGURATION
    if code in RATE_CODES:
        return Kind.RATE
    if code in TRANSIENT_CODES or (is_transient and code != SOMETHING_WENT_WRONG):
        return Kind.TRANSIENT
    return Kind.PERMANENT


class CloudAPIError(Exception):
    pass


class Refused(CloudAPIError):
    """Meta's own no, with its code."""

    def __init__(
        self,
        code: int,
        title: str,
        details: str = "",
        *,
        is_transient: bool = False,
        trace: str = "",
        answer: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(f"{code}: {title}")
        self.code, self.title, self.details, self.trace = code, title, details, trace
        self.kind = kind_of(code, is_transient=is_transient)
        self.answer = answer or {}  # the whole body: some calls tell beside the error what was done


class NoAnswer(CloudAPIError):
    """A timeout, a reset, or something that is no answer of Meta's. The message may have been sent."""


class NotSent(NoAnswer):
    """No connection was made: the message was surely not sent."""
