"""Signed webhooks as Meta sends them, and a closed or paced loop that posts them over a few connections."""

import asyncio
import json
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from whatsapp.cloud_api.signature import sign

SECRET, PHONE_NUMBER_ID = "bench-app-secret", "106540352242922"
PATH = "/api/whatsapp/webhook"
LINES = (
    "السلام عليكم، هل الموعد متاح غدًا؟",
    "Is the blue one still available?",
    "تم، شكرًا لكم 🌷",
    "كم السعر؟ 150 أو 200",
)


@dataclass
class Load:
    """Requests ready to be written to a socket, and what must be in the database afterwards."""

    requests: list[bytes] = field(default_factory=list)
    texts: int = 0
    outgoing: int = 0


def build(count: int, customers: int, turn: int, *, status_share: float = 0.4) -> Load:
    """`count` webhooks: texts of so many customers, and statuses for outgoing messages that are there before."""
    random.seed(turn)
    load, now = Load(), int(time.time())
    pending: list[tuple[str, str]] = []
    for number in range(count):
        if random.random() < status_share:
            if not pending:
                wamid = outgoing_wamid(turn, load.outgoing)
                load.outgoing += 1
                pending = [(wamid, "read"), (wamid, "delivered"), (wamid, "sent")]
            value = _status(*pending.pop(), now)
        else:
            value = text(f"wamid.turn{turn}.{number}", random.randrange(customers), random.choice(LINES), now)
            load.texts += 1
        load.requests.append(request(value))
    return load


def outgoing_wamid(turn: int, number: int) -> str:
    return f"wamid.out{turn}.{number}"


def request(value: dict[str, object]) -> bytes:
    metadata = {"display_phone_number": "15550783881", "phone_number_id": PHONE_NUMBER_ID}
    change = {"field": "messages", "value": {"messaging_product": "whatsapp", "metadata": metadata, **value}}
    envelope = {
        "object": "whatsapp_business_account",
        "entry": [{"id": "102290129340398", "changes": [change]}],
    }
    body = json.dumps(envelope, separators=(",", ":")).replace("/", "\\/").encode()
    head = (
        f"POST {PATH} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
        f"content-length: {len(body)}\r\nx-hub-signature-256: {sign(body, SECRET)}\r\n\r\n"
    )
    return head.encode() + body


def text(wamid: str, customer: int, text: str, now: int) -> dict[str, object]:
    wa_id = f"96650{customer:07d}"
    contact = {"profile": {"name": f"عميل {customer}"}, "wa_id": wa_id, "user_id": f"SA.{customer:012d}"}
    message = {
        "from": wa_id,
        "from_user_id": contact["user_id"],
        "id": wamid,
        "timestamp": str(now),
        "type": "text",
    }
    return {"contacts": [contact], "messages": [{**message, "text": {"body": text}}]}


def _status(wamid: str, status: str, now: int) -> dict[str, object]:
    pricing = {"billable": True, "pricing_model": "PMP", "type": "regular", "category": "service"}
    update = {"id": wamid, "status": status, "timestamp": str(now), "recipient_id": "966500000000"}
    return {"statuses": [{**update, "pricing": pricing}]}


async def closed_loop(port: int, requests: Sequence[bytes], connections: int) -> list[float]:
    """Each connection sends the next one as soon as it is answered. Returns seconds per webhook."""
    todo, latencies = iter(requests), []

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for data in todo:
            started = time.perf_counter()
            await _post(reader, writer, data)
            latencies.append(time.perf_counter() - started)
        writer.close()

    await asyncio.gather(*(one() for _ in range(connections)))
    return latencies


async def _post(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, data: bytes) -> None:
    writer.write(data)
    head = await reader.readuntil(b"\r\n\r\n")
    if not head.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"not acknowledged: {head[:60]!r}")
    lower = head.lower()
    length = int(lower.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
    await reader.readexactly(length)


async def paced(port: int, requests: Sequence[bytes], per_second: float, connections: int) -> list[float]:
    """Webhooks leave at a fixed pace, whether or not earlier ones are answered. Returns seconds per webhook."""
    idle: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    for _ in range(connections):
        idle.put_nowait(await asyncio.open_connection("127.0.0.1", port))
    latencies: list[float] = []
    begin = time.perf_counter()

    async def one(due: float, data: bytes) -> None:
        reader, writer = await idle.get()
        await _post(reader, writer, data)
        latencies.append(time.perf_counter() - due)
        idle.put_nowait((reader, writer))

    tasks = []
    for number, data in enumerate(requests):
        due = begin + number / per_second
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(one(due, data)))
    await asyncio.gather(*tasks)
    return latencies
