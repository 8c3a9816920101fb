"""Which way in serves pages better: a2wsgi's standing threads, or Django's own ASGI handler.

    python -m bench.front_door [--pages 400] [--turns 3]

Both serve the demo's conversation list to a signed-in agent, in turn, from the same SQLite file.
"""

import argparse
import asyncio
import os
import platform
import statistics
import subprocess
import tempfile
import time
from pathlib import Path

from bench.ingest import PYTHON, environment, free_port, percentile, running, uvicorn

APPLICATIONS = {"a2wsgi": "config.asgi:application", "Django's ASGI": "bench.plain_asgi:application"}
SIGN_IN = """
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.auth.models import User
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
user, session = User.objects.get(username="agent"), SessionStore()
session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
session.save()
print(session.session_key)
"""


def prepare(env: dict[str, str]) -> str:
    """Seeds the demo; returns a session of the agent."""
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["seed_demo"]):
        subprocess.run([*PYTHON, "manage.py", *command], env=env, check=True, stdout=subprocess.DEVNULL)
    shell = [*PYTHON, "manage.py", "shell", "-v0", "-c", SIGN_IN]
    return subprocess.run(shell, env=env, check=True, capture_output=True, text=True).stdout.split()[-1]


async def fetch(port: int, session: str, pages: int, connections: int) -> list[float]:
    request = (
        f"GET /whatsapp/chat HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: sessionid={session}\r\n\r\n".encode()
    )
    todo, latencies = iter(range(pages)), []

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
        for _ in todo:
            started = time.perf_counter()
            writer.write(request)
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            assert head.startswith(b"http/1.1 200"), head[:80]
            await reader.readexactly(int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0]))
            latencies.append(time.perf_counter() - started)
        writer.close()

    await asyncio.gather(*(one() for _ in range(connections)))
    return sorted(latencies)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--turns", type=int, default=3)
    asked = parser.parse_args()
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {asked.pages} pages a turn")
    with tempfile.TemporaryDirectory() as folder:
        env = environment(Path(folder)) | {"WHATSAPP_WORKER": "external"}
        session = prepare(env)
        for connections in (1, 8):
            medians: dict[str, list[float]] = {name: [] for name in APPLICATIONS}
            rates: dict[str, list[float]] = {name: [] for name in APPLICATIONS}
            for _ in range(asked.turns):
                for name, application in APPLICATIONS.items():
                    port = free_port()
                    with running(uvicorn(application, port), env, port):
                        asyncio.run(fetch(port, session, 40, connections))
                        started = time.perf_counter()
                        latencies = asyncio.run(fetch(port, session, asked.pages, connections))
                        rates[name].append(asked.pages / (time.perf_counter() - started))
                    medians[name].append(percentile(latencies, 0.5))
            for name in APPLICATIONS:
                p50, rate = statistics.median(medians[name]), statistics.median(rates[name])
                print(f"{connections} connections  {name:14} p50 {p50:5.1f} ms  {rate:5.0f} pages/s")


if __name__ == "__main__":
    main()
