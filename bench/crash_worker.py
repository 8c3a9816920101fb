"""The worker process of `bench.crash`: forked from a server that has imported all this once."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from whatsapp.outbound import outbox  # noqa: E402


def work() -> None:
    outbox.send_waiting()
