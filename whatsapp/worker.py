"""The background work: which queues there are, and the loop that empties each of them."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db import close_old_connections, connection
from django.utils import timezone

from whatsapp.codecs import apart
from whatsapp.inbound.keep import EVENTS
from whatsapp.inbound.process import process_waiting
from whatsapp.media.queue import FILES, fetch_waiting
from whatsapp.message_templates.sync import TEMPLATES, keep_fresh
from whatsapp.models import Heartbeat
from whatsapp.outbound import later, outbox, receipts
from whatsapp.outbound.compose import OUTBOX
from whatsapp.outbound.refusals import look_after_probes
from whatsapp.outbound.setup.checkups import check_due
from whatsapp.realtime import wake
from whatsapp.search.keeping import SEARCH, index_waiting

logger = logging.getLogger(__name__)

HEARTBEAT = "worker"
BEAT_SECONDS = 10
SILENCE = timedelta(seconds=3 * BEAT_SECONDS)
"""A worker that was not heard of for so long is dead."""


def beat() -> int:
    Heartbeat.objects.update_or_create(name=HEARTBEAT, defaults={"beat_at": timezone.now()})
    return 0


@dataclass(frozen=True)
class Queue:
    """`work` does what is due and returns how much it did. It runs when rung, else every `seconds`."""

    name: str
    work: Callable[[], int]
    seconds: float
    threads: int = 1


QUEUES = (
    Queue(OUTBOX, outbox.send_waiting, seconds=2, threads=8),
    Queue("scheduled", later.send_due, seconds=2),
    Queue("left behind", outbox.recover, seconds=15),
    Queue("probes", look_after_probes, seconds=15),
    Queue(EVENTS, process_waiting, seconds=5),
    Queue(receipts.RECEIPTS, receipts.tell_due, seconds=5),
    Queue("setup", check_due, seconds=60),
    Queue(SEARCH, index_waiting, seconds=1),
    Queue(FILES, fetch_waiting, seconds=5, threads=2),
    Queue(TEMPLATES, keep_fresh, seconds=20),
    Queue(HEARTBEAT, beat, seconds=BEAT_SECONDS),
)


class Worker:
    """Threads in the web process (embedded), or the whole of `manage.py run_worker`."""

    def __init__(self, queues: tuple[Queue, ...] = QUEUES) -> None:
        self._queues = queues
        self._stopping = threading.Event()
        self._threads = [
            threading.Thread(target=self._empty, args=(queue,), name=f"{queue.name} {n}", daemon=True)
            for queue in queues
            for n in range(queue.threads)
        ]

    def start(self) -> None:
        apart.open_rooms()
        for thread in self._threads:
            thread.start()

    def stop(self, seconds: float = 3) -> None:
        """Lets what is under way finish; a lease covers what does not in time."""
        self._stopping.set()
        for queue in self._queues:
            for _ in range(queue.threads):
                wake.ring(queue.name)
        for thread in self._threads:
            thread.join(seconds / len(self._threads))
        apart.close_rooms()

    def _empty(self, queue: Queue) -> None:
        while not self._stopping.is_set():
            try:
                close_old_connections()
                queue.work()
            except apart.Closed:
                break
            except Exception:
                logger.exception("the queue %r failed; it goes on", queue.name)
            wake.wait(queue.name, queue.seconds)
        connection.close()
