"""The floor: what this machine can do at best with a signed webhook.

A bare ASGI app: HMAC over the body, then one writer thread that keeps all waiting raw bodies and applies them
(set-based upserts) in one SQLite transaction, then 200. The two indexes are those without which nobody could
page a list or a thread. No framework, no models, nothing else.
"""

import asyncio
import hmac
import json
import os
import sqlite3
import threading
from collections.abc import Awaitable, Callable
from queue import Empty, SimpleQueue
from typing import Any

SECRET = os.environ.get("WHATSAPP_APP_SECRET", "").encode()
DATABASE = os.environ.get("FLOOR_DATABASE", "floor.sqlite3")

SCHEMA = """
CREATE TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY, body BLOB);
CREATE TABLE IF NOT EXISTS conversations (
    wa_id TEXT PRIMARY KEY, name TEXT, unread INTEGER, last_message TEXT, last_at INTEGER
);
CREATE TABLE IF NOT EXISTS messages (
    wamid TEXT PRIMARY KEY, wa_id TEXT, type TEXT, content TEXT, at INTEGER, status INTEGER DEFAULT 0
);
CREATE INDEX IF NOT EXISTS thread ON messages (wa_id, at);
CREATE INDEX IF NOT EXISTS list ON conversations (last_at);
"""
RANK = {"sent": 1, "delivered": 2, "read": 3}

queue: SimpleQueue[tuple[bytes, asyncio.Future[None]] | None] = SimpleQueue()


def connect(path: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None)
    connection.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;" + SCHEMA)
    return connection


def write(loop: asyncio.AbstractEventLoop) -> None:
    connection = connect(DATABASE)
    while (first := queue.get()) is not None:
        group = [first]
        try:
            while (item := queue.get_nowait()) is not None:
                group.append(item)
        except Empty:
            pass
        apply(connection, [body for body, _ in group])
        loop.call_soon_threadsafe(answer, [done for _, done in group])


def apply(connection: sqlite3.Connection, bodies: list[bytes]) -> None:
    texts, statuses = [], []
    for body in bodies:
        for entry in json.loads(body)["entry"]:
            for change in entry["changes"]:
                value = change["value"]
                names = {c["wa_id"]: c["profile"]["name"] for c in value.get("contacts", ())}
                for m in value.get("messages", ()):
                    texts.append(
                        (
                            m["id"],
                            m["from"],
                            m["type"],
                            m["text"]["body"],
                            int(m["timestamp"]),
                            names[m["from"]],
                        )
                    )
                for s in value.get("statuses", ()):
                    statuses.append((RANK[s["status"]], s["id"]))
    connection.execute("BEGIN IMMEDIATE")
    connection.executemany("INSERT INTO events (body) VALUES (?)", [(body,) for body in bodies])
    connection.executemany(
        "INSERT INTO messages (wamid, wa_id, type, content, at) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        [row[:5] for row in texts],
    )
    connection.executemany(
        "INSERT INTO conversations VALUES (?, ?, 1, ?, ?) ON CONFLICT DO UPDATE SET unread = unread + 1, "
        "last_message = excluded.last_message, last_at = excluded.last_at",
        [(wa_id, name, content, at) for _, wa_id, _, content, at, name in texts],
    )
    connection.executemany("UPDATE messages SET status = max(status, ?) WHERE wamid = ?", statuses)
    connection.execute("COMMIT")


def answer(waiting: list[asyncio.Future[None]]) -> None:
    for done in waiting:
        if not done.done():
            done.set_result(None)


async def application(
    scope: dict[str, Any],
    receive: Callable[[], Awaitable[dict[str, Any]]],
    send: Callable[..., Awaitable[None]],
) -> None:
    if scope["type"] == "lifespan":
        await receive()
        threading.Thread(target=write, args=[asyncio.get_running_loop()], daemon=True).start()
        await send({"type": "lifespan.startup.complete"})
        await receive()
        queue.put(None)
        await send({"type": "lifespan.shutdown.complete"})
        return
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if not message.get("more_body"):
            break
    signature = dict(scope["headers"]).get(b"x-hub-signature-256", b"")
    genuine = hmac.compare_digest(b"sha256=" + hmac.digest(SECRET, body, "sha256").hex().encode(), signature)
    if genuine:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        queue.put((body, done))
        await done
    await send(
        {
            "type": "http.response.start",
            "status": 200 if genuine else 401,
            "headers": [(b"content-length", b"2")],
        }
    )
    await send({"type": "http.response.body", "body": b"ok"})
