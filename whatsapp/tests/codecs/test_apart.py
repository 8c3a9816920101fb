"""Real processes: two of them for all of these tests."""

from __future__ import annotations

import os
import time

import pytest

from whatsapp.codecs import apart
from whatsapp.codecs.faults import CannotUse, TooLarge, Unreadable


@pytest.fixture
def rooms():
    apart.open_rooms(1)
    yield
    apart.close_rooms()


def refuse(limit: int) -> None:
    raise TooLarge("image", limit)


def test_work_is_done_elsewhere_at_a_lower_priority_and_its_refusals_come_back_whole(rooms):
    assert apart.do(os.getpid) != os.getpid()
    assert apart.do(os.getpriority, os.PRIO_PROCESS, 0) >= apart.NICE
    with pytest.raises(TooLarge) as refused:
        apart.do(refuse, 7)
    assert (refused.value.kind, refused.value.limit, refused.value.code) == ("image", 7, "too_large")
    assert isinstance(refused.value, CannotUse)


def test_a_file_that_kills_or_holds_its_process_is_refused_and_the_next_one_is_worked_on(rooms, monkeypatch):
    with pytest.raises(Unreadable):
        apart.do(os.abort)
    monkeypatch.setattr(apart, "LONGEST", 0.2)
    with pytest.raises(Unreadable):
        apart.do(time.sleep, 60)
    monkeypatch.setattr(apart, "LONGEST", 60)
    assert apart.do(abs, -3) == 3


def test_a_file_on_this_disk_is_read_there_and_only_what_is_made_of_it_comes_back(rooms, tmp_path):
    where = tmp_path / "a photo"
    where.write_bytes(b"photo")
    assert apart.do_with(where, bytes.upper) == b"PHOTO" == apart.do_with(b"photo", bytes.upper)
    where.unlink()
    with pytest.raises(FileNotFoundError):
        apart.do_with(where, bytes.upper)


def test_before_the_rooms_are_open_and_after_they_are_closed_work_is_done_here(rooms):
    apart.close_rooms()
    assert apart.do(os.getpid) == os.getpid()
