"""Files: how long one takes, and what webhooks feel while films are loaded, photos come in, and agents send photos.

    python -m bench.media [--seconds 5] [--rounds 4] [--per-second 100]

The inbox is one process with its embedded worker, on SQLite; the simulated Meta, who uploads and who watches are
others. "Photos come in": Meta is given twenty of 12 megapixels, tells of them, and serves them to the worker, which
makes their small pictures. "Uploads": twenty agents send photos of 12 megapixels, each the next as soon as one is
taken; the worker brings them to Meta. Each load takes turns with *nothing else*, several rounds in the same go: the
machine may have other work, and its disk too, which the last columns show. Milliseconds.
"""

import argparse
import asyncio
import io
import multiprocessing
import os
import platform
import random
import sqlite3
import statistics
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from multiprocessing.queues import Queue
from pathlib import Path

import requests
from PIL import Image

from bench import beside, voice
from bench.front_door import SIGN_IN
from bench.ingest import PYTHON, environment, free_port, running, uvicorn
from whatsapp.codecs import thumbnails

PHOTOS, PHONES, AGENTS = 20, 20, 20
LONGEST_PAUSE = 60  # seconds, for the worker to end what it has
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
chats = Conversation.objects.filter(last_inbound_at__isnull=False, blocked_at=None).order_by("-last_inbound_at")
print(ApiToken.create_for(User.objects.get(username="agent")), *chats.values_list("pk", flat=True)[:8])
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
    thumbnails.look_at(data)
    times = []
    for _ in range(9):
        started = time.perf_counter()
        thumbnails.look_at(data)
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


@dataclass(frozen=True)
class Place:
    """A running inbox, seeded with the demo and a film; who is signed in, and the chats that can be written to."""

    port: int
    meta_port: int
    folder: Path
    session: str
    film: int
    token: str
    chats: list[str]

    def wait_for_the_worker(self) -> None:
        """Until nothing waits to be sent or fetched: what is measured next has the machine for itself."""
        until = time.monotonic() + LONGEST_PAUSE
        database = sqlite3.connect(f"file:{self.folder / 'inbox.sqlite3'}?mode=ro", uri=True)
        waiting = (
            "SELECT (SELECT count(*) FROM whatsapp_messages WHERE status IN ('pending', 'sending'))"
            " + (SELECT count(*) FROM whatsapp_message_files WHERE state = 'waiting')"
        )
        while database.execute(waiting).fetchone()[0] and time.monotonic() < until:
            time.sleep(0.3)
        database.close()
        time.sleep(1)


def prepare(env: dict[str, str]) -> tuple[str, int, str, list[str]]:
    """A seeded demo with a film; the agent's session, the message that has it, a token, chats to write to."""
    manage = [*PYTHON, "manage.py"]
    for command in (["migrate", "-v0"], ["collectstatic", "--noinput", "-v0"], ["seed_demo"]):
        subprocess.run([*manage, *command], env=env, check=True, stdout=subprocess.DEVNULL)
    told = [
        subprocess.run(
            [*manage, "shell", "-v0", "-c", script], env=env, check=True, capture_output=True, text=True
        )
        for script in (SIGN_IN, FILM.format(size=FILM_BYTES), SENDER)
    ]
    token, *chats = told[2].stdout.split()
    return told[0].stdout.split()[-1], int(told[1].stdout.split()[-1]), token, chats


# What else goes on: each takes the place and the seconds, and returns how much it did.


def nothing_else(_place: Place, _seconds: float) -> int:
    return 0


def load_films(place: Place, seconds: float) -> int:
    """Twenty phones on a bad network."""
    until = time.monotonic() + seconds

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", place.port, limit=64 * 1024)
        path = f"/api/whatsapp/media/{place.film}"
        writer.write(
            f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncookie: sessionid={place.session}\r\n\r\n".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head[:80]
        while time.monotonic() < until and await reader.read(SLOW // 10):
            await asyncio.sleep(0.1)
        writer.close()

    async def all_of_them() -> None:
        await asyncio.gather(*(one() for _ in range(PHONES)))

    asyncio.run(all_of_them())
    return PHONES


def send_photos(place: Place, _seconds: float) -> int:
    """All at once, as a family does after a wedding."""
    address = f"http://127.0.0.1:{place.meta_port}/simulator/phone/"
    who = requests.get(address + "customers", timeout=20).json()["customers"][0]["id"]
    data, begin = photo(), os.urandom(8)

    def one(number: int) -> None:
        body = data + begin + bytes([number])  # each a file of its own
        headers = {"Content-Type": "image/jpeg"}
        requests.post(f"{address}file?customer={who}&name=photo.jpg", data=body, headers=headers, timeout=60)

    with ThreadPoolExecutor(PHOTOS) as phones:
        list(phones.map(one, range(PHOTOS)))
    return PHOTOS


def uploads_of(megabytes: int) -> Callable[[Place, float], int]:
    def upload(place: Place, seconds: float) -> int:
        """Twenty agents at once, each the next photo as soon as one is taken."""
        until = time.monotonic() + seconds
        file = photo().ljust(megabytes * 2**20 - 64, b"\0")

        def one(agent: int) -> int:
            count = 0
            connection = HTTPConnection("127.0.0.1", place.port, timeout=60)
            chat = place.chats[agent % len(place.chats)]
            while time.monotonic() < until:
                headers, body = form(chat, [file, os.urandom(16)])  # each a file of its own
                headers["Authorization"] = f"Bearer {place.token}"
                connection.request("POST", "/api/whatsapp/send-media", body, headers)
                answer = connection.getresponse()
                assert answer.status == 202, answer.read()
                answer.read()
                count += 1
            return count

        with ThreadPoolExecutor(AGENTS) as agents:
            return sum(agents.map(one, range(AGENTS)))

    return upload


def form(chat: str, file: list[bytes]) -> tuple[dict[str, str], list[bytes]]:
    """In pieces: nothing of it is copied."""
    line = "--bench"
    begin = (
        f'{line}\r\nContent-Disposition: form-data; name="conversation_id"\r\n\r\n{chat}\r\n{line}\r\n'
        'Content-Disposition: form-data; name="file"; filename="photo.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    )
    body = [begin.encode(), *file, f"\r\n{line}--\r\n".encode()]
    length = sum(len(piece) for piece in body)
    return {"Content-Type": "multipart/form-data; boundary=bench", "Content-Length": str(length)}, body


@contextmanager
def going_on(
    what: Callable[[Place, float], int], place: Place, seconds: float
) -> Iterator[Callable[[], int]]:
    """In a process that steps back; yields the way to ask how much was done, once it is over."""
    done: Queue[int] = multiprocessing.Queue()
    process = multiprocessing.Process(target=_do, args=(what, place, seconds, done))
    process.start()
    yield done.get
    process.join()


def _do(what: Callable[[Place, float], int], place: Place, seconds: float, done: "Queue[int]") -> None:
    beside.step_back()
    done.put(what(place, seconds))


def compare(name: str, what: Callable[[Place, float], int], place: Place, asked: argparse.Namespace) -> None:
    """In turn with nothing else, so that what the machine does meanwhile meets both."""
    felt = {"nothing else": beside.Felt(), name: beside.Felt()}
    count = 0
    for _ in range(asked.rounds):
        for title, load in (("nothing else", nothing_else), (name, what)):
            place.wait_for_the_worker()
            with going_on(load, place, asked.seconds + 0.5) as done:
                time.sleep(0.5)
                now = beside.watch(place.port, place.session, place.folder, asked.seconds, asked.per_second)
                felt[title].add(now)
                count += done()
    for title, all_of_it in felt.items():
        print(f"{title:24} {all_of_it}", flush=True)
    print(f"{'':24} {count} in {asked.rounds} times {asked.seconds:.0f} seconds", flush=True)


def measure(folder: Path, asked: argparse.Namespace) -> None:
    port, meta_port = free_port(), free_port()
    env = environment(folder) | {
        "DEMO_ADDRESS": f"http://127.0.0.1:{port}",
        "DEMO_DATA": str(folder),
        "MEDIA_ROOT": f"{folder}/media",
        "WHATSAPP_GRAPH_URL": f"http://127.0.0.1:{meta_port}/simulator/graph",
        "WHATSAPP_WORKER": "embedded",
    }
    place = Place(port, meta_port, folder, *prepare(env))
    meta = ["nice", "-n", "15", *uvicorn("bench.simulated_meta:application", meta_port)]
    with running(meta, env, meta_port), running(uvicorn("config.asgi:application", port), env, port):
        beside.watch(port, place.session, folder, 3, asked.per_second)  # everything is loaded once
        for name, what in (
            (f"{PHONES} phones load a film", load_films),
            (f"{PHOTOS} photos come in", send_photos),
            (f"{AGENTS} uploads of 5 MB", uploads_of(5)),  # as they are
            (f"{AGENTS} uploads of 8 MB", uploads_of(8)),  # made smaller by the worker
        ):
            if asked.only in name:
                compare(name, what, place, asked)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--per-second", type=float, default=100)
    parser.add_argument("--only", default="", help="of the loads, those with this word in their name")
    asked = parser.parse_args()
    data = photo()
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, a photo of {len(data) / 2**20:.1f} MB"
    )
    if not asked.only:
        print(f"thumbnail of 12 megapixels   {thumbnail(data):5.0f} ms")
        voice.report()
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), asked)


if __name__ == "__main__":
    main()
