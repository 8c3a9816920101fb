"""What can go wrong between us and Meta, and the one fact about it that matters.

CloudAPIError
├── Refused         Meta answered no: nothing was sent            (code, title, details, kind, where)
└── NoAnswer        we don't know what happened                   (may have been sent)
    └── NotSent     the connection was never made: surely not     (may be tried again)

What follows from each code is in `error_table`.
"""

from typing import Any

from .error_table import Kind, kind_of, trouble_of


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
        self.kind: Kind = kind_of(code, is_transient=is_transient)
        self.where = trouble_of(code).where
        self.answer = answer or {}  # the whole body: some calls tell beside the error what was done


class NoAnswer(CloudAPIError):
    """A timeout, a reset, or something that is no answer of Meta's. The message may have been sent."""


class NotSent(NoAnswer):
    """No connection was made: the message was surely not sent."""
