"""One table: what goes wrong on the wire, what the first try makes of the message, how it ends, how many POSTs
left us, and how many of them Meta took.

Each row is told to the end: an hour goes by, the leases run out, the worker comes again and again, the statuses
come in. `unknown` without a status is asked about by the agent; it is never posted a second time.
"""

from dataclasses import dataclass

import pytest

from whatsapp.cloud_api import answers
from whatsapp.models import BusinessNumber, Message
from whatsapp.outbound import outbox
from whatsapp.simulator.refusals import Refusal
from whatsapp.simulator.transport import Fault

from .conftest import write

pytestmark = pytest.mark.django_db


def no(code: int) -> Refusal:
    """Meta's own no."""
    return Refusal.known(code, "as Meta says it")


@dataclass(frozen=True)
class Row:
    faults: tuple[Fault | Refusal, ...]
    at_first: str
    ends: str
    posts: int
    taken: int
    code: int | None = None


MATRIX = {
    "nothing goes wrong": Row((), "accepted", "delivered", 1, 1),
    # Nothing left this machine: trying again can't say it twice.
    "no connection, twice": Row((Fault.CONNECT_TIMEOUT,) * 2, "pending", "delivered", 3, 1),
    "no connection, eight times": Row((Fault.CONNECT_TIMEOUT,) * 8, "pending", "failed", 8, 0),
    # It left, and no answer came: Meta has it, or has not. A status that carries our uuid settles it.
    "read timeout before acceptance": Row((Fault.TIMEOUT_BEFORE,), "unknown", "unknown", 1, 0),
    "read timeout after acceptance": Row((Fault.TIMEOUT_AFTER,), "unknown", "delivered", 1, 1),
    "reset before acceptance": Row((Fault.RESET_BEFORE,), "unknown", "unknown", 1, 0),
    "reset after acceptance": Row((Fault.RESET_AFTER,), "unknown", "delivered", 1, 1),
    "a page instead of an answer": Row((Fault.HTML_PAGE,), "unknown", "unknown", 1, 0),
    "JSON that is cut off": Row((Fault.TRUNCATED,), "unknown", "delivered", 1, 1),
    "half a body": Row((Fault.HALF_BODY,), "unknown", "delivered", 1, 1),
    "a body that drips": Row((Fault.SLOW_DRIP,), "unknown", "delivered", 1, 1),
    # Meta's own no: nothing was sent.
    "429": Row((Fault.RATE_LIMITED,), "pending", "delivered", 2, 1),
    "500 that may have been sent": Row((Fault.SERVER_ERROR,), "failed", "failed", 1, 0, 131000),
    "500, come again": Row((no(131016), no(131016)), "pending", "delivered", 3, 1),
    "500, come again, eight times": Row((no(131016),) * 8, "pending", "failed", 8, 0, 131016),
    "too many to this customer": Row((no(131056), no(131056)), "pending", "delivered", 3, 1),
    "never": Row((no(131026),), "failed", "failed", 1, 0, 131026),
    "a paused template": Row((no(132015),), "failed", "failed", 1, 0, 132015),
    **{
        f"{code}, until it is cured": Row((no(code),), "pending", "delivered", 2, 1)
        for code in (0, 10, 33, 190, 200, 368, 131031, 131037, 131042, 133010)
    },
    # One after the other.
    "no connection, then a reset": Row(
        (Fault.CONNECT_TIMEOUT, Fault.RESET_BEFORE), "pending", "unknown", 2, 0
    ),
    "429, then a read timeout": Row((Fault.RATE_LIMITED, Fault.TIMEOUT_AFTER), "pending", "delivered", 2, 1),
}


@pytest.mark.parametrize("row", MATRIX.values(), ids=MATRIX.keys())
def test_a_message_ends_as_the_table_says_after_so_many_posts(sara, wire, meta, clock, monkeypatch, row):
    if Fault.SLOW_DRIP in row.faults:
        monkeypatch.setattr(answers, "BODY_SECONDS", 0.01)
    wire.faults.add(*row.faults)
    message = write(sara)
    outbox.send_waiting()
    assert Message.objects.get(pk=message.pk).status == row.at_first
    while row.ends == "delivered" and not meta.accepted:
        clock.pass_by(minutes=1)
        assert len(wire.posts) < row.posts, "Meta should have taken it by now"
        outbox.send_waiting()
    for _ in range(max(2, len(row.faults))):
        clock.pass_by(minutes=15)
        outbox.recover()
        outbox.send_waiting()
        meta.due()
    message.refresh_from_db()
    assert (message.status, message.error_code) == (row.ends, row.code)
    assert (len(wire.posts), len(meta.accepted)) == (row.posts, row.taken)
    assert {post["biz_opaque_callback_data"] for post in wire.posts} == {str(message.uuid)}
    assert not BusinessNumber.objects.exclude(stopped_by_code=None).exists()


def test_a_token_that_expires_in_mid_queue_holds_the_rest_back_in_order(sara, noura, wire, meta, clock):
    """The first two were taken, the third is the one that hears of it, the others are not tried."""
    good = meta.access_token
    queue = [write(chat, text) for text in ("1", "2", "3") for chat in (sara, noura)]

    def expire() -> None:
        meta.access_token = good if len(wire.posts) < 2 else "renewed elsewhere"

    wire.meanwhile = expire
    outbox.send_waiting()
    assert (len(wire.posts), len(meta.accepted)) == (3, 2)
    assert BusinessNumber.objects.get().stopped_by_code == 190

    wire.meanwhile = lambda: None
    meta.access_token = good
    clock.pass_by(minutes=1)
    outbox.send_waiting()
    clock.pass_by(seconds=5)
    meta.due()
    assert {m.status for m in Message.objects.filter(pk__in=[m.pk for m in queue])} == {"delivered"}
    for key in ("to", "recipient"):
        assert [a.body["text"]["body"] for a in meta.accepted if key in a.body] == ["1", "2", "3"]
    assert len(wire.posts) == 7, "six that were taken, and the one that was refused"


def test_another_cause_has_another_banner_and_the_first_one_goes(sara, wire, clock):
    wire.faults.add(no(190), no(131042))
    write(sara)
    outbox.send_waiting()
    clock.pass_by(minutes=1)
    outbox.send_waiting()
    number = BusinessNumber.objects.get()
    assert number.stopped_by_code == 131042
    assert [(n.event, n.settled_at is None) for n in number.notices.order_by("pk")] == [
        ("190", False),
        ("131042", True),
    ]
