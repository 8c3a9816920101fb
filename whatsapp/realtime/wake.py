"""Wakes the queues: those of this process by a semaphore, those of an external worker through Redis.

Without Redis a worker elsewhere comes by its own clock. The bell is a courtesy: what is to be done stands in rows.
"""

import logging
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager

import redis
from django.conf import settings

logger = logging.getLogger(__name__)

CHANNEL = "whatsapp.wake"
CALL_SECONDS = 0.5
"""Redis may cost a person who sends a message no more than this."""
LISTEN_SECONDS = 1.0
AGAIN_AFTER = 5.0

_bells: defaultdict[str, threading.Semaphore] = defaultdict(lambda: threading.Semaphore(0))
_clients: dict[str, redis.Redis] = {}


def ring(queue: str) -> None:
    """From any thread, on commit. Never raises."""
    _bells[queue].release()
    if settings.REDIS_URL and settings.WHATSAPP_WORKER == "external":
        try:
            _client().publish(CHANNEL, queue)
        except redis.RedisError as error:
            logger.warning(
                "the worker could not be woken (%s): it comes by its own clock", type(error).__name__
            )


def wait(queue: str, seconds: float) -> bool:
    """True when somebody rang before the time was over."""
    return _bells[queue].acquire(timeout=seconds)


@contextmanager
def heard_from_elsewhere() -> Iterator[None]:
    """Meanwhile the bells of this process ring when another one rings them. Without Redis, nothing."""
    if not settings.REDIS_URL:
        yield
        return
    stop, ready = threading.Event(), threading.Event()
    thread = threading.Thread(target=_listen, args=(stop, ready), name="bell", daemon=True)
    thread.start()
    ready.wait(CALL_SECONDS)
    try:
        yield
    finally:
        stop.set()
        thread.join(2 * LISTEN_SECONDS)


def _listen(stop: threading.Event, ready: threading.Event) -> None:
    while not stop.is_set():
        try:
            with _client().pubsub(ignore_subscribe_messages=False) as calls:
                calls.subscribe(CHANNEL)
                while not stop.is_set():
                    _hear(calls.get_message(timeout=LISTEN_SECONDS), ready)
        except redis.RedisError as error:
            logger.warning("no ring is heard (%s): the worker comes by its own clock", type(error).__name__)
            stop.wait(AGAIN_AFTER)


def _hear(call: dict[str, object] | None, ready: threading.Event) -> None:
    if call and call["type"] == "subscribe":
        ready.set()
    elif call and call["type"] == "message" and isinstance(call["data"], bytes):
        _bells[call["data"].decode()].release()


def _client() -> redis.Redis:
    """One for the process: it is thread-safe, and keeps its connections."""
    url = settings.REDIS_URL
    if url not in _clients:
        _clients[url] = redis.Redis.from_url(
            url, socket_connect_timeout=CALL_SECONDS, socket_timeout=CALL_SECONDS
        )
    return _clients[url]
