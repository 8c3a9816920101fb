from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.checks import run_checks
from django.core.management.base import BaseCommand, CommandError
from django.db.utils import DatabaseError

from whatsapp import server
from whatsapp.checks import SERVING
from whatsapp.outbound.channel import ensure_configured_number


class Command(BaseCommand):
    help = "Serves the inbox on this machine: checks the settings, migrates, runs everything in one process."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, host: str, port: int, **options: Any) -> None:
        faults = run_checks(tags=[SERVING], include_deployment_checks=True)
        for fault in faults:
            self.stderr.write(f"{fault.msg} {fault.hint or ''} ({fault.id})")
        if faults:
            raise CommandError("The settings are not complete, so nothing was started. See .env.example.")
        try:
            server.prepare()
            ensure_configured_number()
        except DatabaseError as error:
            raise CommandError(
                f"The database can't be used ({type(error).__name__}). Look at DATABASE_URL."
            ) from error
        server.run("config.asgi:application", host, port, when_ready=lambda: self._announce(host, port))

    def _announce(self, host: str, port: int) -> None:
        address = settings.PUBLIC_URL or f"http://{host}:{port}"
        self.stdout.write(f"The inbox answers at {address}/whatsapp/chat (Ctrl+C ends it)")
