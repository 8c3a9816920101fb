import logging
import threading
from typing import Any

import pytest
import redis

from whatsapp.realtime import wake
from whatsapp.tests.services import REDIS_URL


@pytest.fixture(autouse=True)
def fresh_bells(monkeypatch: Any) -> None:
    monkeypatch.setattr(wake, "_bells", type(wake._bells)(lambda: threading.Semaphore(0)))


@pytest.mark.redis
def test_a_ring_in_one_process_wakes_the_worker_of_another(settings: Any, monkeypatch: Any) -> None:
    """The web process is played by a client of its own: it shares nothing with the listener but Redis."""
    settings.REDIS_URL, settings.WHATSAPP_WORKER = REDIS_URL, "external"
    monkeypatch.setattr(wake, "LISTEN_SECONDS", 0.1)
    with wake.heard_from_elsewhere(), redis.Redis.from_url(REDIS_URL) as elsewhere:
        assert elsewhere.publish(wake.CHANNEL, "outbox") == 1
        assert wake.wait("outbox", 5)
        assert not wake.wait("another", 0)
    with redis.Redis.from_url(REDIS_URL) as elsewhere:
        assert elsewhere.publish(wake.CHANNEL, "outbox") == 0, "nobody listens any more"


@pytest.mark.redis
def test_ringing_is_heard_through_redis_only_where_the_worker_is_external(settings: Any) -> None:
    settings.REDIS_URL = REDIS_URL
    with redis.Redis.from_url(REDIS_URL) as redis_there, redis_there.pubsub() as calls:
        calls.subscribe(wake.CHANNEL)
        assert calls.get_message(timeout=2)["type"] == "subscribe"
        for worker, heard in (("embedded", None), ("external", b"outbox")):
            settings.WHATSAPP_WORKER = worker
            wake.ring("outbox")
            call = calls.get_message(timeout=2 if heard else 0.05)
            assert (call and call["data"]) == heard


def test_where_redis_is_gone_a_ring_still_wakes_this_process_and_nothing_breaks(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REDIS_URL, settings.WHATSAPP_WORKER = "redis://127.0.0.1:1/0", "external"
    with caplog.at_level(logging.WARNING):
        wake.ring("outbox")
    assert wake.wait("outbox", 0)
    assert "could not be woken" in caplog.text


def test_without_redis_there_is_nothing_to_listen_to(settings: Any) -> None:
    settings.REDIS_URL = ""
    with wake.heard_from_elsewhere():
        assert not [thread for thread in threading.enumerate() if thread.name == "bell"]
