"""The bodies of `bench.fuzz`, into the database of the environment: python -m bench.fuzz_bodies BODIES SEED"""

import itertools
import random
import sys
import time

import django
from django.core.management import call_command

django.setup()

from whatsapp.models import WebhookEvent  # noqa: E402
from whatsapp.outbound.channel import ensure_configured_number  # noqa: E402
from whatsapp.tests.inbound.mutations import bodies  # noqa: E402
from whatsapp.tests.inbound.posting import post  # noqa: E402


def main(count: int, seed: int) -> None:
    call_command("migrate", verbosity=0)
    ensure_configured_number()
    started = time.perf_counter()
    for number, body in enumerate(itertools.islice(bodies(random.Random(seed)), count), start=1):
        answer = post(body)
        last = WebhookEvent.objects.order_by("-pk").values_list("body", "state").first()
        if answer is None or answer.status != 200 or last is None or bytes(last[0]) != body:
            raise SystemExit(f"body {number} of seed {seed}: {answer and answer.status}, {body!r}")
        if number % 5000 == 0:
            print(f"{number} bodies, {time.perf_counter() - started:.0f} s", flush=True)
    states = {state: WebhookEvent.objects.filter(state=state).count() for state in WebhookEvent.State.values}
    print(f"{count} bodies: all answered 200, all kept; {states}")


main(*map(int, sys.argv[1:]))
