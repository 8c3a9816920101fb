"""Mutated webhooks against the road in: each must be answered 200 and kept, byte for byte.

    python -m bench.fuzz [--bodies 100000] [--seed 1]

A database of its own (SQLite), in a temporary folder. Ends with 1 at the first body that is not, and prints it.
"""

import argparse
import os
import subprocess
import sys
import tempfile

from bench.ingest import PYTHON


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bodies", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        settings = {"DJANGO_SETTINGS_MODULE": "whatsapp.tests.settings"}
        env = {**os.environ, **settings, "DATABASE_URL": f"sqlite:///{folder}/fuzz.sqlite3"}
        command = [*PYTHON, "-m", "bench.fuzz_bodies", str(asked.bodies), str(asked.seed)]
        sys.exit(subprocess.run(command, env=env, check=False).returncode)


if __name__ == "__main__":
    main()
