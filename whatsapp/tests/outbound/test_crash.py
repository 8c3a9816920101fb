"""Kills the worker at every moment of its work, and counts what Meta got: nothing may be lost, nothing doubled.

`bench/crash.py` is the long form: a thousand real processes, killed at random.
"""

from collections import Counter

import pytest
from django.db import connection

from whatsapp.outbound import outbox

from .conftest import write


class Killed(BaseException):
    """Like SIGKILL, nothing catches it; the transaction that was open is rolled back."""


class Death:
    """Comes at the n-th moment: before a statement, before the POST, or after Meta has taken it."""

    def __init__(self, at: int) -> None:
        self.at, self.moments = at, 0

    def moment(self) -> None:
        self.moments += 1
        if self.moments == self.at:
            raise Killed

    def before_statement(self, execute, *statement):
        self.moment()
        return execute(*statement)

    def around_post(self, send):
        def mortal(*args, **kwargs):
            self.moment()
            answer = send(*args, **kwargs)
            self.moment()
            return answer

        return mortal


def works_until(death: Death, wire) -> bool:
    """True when it died at work."""
    send, wire.send = wire.send, death.around_post(wire.send)
    try:
        with connection.execute_wrapper(death.before_statement):
            outbox.send_waiting()
    except Killed:
        return True
    finally:
        wire.send = send
    return False


@pytest.mark.django_db
def test_wherever_a_worker_is_killed_nothing_is_lost_and_nothing_said_twice(sara, wire, meta, clock):
    ended = Counter()
    for at in range(1, 100):
        message = write(sara, str(at))
        died = works_until(Death(at), wire)
        clock.pass_by(seconds=61)
        outbox.recover()
        outbox.send_waiting()
        clock.pass_by(seconds=5)
        meta.due()
        message.refresh_from_db()
        taken = sum(a.body["biz_opaque_callback_data"] == str(message.uuid) for a in meta.accepted)
        assert (message.status, taken) in {("delivered", 1), ("unknown", 0)}, f"killed at moment {at}"
        ended[message.status] += 1
        if not died:
            break
    assert not died, "every moment was tried"
    assert ended["delivered"] > 8
    assert ended["unknown"] > 0, "between the note and Meta nobody can know: the agent is asked"
