"""What each page costs the server, on a small and a large database, side by side.

    python -m bench.pages [--requests 200] [--small URL --large URL] [--keep DIR]

Small: 1 000 conversations, 20 000 messages. Large: 100 000 and 2 000 000. What is going on today is the same in
both; only the past is longer. A database that is empty is filled by `manage.py seed_volume` first (minutes, some
GB); without URLs they are SQLite files in a temporary folder, or in DIR, where they stay.

Server time: from the WSGI application's call to its last byte, in process, with the settings, the middleware and
the templates of the real server, one request at a time, in Arabic. *Cold* is the first request of each kind: a new
connection and, on SQLite, a file that the system has dropped from its memory. *cpu* is the p95 of the processor's
time alone: where it is far below, the machine had other work.
"""

import argparse
import json
import os
import platform
import subprocess
import tempfile
from pathlib import Path

from bench.ingest import PYTHON, environment

SIZES = {"small": (1_000, 20_000), "large": (100_000, 2_000_000)}
PAGE_P95, SEARCH_P95, RATIO = 40, 120, 1.5  # milliseconds, milliseconds, large over small
LIMITS = {"search": SEARCH_P95, "thread: whole page": 2 * PAGE_P95}
"""Of pages that are more than a list or a thread: the whole page of a chat is both, and the frame around them."""
SAME_SIZE = 0.8
"""Bytes of the small one's page over the large one's: below, it has fewer rows, and says nothing."""
TOO_QUICK = 3
"""Milliseconds more that are no growth: below, it is the machine's noise that is compared."""


def fill(env: dict[str, str], conversations: int, messages: int) -> None:
    """As far as it is missing."""
    manage = [*PYTHON, "manage.py"]
    subprocess.run([*manage, "migrate", "-v0"], env=env, check=True)
    count = subprocess.run(
        [
            *manage,
            "shell",
            "-v0",
            "-c",
            "from whatsapp.models import Message; print(Message.objects.count())",
        ],
        env=env,
        check=True,
        capture_output=True,
        text=True,
    )
    if int(count.stdout.split()[-1]) == 0:
        asked = ["--conversations", str(conversations), "--messages", str(messages)]
        subprocess.run([*manage, "seed_volume", *asked], env=env, check=True)
        commands = subprocess.run(
            [*manage, "help", "--commands"], env=env, check=True, capture_output=True, text=True
        )
        if "rebuild_search" in commands.stdout:
            subprocess.run([*manage, "rebuild_search"], env=env, check=True)


def measured(env: dict[str, str], requests: int) -> dict[str, list[float]]:
    """By page: cold, p50, p95, p99, p95 of the processor's time, all in milliseconds; the bytes of one answer."""
    command = [*PYTHON, "-m", "bench.page_visits", str(requests)]
    done = subprocess.run(command, env=env, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout))


def verdict(name: str, small: list[float] | None, large: list[float]) -> str:
    """Empty when all is well. Pages are compared where they are of about one size."""
    if small and small[5] < large[5] * SAME_SIZE:
        small = None
    limit = LIMITS.get(name, PAGE_P95)
    faults = []
    if large[2] > limit:
        faults.append(f"p95 over {limit} ms")
    if small and large[1] > small[1] * RATIO and large[1] - small[1] > TOO_QUICK:
        faults.append(f"{large[1] / small[1]:.1f} times the small one")
    return ", ".join(faults)


def report(small: dict[str, list[float]], large: dict[str, list[float]]) -> bool:
    head = "   ".join(f"{size:>5}: cold   p50   p95   p99   cpu" for size in SIZES)
    print(f"{'milliseconds':34} {head}")
    faults = 0
    for name, figures in large.items():
        few = small.get(name)  # a page may be too deep for the small one
        columns = "   ".join(
            "{:12.1f} {:5.1f} {:5.1f} {:5.1f} {:5.1f}".format(*row[:5]) if row else " " * 36
            for row in (few, figures)
        )
        fault = verdict(name, few, figures)
        faults += bool(fault)
        print(f"{name:34} {columns}   {fault}")
    return not faults


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--requests", type=int, default=200, help="of each page")
    parser.add_argument("--small", default="", help="a database, as DATABASE_URL has it")
    parser.add_argument("--large", default="")
    parser.add_argument("--keep", type=Path, help="where the SQLite files are to stay")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        envs = {}
        for size, (conversations, messages) in SIZES.items():
            url = getattr(asked, size) or f"sqlite:///{folder / f'{size}.sqlite3'}"
            envs[size] = environment(folder) | {"DATABASE_URL": url, "MEDIA_ROOT": str(folder / "media")}
            envs[size] |= {"WHATSAPP_WORKER": "external"}
            fill(envs[size], conversations, messages)
        subprocess.run(
            [*PYTHON, "manage.py", "collectstatic", "--noinput", "-v0"], env=envs["small"], check=True
        )
        kind = envs["large"]["DATABASE_URL"].partition(":")[0]
        print(f"Python {platform.python_version()}, {os.cpu_count()} cores, {kind}, {asked.requests} of each")
        is_well = report(*(measured(env, asked.requests) for env in envs.values()))
    print("All within their limits." if is_well else "NOT all within their limits.")


if __name__ == "__main__":
    main()
