import threading

import pytest

from whatsapp import worker
from whatsapp.realtime import wake
from whatsapp.worker import Queue, Worker


@pytest.fixture
def start():
    """Workers with queues of our own; they end with the test."""
    started = []

    def start(*queues: Queue) -> Worker:
        started.append(Worker(queues))
        started[-1].start()
        return started[-1]

    yield start
    for one in started:
        one.stop()


def test_a_queue_is_emptied_at_once_when_it_is_rung(start):
    worked = threading.Semaphore(0)
    start(Queue("rung", lambda: worked.release() or 0, seconds=3600))
    assert worked.acquire(timeout=5), "once at the start"
    wake.ring("rung")
    assert worked.acquire(timeout=5)
    assert not worked.acquire(blocking=False)


def test_a_queue_that_fails_goes_on_and_leaves_the_others_alone(start, caplog):
    failing, fine = threading.Semaphore(0), threading.Semaphore(0)

    def fail() -> int:
        failing.release()
        raise ValueError("a bad row")

    start(Queue("failing", fail, seconds=3600), Queue("fine", lambda: fine.release() or 0, seconds=3600))
    assert failing.acquire(timeout=5)
    wake.ring("failing")
    assert failing.acquire(timeout=5)
    assert fine.acquire(timeout=5)
    assert "'failing' failed" in caplog.text


def test_stopping_wakes_whoever_waits_and_lets_work_finish(start):
    begun, may_end = threading.Event(), threading.Event()
    finished = []

    def slow() -> int:
        begun.set()
        may_end.wait(5)
        finished.append(True)
        return 0

    running = start(Queue("slow", slow, seconds=3600), Queue("idle", lambda: 0, seconds=3600, threads=2))
    assert begun.wait(5)
    threading.Timer(0.05, may_end.set).start()
    running.stop()
    assert finished
    assert not [t for t in threading.enumerate() if t.name.startswith(("slow", "idle"))]


def test_every_queue_of_the_real_worker_is_quiet_on_an_empty_database(db):
    assert {queue.name: queue.work() for queue in worker.QUEUES} == dict.fromkeys(
        (queue.name for queue in worker.QUEUES), 0
    )
