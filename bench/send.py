"""How many messages a second leave for one number, Meta answering in 100 ms, order kept in each conversation.

    python -m bench.send [--messages 900] [--customers 60] [--workers 1]

The ceiling is Meta's own budget of 80 a second, which the worker keeps. The simulated Meta runs in this process,
the workers as `manage.py run_worker`, on SQLite.
"""

import argparse
import os
import subprocess
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from bench import slow_meta
from bench.ingest import PYTHON, environment, free_port
from whatsapp.simulator.meta import Meta

ANSWERS_AFTER = 0.1


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--messages", type=int, default=900)
    parser.add_argument("--customers", type=int, default=60)
    parser.add_argument("--workers", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        env = environment(Path(folder)) | {
            "WHATSAPP_GRAPH_URL": f"http://127.0.0.1:{port}/simulator/graph",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        run(asked, env, port)


def run(asked: argparse.Namespace, env: dict[str, str], port: int) -> None:
    subprocess.run([*PYTHON, "manage.py", "migrate", "-v0"], env=env, check=True)
    fill = [*PYTHON, "-m", "bench.pending", str(asked.messages), str(asked.customers)]
    subprocess.run(fill, env=env, check=True)
    meta = slow_meta.serve(env, port, seconds_away=ANSWERS_AFTER / 2)
    workers = [
        subprocess.Popen([*PYTHON, "manage.py", "run_worker"], env=env, stdout=subprocess.DEVNULL)
        for _ in range(asked.workers)
    ]
    try:
        while len(meta.accepted) < asked.messages:
            time.sleep(0.05)
    finally:
        for worker in workers:
            worker.terminate()
            worker.wait(10)
    report(meta, asked)


def report(meta: Meta, asked: argparse.Namespace) -> None:
    times = sorted(accepted.at for accepted in meta.accepted)
    seconds = times[-1] - times[0]
    by_customer: dict[str, list[int]] = defaultdict(list)
    for accepted in meta.accepted:
        by_customer[accepted.body["to"]].append(int(accepted.body["text"]["body"]))
    in_order = all(numbers == sorted(numbers) for numbers in by_customer.values())
    print(
        f"{os.cpu_count()} cores, {asked.workers} worker process(es), Meta answers in {ANSWERS_AFTER * 1000:.0f} ms"
    )
    print(
        f"{len(times)} messages in {seconds:.1f} s: {len(times) / seconds:.0f} a second, order kept: {in_order}"
    )
    raise SystemExit(not in_order)


if __name__ == "__main__":
    main()
