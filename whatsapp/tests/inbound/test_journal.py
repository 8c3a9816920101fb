"""Which webhooks share a transaction. What it does with them is told in test_concurrency."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

import pytest

from whatsapp.inbound import journal
from whatsapp.inbound.journal import Journal, NotKept


@pytest.fixture
def groups(monkeypatch) -> list[list[bytes]]:
    """What was written in one transaction each."""
    written: list[list[bytes]] = []

    def keep_and_apply(bodies: Sequence[bytes]) -> None:
        if b"bad" in bodies:
            raise ValueError
        written.append(list(bodies))

    monkeypatch.setattr(journal, "keep_and_apply", keep_and_apply)
    monkeypatch.setattr(journal, "hurry", lambda: None)
    return written


def with_journal(during: Callable[[Journal], Awaitable[None]]) -> None:
    async def live() -> None:
        kept = Journal()
        kept.start()
        await during(kept)
        await kept.stop()

    asyncio.run(live())


async def together(kept: Journal, *bodies: bytes) -> list[object]:
    return await asyncio.gather(*map(kept.keep, bodies), return_exceptions=True)


def test_who_sent_together_is_waited_for_and_kept_together(groups, monkeypatch):
    async def during(kept: Journal) -> None:
        # Nobody is known to send before the first; the two who come while it is written share the next one.
        await together(kept, b"1", b"2", b"3")
        assert groups == [[b"1"], [b"2", b"3"]]
        monkeypatch.setattr(journal, "LINGER_SECONDS", 60)
        first = asyncio.create_task(kept.keep(b"4"))
        await asyncio.sleep(0)
        assert groups[2:] == [], "another one may be on its way"
        await asyncio.gather(first, kept.keep(b"5"))
        assert groups[2:] == [[b"4", b"5"]]

    with_journal(during)


def test_an_end_writes_what_still_waits(groups, monkeypatch):
    async def during(kept: Journal) -> None:
        await together(kept, b"1", b"2", b"3")
        monkeypatch.setattr(journal, "LINGER_SECONDS", 60)
        waits.append(asyncio.create_task(kept.keep(b"4")))
        await asyncio.sleep(0)

    waits: list[asyncio.Task[None]] = []
    with_journal(during)
    assert groups[-1] == [b"4"]
    assert waits[0].done()
    assert waits[0].exception() is None


def test_a_transaction_takes_no_more_than_it_should_and_at_least_one(groups, monkeypatch):
    monkeypatch.setattr(journal, "BODIES_AT_ONCE", 2)
    monkeypatch.setattr(journal, "BYTES_AT_ONCE", 3)

    async def during(kept: Journal) -> None:
        await together(kept, b"1", b"2", b"3", b"large", b"44", b"44")

    with_journal(during)
    assert sorted(body for group in groups for body in group) == [b"1", b"2", b"3", b"44", b"44", b"large"]
    assert max(map(len, groups)) == 2
    assert [b"large"] in groups


def test_who_could_not_be_kept_is_told_to_come_again_and_the_next_one_is_kept(groups):
    async def during(kept: Journal) -> None:
        [refused] = await together(kept, b"bad")
        assert isinstance(refused, NotKept)
        assert await together(kept, b"good") == [None]

    with_journal(during)
    assert groups == [[b"good"]]
