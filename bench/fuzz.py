"""Mutated webhooks against the road in: each must be answered 200 and kept, byte for byte.

    python -m bench.fuzz [--bodies 100000] [--seed 1]

A database of its own (SQLite), in a temporary folder. Ends with 1 at the first body that is not, and prints it.
"""

import argparse
import itertools
import os
import random
import tempfile
import time

import django
from django.core.management import call_command

SETTINGS = "whatsapp.tests.settings"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bodies", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"DATABASE_URL": f"sqlite:///{folder}/fuzz.sqlite3", "DJANGO_SETTINGS_MODULE": SETTINGS}
        django.setup()
        run(asked.bodies, asked.seed)


def run(count: int, seed: int) -> None:
    # Only here: they read the settings, which stand in the environment just made.
    from whatsapp.models import WebhookEvent
    from whatsapp.outbound.channel import ensure_configured_number
    from whatsapp.tests.inbound.mutations import bodies
    from whatsapp.tests.inbound.test_webhook import post

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


if __name__ == "__main__":
    main()
