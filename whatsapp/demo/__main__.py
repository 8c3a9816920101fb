"""`python -m whatsapp.demo`: the inbox, its worker and a simulated Meta in one process, ready to be tried."""

import argparse
import io
import os
import shutil
import sys
from pathlib import Path

import django
from django.core.management import call_command

from whatsapp import server

from .environment import SIMULATOR, address, environment


def main() -> None:
    parser = argparse.ArgumentParser(prog="run.py", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--data", type=Path, default=Path("var/demo"))
    parser.add_argument("--fresh", action="store_true", help="forget what the demo kept")
    asked = parser.parse_args()
    if asked.fresh:
        _forget(asked.data)
    asked.data.mkdir(parents=True, exist_ok=True)
    os.environ.update(environment(asked.data, asked.host, asked.port))
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.demo_settings"
    django.setup()
    _serve(asked.host, asked.port)


def _forget(data: Path) -> None:
    """Only a folder that the demo made: `--data` may be anything."""
    if (data / "secret-key").exists():
        shutil.rmtree(data)


def _serve(host: str, port: int) -> None:
    server.prepare()
    call_command("seed_demo", stdout=io.StringIO())
    server.run("config.demo:application", host, port, when_ready=lambda: _announce(host, port))


def _announce(host: str, port: int) -> None:
    here = address(host, port)
    sys.stdout.write(
        f"""
  صندوق واتساب للفريق · WhatsApp team inbox: the demo

  The team's inbox        {here}/whatsapp/chat
  The customer's phone    {here}{SIMULATOR}/
  Back office             {here}/admin/
  Every kind of bubble    {here}/demo/bubbles

  Sign in as   agent / agent    manager / manager    admin / admin

  Ctrl+C ends it
"""
    )
    sys.stdout.flush()


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:  # while it was still starting
        sys.exit(130)
