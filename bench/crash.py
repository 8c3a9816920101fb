"""Kills the worker at random points, and counts what Meta got: nothing may be lost, nothing doubled.

    python -m bench.crash [--trials 1000] [--seed 1]

Each trial writes a message, starts a worker process, and kills it (SIGKILL) after a random time: before the POST,
during it, or after Meta took it and before we noted that. Then time passes, another worker recovers, and the
statuses come in. The simulated Meta counts. A message ends as delivered, exactly once, or as `unknown`, which asks
the agent; an `unknown` one that Meta has not got was never heard of again by anybody, and is shown, not lost.
POSIX only.
"""

import argparse
import multiprocessing
import os
import random
import signal
import tempfile
import threading
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path
from typing import Any

import uvicorn

SECONDS_ON_THE_WAY = 0.01
"""Before Meta takes a message, and again before its answer is out: time enough to be killed in."""
LATEST_KILL = 0.06


def start_django(environment: dict[str, str]) -> None:
    os.environ.update(environment)
    import django

    django.setup()


class Slow:
    """The simulator with a road to it and back."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        import asyncio

        if scope["type"] == "http":
            await asyncio.sleep(SECONDS_ON_THE_WAY)

        async def late(message: Any) -> None:
            if message["type"] == "http.response.start":
                await asyncio.sleep(SECONDS_ON_THE_WAY)
            await send(message)

        await self.app(scope, receive, late if scope["type"] == "http" else send)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        from bench.ingest import environment, free_port

        port = free_port()
        env = environment(Path(folder)) | {
            "WHATSAPP_GRAPH_URL": f"http://127.0.0.1:{port}/simulator/graph",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        start_django(env)
        run(asked.trials, asked.seed, env, port)


def run(trials: int, seed: int, env: dict[str, str], port: int) -> None:
    from django.core.management import call_command

    from whatsapp.models import Message

    call_command("migrate", verbosity=0)
    meta = a_simulated_meta(env, port)
    random.seed(seed)
    multiprocessing.set_start_method("forkserver")
    multiprocessing.set_forkserver_preload(["bench.crash_worker"])
    killed = sum(trial(number, meta) for number in range(trials))
    meta.due()
    taken = Counter(a.body["biz_opaque_callback_data"] for a in meta.accepted)
    ended = Counter(Message.objects.filter(direction="outgoing").values_list("status", flat=True))
    doubled = sum(count > 1 for count in taken.values())
    lost = sum(
        1
        for m in Message.objects.filter(direction="outgoing")
        if str(m.uuid) not in taken and m.status != "unknown"
    )
    unsettled = Message.objects.filter(status="unknown", uuid__in=taken).count()
    print(f"{trials} messages, {killed} workers killed at work; states {dict(ended)}")
    print(f"lost {lost}, doubled {doubled}, taken by Meta and still unknown {unsettled}")
    raise SystemExit(bool(lost or doubled or unsettled))


def a_simulated_meta(env: dict[str, str], port: int) -> Any:
    from whatsapp.inbound.keep import keep_and_apply
    from whatsapp.outbound.channel import ensure_configured_number
    from whatsapp.simulator.meta import Meta
    from whatsapp.simulator.server import simulator_app

    ensure_configured_number()

    def deliver(body: bytes, headers: dict[str, str]) -> int:
        keep_and_apply([body])
        return 200

    meta = Meta(
        phone_number_id=env["WHATSAPP_PHONE_NUMBER_ID"],
        waba_id="102290129340398",
        access_token=env["WHATSAPP_ACCESS_TOKEN"],
        app_secret=env["WHATSAPP_APP_SECRET"],
        deliver=deliver,
        base_url=env["WHATSAPP_GRAPH_URL"],
    )
    meta.pause = lambda shortest, longest: 0.0  # type: ignore[method-assign]
    server = uvicorn.Server(uvicorn.Config(Slow(simulator_app(meta)), port=port, log_level="error"))
    threading.Thread(target=server.run, daemon=True).start()
    while not server.started:
        time.sleep(0.01)
    return meta


def trial(number: int, meta: Any) -> bool:
    """True when the worker was killed before it had finished."""
    from django.utils import timezone

    from whatsapp.models import Conversation, Message
    from whatsapp.outbound import compose, outbox

    # A customer for each: Meta allows one message in six seconds to the same person.
    meta.customer_writes(meta.add_customer(f"{number}", phone=f"9665{number:07d}1"), "مرحبا")
    meta.due()
    conversation = Conversation.objects.latest("id")
    message, _ = compose.send_text(conversation, f"{random.random()}", by=None)
    from bench.crash_worker import work

    worker = multiprocessing.Process(target=work)
    worker.start()
    wait_until_claimed(message.pk, worker)
    time.sleep(random.uniform(0, LATEST_KILL))
    was_at_work = worker.is_alive()
    if was_at_work and worker.pid:
        os.kill(worker.pid, signal.SIGKILL)
    worker.join()
    # The lease runs out, and another worker comes.
    Message.objects.filter(status="sending").update(claimed_until=timezone.now() - timedelta(seconds=1))
    outbox.recover()
    outbox.send_waiting()
    meta.due()
    return was_at_work


def wait_until_claimed(pk: int, worker: Any) -> None:
    from whatsapp.models import Message

    while worker.is_alive() and Message.objects.filter(pk=pk, status="pending").exists():
        time.sleep(0.0005)


if __name__ == "__main__":
    main()
