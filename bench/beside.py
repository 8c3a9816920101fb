"""What webhooks, pages and the disk feel while something else goes on: three watchers, each a process of its own.

Whoever makes the load is another machine in life; on this one it takes what the server leaves (`step_back`), or the
measuring would be what is measured.
"""

import asyncio
import multiprocessing
import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.queues import Queue
from pathlib import Path
from typing import Any

from bench import load
from bench.ingest import percentile

CUSTOMERS, CONNECTIONS = 50, 8
PAUSE = 0.1  # seconds between two pages, and between two fsyncs
_turns = iter(range(1_000, 1_000_000))


@dataclass
class Felt:
    """Seconds: of each webhook from when it was due until its 200, of each page, of each fsync of 4 kB."""

    webhooks: list[float] = field(default_factory=list)
    pages: list[float] = field(default_factory=list)
    disk: list[float] = field(default_factory=list)

    def add(self, more: "Felt") -> None:
        self.webhooks += more.webhooks
        self.pages += more.pages
        self.disk += more.disk

    def __str__(self) -> str:
        webhooks, pages, disk = sorted(self.webhooks), sorted(self.pages), sorted(self.disk)
        return (
            f"webhook p50 {percentile(webhooks, 0.5):5.1f}  p99 {percentile(webhooks, 0.99):6.1f}   "
            f"list page p50 {percentile(pages, 0.5):6.1f}  p95 {percentile(pages, 0.95):6.1f}   "
            f"an fsync p50 {percentile(disk, 0.5):5.1f}  p99 {percentile(disk, 0.99):5.1f}"
        )


def step_back() -> None:
    os.nice(15)


def watch(port: int, session: str, folder: Path, seconds: float, per_second: float) -> Felt:
    """Waits until it is over."""
    until = time.monotonic() + seconds
    count = int(seconds * per_second)
    bodies = load.build(count, CUSTOMERS, next(_turns), status_share=0).requests
    watchers: list[tuple[Callable[..., list[float]], tuple[Any, ...]]] = [
        (_webhooks, (port, bodies, per_second)),
        (_pages, (port, session, until)),
        (_fsyncs, (folder, until)),
    ]
    answers: list[Queue[list[float]]] = []
    for watcher, asked in watchers:
        answer: Queue[list[float]] = multiprocessing.Queue()
        answers.append(answer)
        multiprocessing.Process(target=_run, args=(answer, watcher, asked)).start()
    return Felt(*(answer.get() for answer in answers))


def _run(answer: "Queue[list[float]]", watcher: Callable[..., list[float]], asked: tuple[Any, ...]) -> None:
    answer.put(watcher(*asked))


def _webhooks(port: int, bodies: list[bytes], per_second: float) -> list[float]:
    return asyncio.run(load.paced(port, bodies, per_second, CONNECTIONS))


def _pages(port: int, session: str, until: float) -> list[float]:
    return asyncio.run(_open_pages(port, session, until))


async def _open_pages(port: int, session: str, until: float) -> list[float]:
    """An agent who opens the list again and again."""
    times = []
    while time.monotonic() < until:
        started = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
        writer.write(
            f"GET /whatsapp/chat HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n"
            f"cookie: sessionid={session}\r\n\r\n".encode()
        )
        page = await reader.read()
        assert page.startswith(b"HTTP/1.1 200"), page[:80]
        writer.close()
        times.append(time.perf_counter() - started)
        await asyncio.sleep(PAUSE)
    return times


def _fsyncs(folder: Path, until: float) -> list[float]:
    times = []
    with tempfile.TemporaryFile(dir=folder) as file:
        while time.monotonic() < until:
            file.write(bytes(4096))
            file.flush()
            started = time.perf_counter()
            os.fsync(file.fileno())
            times.append(time.perf_counter() - started)
            time.sleep(PAUSE)
    return times
