"""How many webhooks a second are kept *and applied*, beside the floor on the same machine in the same go.

    python -m bench.ingest [--webhooks 12000] [--customers 500] [--connections 16] [--turns 3] [--pace 500]

Each turn runs the floor and this project on databases of their own (SQLite, WAL, synchronous=FULL), then reads
both databases: nothing acknowledged may be missing, doubled or miscounted. The acknowledgement comes after the
commit, so the last answer is also the moment when the last update is applied.
"""

import argparse
import asyncio
import os
import platform
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench import floor, load

PYTHON = [sys.executable, "-X", "utf8"]


def environment(folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "SECRET_KEY": "bench-" * 10,
        "DATABASE_URL": f"sqlite:///{folder / 'inbox.sqlite3'}",
        "FLOOR_DATABASE": str(folder / "floor.sqlite3"),
        "WHATSAPP_APP_SECRET": load.SECRET,
        "WHATSAPP_ACCESS_TOKEN": "bench",
        "WHATSAPP_WEBHOOK_TOKEN": "bench",
        "WHATSAPP_PHONE_NUMBER_ID": load.PHONE_NUMBER_ID,
        "WHATSAPP_GRAPH_URL": "http://127.0.0.1:9",
        "PUBLIC_URL": "",
    }


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: list[str], env: dict[str, str], port: int) -> Iterator[None]:
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        yield
    finally:
        process.terminate()
        process.wait(10)


def uvicorn(application: str, port: int) -> list[str]:
    return [
        *PYTHON,
        "-m",
        "uvicorn",
        application,
        "--port",
        str(port),
        "--log-level",
        "warning",
        "--no-access-log",
    ]


def run_floor(folder: Path, requests: load.Load, turn: int, connections: int) -> tuple[float, list[float]]:
    env, port = environment(folder), free_port()
    database = floor.connect(env["FLOOR_DATABASE"])
    database.executemany(
        "INSERT INTO messages (wamid) VALUES (?)",
        [(load.outgoing_wamid(turn, n),) for n in range(requests.outgoing)],
    )
    database.commit()
    database.close()
    with running(uvicorn("bench.floor:application", port), env, port):
        result = drive(port, requests, connections)
    check_floor(env["FLOOR_DATABASE"], requests)
    return result


def run_inbox(folder: Path, requests: load.Load, turn: int, connections: int) -> tuple[float, list[float]]:
    env, port = environment(folder), free_port()
    prepare_inbox(env, requests, turn)
    with running([*PYTHON, "manage.py", "run_server", "--port", str(port)], env, port):
        result = drive(port, requests, connections)
    check_inbox(folder / "inbox.sqlite3", requests)
    return result


def prepare_inbox(env: dict[str, str], requests: load.Load, turn: int) -> None:
    wamids = ",".join(load.outgoing_wamid(turn, n) for n in range(requests.outgoing))
    subprocess.run([*PYTHON, "manage.py", "migrate", "-v0"], env=env, check=True)
    subprocess.run([*PYTHON, "-m", "bench.outgoing"], env=env, input=wamids, text=True, check=True)


def drive(port: int, requests: load.Load, connections: int) -> tuple[float, list[float]]:
    warm_up = load.build(200, 10, turn=-1, status_share=0)
    asyncio.run(load.closed_loop(port, warm_up.requests, connections))
    started = time.perf_counter()
    latencies = asyncio.run(load.closed_loop(port, requests.requests, connections))
    return len(requests.requests) / (time.perf_counter() - started), sorted(latencies)


def check_floor(path: str, requests: load.Load) -> None:
    database = sqlite3.connect(path)
    one = lambda query: database.execute(query).fetchone()[0]  # noqa: E731
    expect("floor: bodies", one("SELECT count(*) FROM events"), len(requests.requests) + 200)
    expect("floor: messages", one("SELECT count(*) FROM messages"), requests.texts + requests.outgoing + 200)


def check_inbox(path: Path, requests: load.Load) -> None:
    database = sqlite3.connect(path)
    one = lambda query: database.execute(query).fetchone()[0]  # noqa: E731
    texts = requests.texts + 200
    expect("bodies", one("SELECT count(*) FROM whatsapp_webhook_events"), len(requests.requests) + 200)
    expect(
        "bodies applied",
        one("SELECT count(*) FROM whatsapp_webhook_events WHERE state = 'applied'"),
        len(requests.requests) + 200,
    )
    expect("texts", one("SELECT count(*) FROM whatsapp_messages WHERE direction = 'incoming'"), texts)
    expect(
        "wamids",
        one("SELECT count(DISTINCT whatsapp_message_id) FROM whatsapp_messages"),
        texts + requests.outgoing,
    )
    expect("unread", one("SELECT sum(unread_count) FROM whatsapp_conversations"), texts)
    expect("statuses left over", one("SELECT count(*) FROM whatsapp_waiting_statuses"), 0)
    read = one("SELECT count(*) FROM whatsapp_messages WHERE direction = 'outgoing' AND status = 'read'")
    expect("read (the last one may be half told)", read >= requests.outgoing - 1, True)


def expect(what: str, found: object, wanted: object) -> None:
    if found != wanted:
        raise SystemExit(f"WRONG: {what}: {found}, not {wanted}")


def percentile(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(len(values) * share))] * 1000


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--webhooks", type=int, default=12_000)
    parser.add_argument("--customers", type=int, default=500)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--pace", type=float, default=500, help="webhooks a second in the last, paced part")
    wanted = parser.parse_args()
    print(
        f"Python {platform.python_version()}, {os.cpu_count()} cores, "
        f"SQLite {sqlite3.sqlite_version}, WAL, synchronous=FULL"
    )
    print(f"{wanted.webhooks} webhooks, {wanted.connections} connections, {wanted.customers} customers")
    speeds: dict[str, list[float]] = {"floor": [], "inbox": []}
    for turn in range(wanted.turns):
        requests = load.build(wanted.webhooks, wanted.customers, turn)
        for name, run in (("floor", run_floor), ("inbox", run_inbox)):
            with tempfile.TemporaryDirectory() as folder:
                speed, latencies = run(Path(folder), requests, turn, wanted.connections)
            speeds[name].append(speed)
            tail = f"p50 {percentile(latencies, 0.5):.1f} ms, p99 {percentile(latencies, 0.99):.1f} ms"
            print(f"turn {turn + 1}  {name}  {speed:7.0f} webhooks/s applied  {tail}")
    medians = {name: statistics.median(values) for name, values in speeds.items()}
    ratio = medians["inbox"] / medians["floor"]
    print(f"median: floor {medians['floor']:.0f}/s, inbox {medians['inbox']:.0f}/s, ratio {ratio:.2f}")
    with tempfile.TemporaryDirectory() as folder:
        measure_pace(Path(folder), wanted.pace, wanted.customers, wanted.connections)


def measure_pace(folder: Path, pace: float, customers: int, connections: int) -> None:
    """From the moment a webhook was due until its row is committed, and so visible to every reader."""
    env, port = environment(folder), free_port()
    requests = load.build(int(pace * 10), customers, turn=99)
    prepare_inbox(env, requests, 99)
    with running([*PYTHON, "manage.py", "run_server", "--port", str(port)], env, port):
        asyncio.run(
            load.closed_loop(port, load.build(200, 10, turn=-1, status_share=0).requests, connections)
        )
        latencies = sorted(asyncio.run(load.paced(port, requests.requests, pace, connections)))
    check_inbox(folder / "inbox.sqlite3", requests)
    median, tail = percentile(latencies, 0.5), percentile(latencies, 0.95)
    print(f"at {pace:.0f}/s: row committed after p50 {median:.1f} ms, p95 {tail:.1f} ms")


if __name__ == "__main__":
    main()
