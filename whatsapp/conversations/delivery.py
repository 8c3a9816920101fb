"""The one place that moves the status of an outgoing message (the picture is in the model's docstring)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from whatsapp.models import Message, WaitingStatus

Status = Message.Status

# The order in which a message advances. `failed` stands below `delivered`: whatever arrives late, a message
# that reached the customer did not fail, and one that failed was not merely sent.
RANK: dict[str, int] = {
    status.value: rank
    for rank, status in enumerate(
        (
            Status.PENDING,
            Status.SENDING,
            Status.UNKNOWN,
            Status.ACCEPTED,
            Status.SENT,
            Status.FAILED,
            Status.DELIVERED,
            Status.READ,
            Status.PLAYED,
        )
    )
}
TIME_OF: dict[str, str] = {
    Status.SENT.value: "sent_at",
    Status.DELIVERED.value: "delivered_at",
    Status.READ.value: "read_at",
    Status.PLAYED.value: "played_at",
    Status.FAILED.value: "failed_at",
}
COLUMNS = (
    "status",
    "whatsapp_message_id",
    "sent_at",
    "delivered_at",
    "read_at",
    "played_at",
    "failed_at",
    "error_code",
    "error_title",
    "error_details",
    "price_category",
    "price_type",
)
"""What `advance` may change."""


class Delivery(Protocol):
    """What `advance` reads and writes: a `Message`, or its columns alone."""

    status: str
    whatsapp_message_id: str | None
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    played_at: datetime | None
    failed_at: datetime | None
    error_code: int | None
    error_title: str
    error_details: str
    price_category: str
    price_type: str


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that was heard of a message."""

    status: str
    at: datetime
    wamid: str | None = None
    error_code: int | None = None
    error_title: str = ""
    error_details: str = ""
    price_category: str = ""
    price_type: str = ""


def step_of(waiting: WaitingStatus) -> Step:
    """A status that came before its message."""
    return Step(
        waiting.status,
        waiting.at,
        waiting.wamid,
        waiting.error_code,
        waiting.error_title,
        waiting.error_details,
        waiting.price_category,
        waiting.price_type,
    )


def advance(message: Delivery, steps: Iterable[Step]) -> bool:
    """Moves the row in memory, forward only; keeps each status's first time. True when anything changed."""
    before = [getattr(message, column) for column in COLUMNS]
    for step in steps:
        _take(message, step)
    if message.status != Status.FAILED:
        message.error_code, message.error_title, message.error_details = None, "", ""
    return before != [getattr(message, column) for column in COLUMNS]


def _take(message: Delivery, step: Step) -> None:
    if step.wamid and not message.whatsapp_message_id:
        message.whatsapp_message_id = step.wamid
    if step.price_category and not message.price_category:
        message.price_category, message.price_type = step.price_category, step.price_type
    time, is_first = TIME_OF.get(step.status), False
    if time:
        known = getattr(message, time)
        is_first = known is None or step.at < known
        if is_first:
            setattr(message, time, step.at)
    is_higher = RANK[step.status] > RANK[message.status]
    if is_higher:
        message.status = step.status
    if step.status == message.status == Status.FAILED and (is_higher or is_first):
        message.error_code = step.error_code
        message.error_title = step.error_title
        message.error_details = step.error_details
