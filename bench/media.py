"""Files: a thumbnail's time, and what webhooks feel while films are loaded, photos come in, and agents send photos.

    python -m bench.media [--seconds 8] [--per-second 100]

The inbox is one process with its embedded worker, on SQLite; the simulated Meta another, and who uploads a third.
"Photos come in": Meta is given twenty of 12 megapixels, tells of them, and serves them to the worker, which makes
their small pictures. "Uploads": twenty agents send photos of 12 megapixels, each the next as soon as one is taken;
the worker brings them to Meta. Compare with the first line: the machine may have other work.
"""

import argparse
import asyncio
import io
import multiprocessing
import os
import platform
import random
import statistics
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from multiprocessing.queues import Queue
from pathlib import Path

import requests
from PIL import Image

from bench import load
from bench.front_door import SIGN_IN
from bench.ingest import PYTHON, environment, free_port, percentile, running, uvicorn
from whatsapp.codecs import thumbnails

PHOTOS, PHONES = 20, 20
PAUSE = 3  # seconds, for the worker to end what it has
FILM_BYTES, SLOW = 16 * 1024 * 1024, 512 * 1024  # a phone's bytes a second
FILM = """
import hashlib, os
from django.utils import timezone
from whatsapp.media.keeping import IncomingFile, bytes_of, keep
from whatsapp.models import Message, MessageFile
film = b"\\0\\0\\0\\x20ftypmp42" + os.urandom({size} - 12)
message = Message.objects.filter(direction="incoming").first()
with IncomingFile() as file:
    bytes_of(file).write(film)
    stored = keep(file, hashlib.sha256(film).hexdigest())
now = timezone.now()
MessageFile.objects.create(message=message, stored=stored, state="fetched", asked_at=now, fetched_at=now)
print(message.pk)
"""
SENDER = """
from django.contrib.auth.models import User
from whatsapp.models import ApiToken, Conversation
chat = Conversation.objects.filter(last_inbound_at__isnull=False, blocked_at=None).latest("last_inbound_at")
print(ApiToken.create_for(User.objects.get(username="agent")), chat.pk)
"""


def photo() -> bytes:
    """12 megapixels, with as much in them as a photo has."""
    random.seed(1)
    small = Image.effect_noise((400, 300), 60).convert("RGB")
    file = io.BytesIO()
    small.resize((4000, 3000), Image.Resampling.BICUBIC).save(file, "JPEG", quality=92)
    return file.getvalue()


def thumbnail(data: bytes) -> float:
    """Milliseconds, the median of nine."""
    thumbnails.look_at(io.BytesIO(data))
    times = []
    for _ in range(9):
        started = time.perf_counter()
        thumbnails.look_at(io.BytesIO(data))
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def prepare(env: dict[str, str]) -> tuple[str, int, str, str]:
    """A seeded demo with a film; the agent's session, the message that has it, a token, a chat to write to."""
    manage = [*PYTHON, "manage.py"]
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["seed_demo"]):
        subprocess.run([*manage, *command], env=env, check=True, stdout=subprocess.DEVNULL)
    told = [
        subprocess.run(
            [*manage, "shell", "-v0", "-c", script], env=env, check=True, capture_output=True, text=True
        )
        for script in (SIGN_IN, FILM.format(size=FILM_BYTES), SENDER)
    ]
    token, chat = told[2].stdout.split()[-2:]
    return told[0].stdout.split()[-1], int(told[1].stdout.split()[-1]), token, chat


async def load_slowly(port: int, path: str, session: str, until: float) -> None:
    """A phone on a bad network."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=64 * 1024)
    writer.write(f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: sessionid={session}\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200"), head[:80]
    while time.monotonic() < until and await reader.read(SLOW // 10):
        await asyncio.sleep(0.1)
    writer.close()


async def open_pages(port: int, session: str, until: float) -> list[float]:
    """An agent who opens the list again and again."""
    times = []
    while time.monotonic() < until:
        started = time.perf_counter()
        reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**20)
        writer.write(
            f"GET /whatsapp/chat HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n"
            f"cookie: sessionid={session}\r\n\r\n".encode()
        )
        page = await reader.read()
        assert page.startswith(b"HTTP/1.1 200"), page[:80]
        writer.close()
        times.append(time.perf_counter() - started)
        await asyncio.sleep(0.1)
    return times


async def beside(
    port: int, asked: argparse.Namespace, turn: int, session: str, *others: Callable[[float], Awaitable[None]]
) -> tuple[list[float], list[float]]:
    """Webhooks at their pace and an agent's pages, while the others go on. Seconds of both."""
    until = time.monotonic() + asked.seconds
    bodies = load.build(int(asked.seconds * asked.per_second), 50, turn, status_share=0).requests
    tasks = [asyncio.ensure_future(other(until)) for other in others]
    await asyncio.sleep(0.3)
    webhooks, pages = await asyncio.gather(
        load.paced(port, bodies, asked.per_second, 8), open_pages(port, session, until)
    )
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
    return webhooks, pages


def upload(port: int, sent: tuple[str, str, bytes], seconds: float, taken: "Queue[int]") -> None:
    """Twenty at once, in a process of its own; says how many were taken. `sent`: token, conversation, photo."""
    token, chat, data = sent
    until = time.monotonic() + seconds

    def one(agent: int) -> int:
        count = 0
        while time.monotonic() < until:
            file = data + f"{agent} {count}".encode()  # each a file of its own
            answer = requests.post(
                f"http://127.0.0.1:{port}/api/whatsapp/send-media",
                data={"conversation_id": chat},
                files={"file": ("photo.jpg", file)},
                headers={"Authorization": f"Bearer {token}"},
                timeout=60,
            )
            assert answer.status_code == 202, answer.text
            count += 1
        return count

    with ThreadPoolExecutor(PHOTOS) as agents:
        taken.put(sum(agents.map(one, range(PHOTOS))))


def beside_uploads(port: int, asked: argparse.Namespace, session: str, sent: tuple[str, str, bytes]) -> None:
    taken: Queue[int] = multiprocessing.Queue()
    size = f"{len(sent[2]) / 2**20:.0f} MB"
    uploads = multiprocessing.Process(target=upload, args=(port, sent, asked.seconds, taken))
    uploads.start()
    report(f"{PHOTOS} uploads of {size} at once", *asyncio.run(beside(port, asked, len(sent[2]), session)))
    print(f"{'':28} {taken.get()} photos taken")
    uploads.join()


async def send_photos(port: int, data: bytes) -> None:
    """All at once, as a family does after a wedding."""
    address = f"http://127.0.0.1:{port}/simulator/phone/"
    who = (await asyncio.to_thread(requests.get, address + "customers")).json()["customers"][0]["id"]
    headers = {"Content-Type": "image/jpeg"}

    def one(number: int) -> None:
        body = data + bytes([number])  # each a file of its own
        requests.post(f"{address}file?customer={who}&name=photo.jpg", data=body, headers=headers, timeout=60)

    await asyncio.gather(*(asyncio.to_thread(one, number) for number in range(PHOTOS)))


def report(name: str, webhooks: list[float], pages: list[float]) -> None:
    webhooks, pages = sorted(webhooks), sorted(pages)
    print(
        f"{name:28} webhook p50 {percentile(webhooks, 0.5):5.1f} ms  p99 {percentile(webhooks, 0.99):6.1f} ms"
        f"   list page p50 {percentile(pages, 0.5):6.1f} ms"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--per-second", type=float, default=100)
    asked = parser.parse_args()
    data = photo()
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, a photo of {len(data) / 2**20:.1f} MB"
    )
    print(f"thumbnail of 12 megapixels   {thumbnail(data):5.0f} ms")
    with tempfile.TemporaryDirectory() as folder:
        port, meta_port = free_port(), free_port()
        env = environment(Path(folder)) | {
            "DEMO_ADDRESS": f"http://127.0.0.1:{port}",
            "DEMO_DATA": folder,
            "MEDIA_ROOT": f"{folder}/media",
            "WHATSAPP_GRAPH_URL": f"http://127.0.0.1:{meta_port}/simulator/graph",
            "WHATSAPP_WORKER": "embedded",
        }
        session, film, token, chat = prepare(env)
        with (
            running(uvicorn("bench.simulated_meta:application", meta_port), env, meta_port),
            running(uvicorn("config.asgi:application", port), env, port),
        ):
            path = f"/api/whatsapp/media/{film}"
            phones = [lambda until: load_slowly(port, path, session, until)] * PHONES
            report("nothing else", *asyncio.run(beside(port, asked, 1, session)))
            report(f"{PHONES} phones load a film", *asyncio.run(beside(port, asked, 2, session, *phones)))
            photos = asyncio.run(beside(port, asked, 3, session, lambda _until: send_photos(meta_port, data)))
            report(f"{PHOTOS} photos come in", *photos)
            for megabytes in (5, 8):  # as it is, and made smaller by the worker
                time.sleep(PAUSE)
                sent = token, chat, data.ljust(megabytes * 2**20 - 64, b"\0")
                beside_uploads(port, asked, session, sent)


if __name__ == "__main__":
    main()
