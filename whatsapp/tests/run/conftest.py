"""run.py, started as a newcomer starts it: in a folder of its own, with spaces in its name.

An environment is made for real, but for its pip: installing that takes seconds (CI does it, on a clean
clone). In its place stand a pip and a pytest that only write down how they were called.
"""

import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import venv
from pathlib import Path

import pytest

import run

MANAGE = "import json, os, sys; print(json.dumps([sys.argv, os.getcwd(), os.getpid(), sys.flags.utf8_mode]))"


RECORDER = """
import os, sys, time
with open(os.environ["RECORD"], "a") as record:
    print(*sys.argv[1:], file=record)
if os.environ.get("WAIT"):
    print("waiting", flush=True)
    time.sleep(60)
if os.environ.get("KILLED"):
    os.kill(os.getpid(), 9)
print("ERROR: Could not find a version that satisfies the requirement broken==1 (from versions: none)")
print("ERROR: No matching distribution found for broken==1")
codes = os.environ.get("EXIT_CODES", "0").split(",")
sys.exit(int(codes[min(len(open(os.environ["RECORD"]).readlines()), len(codes)) - 1]))
"""


VENV = """
import glob, os, shutil, sys
here = os.path.dirname(__file__)
sys.path.remove(here)
import venv
venv.main([*sys.argv[1:], "--without-pip"])
(packages,) = glob.glob(f"{sys.argv[-1]}/[Ll]ib/**/site-packages", recursive=True)
for name in ("pip.py", "pytest.py"):
    shutil.copy(f"{here}/installed/{name}", packages)
"""
"""Found before Python's own `venv`."""


class Checkout:
    """A copy of run.py with a `manage.py` and a demo that tell how they were started."""

    def __init__(self, root: Path) -> None:
        root.mkdir(parents=True)
        shutil.copy(run.__file__, root / "run.py")
        (root / "manage.py").write_text(MANAGE)
        (root / "whatsapp" / "demo").mkdir(parents=True)
        (root / "whatsapp" / "demo" / "__main__.py").write_text(MANAGE)
        (root / "requirements.txt").write_text("\n")
        (root / "requirements-dev.txt").write_text("# for tests\n")
        self.stand_ins = root.parent / "stand-ins"
        (self.stand_ins / "installed").mkdir(parents=True)
        (self.stand_ins / "venv.py").write_text(VENV)
        for name in ("pip.py", "pytest.py"):
            (self.stand_ins / "installed" / name).write_text(RECORDER)
        self.root = root
        self.record = root / "record.txt"

    def prepare(self) -> None:
        """Put an environment there, as an earlier start would have left it."""
        venv.create(self.root / ".venv", with_pip=False, symlinks=sys.platform != "win32")
        (packages,) = (self.root / ".venv").glob("[Ll]ib/**/site-packages")
        shutil.copytree(self.stand_ins / "installed", packages, dirs_exist_ok=True)
        stamp = {"python": run.THIS_PYTHON}
        for name in ("requirements.txt", "requirements-dev.txt"):
            stamp[name] = hashlib.sha256((self.root / name).read_bytes()).hexdigest()
        (self.root / ".venv" / "installed.json").write_text(json.dumps(stamp))

    def start(self, *words: str, **variables: str) -> "subprocess.Popen[str]":
        """Start run.py from another folder, in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, str(self.root / "run.py"), *words],
            cwd=self.root.anchor,
            env={**os.environ, "RECORD": str(self.record), "PYTHONPATH": str(self.stand_ins), **variables},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *words: str, **variables: str) -> tuple[int, str, str]:
        """Exit code, stdout, stderr."""
        process = self.start(*words, **variables)
        out, err = process.communicate(timeout=60)
        return process.returncode, out, err

    def calls(self) -> list[str]:
        """How pip and pytest were called."""
        return self.record.read_text().splitlines() if self.record.exists() else []


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """Nothing is installed yet."""
    return Checkout(tmp_path / "team inbox")


@pytest.fixture
def ready(checkout: Checkout) -> Checkout:
    """All is installed."""
    checkout.prepare()
    return checkout


def free_port() -> str:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def is_one_line(text: str) -> bool:
    """Without traceback, without noise."""
    return text.startswith("run.py: ") and text.count("\n") == 1
