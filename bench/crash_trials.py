"""The trials of `bench.crash`, in its environment: python -m bench.crash_trials TRIALS SEED PORT"""

import multiprocessing
import os
import random
import signal
import sys
import time
from collections import Counter
from datetime import timedelta
from multiprocessing.process import BaseProcess

import django
from django.core.management import call_command
from django.utils import timezone

django.setup()

from bench import slow_meta  # noqa: E402
from bench.crash_worker import work  # noqa: E402
from whatsapp.inbound.keep import keep_and_apply  # noqa: E402
from whatsapp.models import Conversation, Message  # noqa: E402
from whatsapp.outbound import compose, outbox  # noqa: E402
from whatsapp.outbound.channel import ensure_configured_number  # noqa: E402
from whatsapp.simulator.meta import Meta  # noqa: E402

SECONDS_ON_THE_WAY = 0.01
"""Before Meta takes a message, and again before its answer is out: time enough to be killed in."""
LATEST_KILL = 0.06


def main(trials: int, seed: int, port: int) -> None:
    call_command("migrate", verbosity=0)
    ensure_configured_number()
    meta = slow_meta.serve(dict(os.environ), port, seconds_away=SECONDS_ON_THE_WAY, deliver=take_in)
    random.seed(seed)
    multiprocessing.set_start_method("forkserver")
    multiprocessing.set_forkserver_preload(["bench.crash_worker"])
    killed = sum(trial(number, meta) for number in range(trials))
    meta.due()
    report(trials, killed, meta)


def take_in(body: bytes, headers: dict[str, str]) -> int:
    keep_and_apply([body])
    return 200


def trial(number: int, meta: Meta) -> bool:
    """True when the worker was killed before it had finished."""
    # A customer for each: Meta allows one message in six seconds to the same person.
    meta.customer_writes(meta.add_customer(f"{number}", phone=f"9665{number:07d}1"), "مرحبا")
    meta.due()
    conversation = Conversation.objects.latest("id")
    message, _ = compose.send_text(conversation, f"{random.random()}", by=None)
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


def wait_until_claimed(pk: int, worker: BaseProcess) -> None:
    while worker.is_alive() and Message.objects.filter(pk=pk, status="pending").exists():
        time.sleep(0.0005)


def report(trials: int, killed: int, meta: Meta) -> None:
    """Ends the process: with 1, if anything went wrong."""
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


if __name__ == "__main__":  # each worker's process imports this module once more
    main(*map(int, sys.argv[1:]))
