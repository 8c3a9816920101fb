from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from whatsapp.demo.script import moment
from whatsapp.demo.story import STORY
from whatsapp.demo.team import TEAM
from whatsapp.models.conversations import WINDOW

# Riyadh is three hours ahead: midnight, a minute before it, and hours between.
NOWS = [
    datetime(2026, 11, 23, hour, minute, tzinfo=UTC) for hour, minute in ((21, 0), (20, 59), (4, 7), (12, 30))
]


@pytest.fixture(params=NOWS, ids=str)
def now(request):
    return request.param


def test_the_story_goes_forward_and_ends_before_now(now):
    for customer in STORY:
        times = [moment(line.when, now) for line in customer.lines]
        assert times == sorted(times), customer.key
        assert times[-1] < now


def test_nothing_of_ours_was_said_outside_the_window(now):
    for customer in STORY:
        heard = None
        for line in customer.lines:
            at = moment(line.when, now)
            if line.is_ours:
                assert heard
                assert at < heard + WINDOW, line.text
            else:
                heard = at


def test_the_last_tick_came_before_the_answer(now):
    for customer in STORY:
        for line, following in pairwise(customer.lines):
            if line.is_ours:
                assert moment(following.when, now) - moment(line.when, now) >= timedelta(minutes=1)


def test_everybody_who_speaks_for_us_can_sign_in():
    names = {member.username for member in TEAM}
    for customer in STORY:
        assert {line.by for line in customer.lines if line.is_ours} <= names
        assert not customer.assigned_to or customer.assigned_to in names


def test_a_quote_points_back_to_a_line_of_ours():
    quoting = [
        (c, n, line.quotes) for c in STORY for n, line in enumerate(c.lines) if line.quotes is not None
    ]
    assert quoting
    assert all(quoted < n and customer.lines[quoted].is_ours for customer, n, quoted in quoting)


def test_nobody_shares_an_identity_or_a_wamid():
    for values in (
        [c.key for c in STORY],
        [c.bsuid for c in STORY],
        [c.phone for c in STORY if c.phone],
        [c.wamid(n) for c in STORY for n in range(len(c.lines))],
    ):
        assert len(values) == len(set(values))


@pytest.mark.parametrize("when", ["", "yesterday", "2 days", "1d 3h", "2 days 4:00"])
def test_a_time_that_nobody_understands_is_an_error(when):
    with pytest.raises(ValueError, match="not a time"):
        moment(when, NOWS[0])
