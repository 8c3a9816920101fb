"""Kills the worker at random points, and counts what Meta got: nothing may be lost, nothing doubled.

    python -m bench.crash [--trials 1000] [--seed 1]

Each trial writes a message, starts a worker process, and kills it (SIGKILL) after a random time: before the POST,
during it, or after Meta took it and before we noted that. Then time passes, another worker recovers, and the
statuses come in. The simulated Meta counts. A message ends as delivered, exactly once, or as `unknown`, which asks
the agent; an `unknown` one that Meta has not got was never heard of again by anybody, and is shown, not lost.
POSIX only.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.ingest import PYTHON, environment, free_port


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--trials", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        env = environment(Path(folder)) | {
            "WHATSAPP_GRAPH_URL": f"http://127.0.0.1:{port}/simulator/graph",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        command = [*PYTHON, "-m", "bench.crash_trials", str(asked.trials), str(asked.seed), str(port)]
        sys.exit(subprocess.run(command, env=env, check=False).returncode)


if __name__ == "__main__":
    main()
