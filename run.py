"""One command to try, test or run the WhatsApp team inbox. It needs nothing but Python 3.11 or newer.

  python3 run.py                 the demo: inbox, worker and a simulated WhatsApp, in one process
  python3 run.py test [...]      the tests; what follows goes to pytest
  python3 run.py serve           production on one machine, configured by the environment or .env
  python3 run.py manage ...      Django's manage.py, in the right environment

The first start makes .venv beside this file and installs requirements.txt there; later starts do so
only when that file has changed.
"""

# A Python that is too old must get as far as check_python() and read a sentence, not a SyntaxError:
# so nothing here is newer than Python 3.6, and newer annotations are written as strings.

import argparse
import contextlib
import errno
import hashlib
import importlib.util
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

OLDEST_PYTHON = (3, 11)
THIS_PYTHON = "{}.{}".format(*sys.version_info[:2])
ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
STAMP = VENV / "installed.json"
VAR = ROOT / "var"
LOG = VAR / "install.log"
INTERRUPTED = 2  # pytest's exit code


class StartError(Exception):
    """We cannot go on: the text is one line that says what is wrong and what to do."""


def main(words: "list[str]") -> int:
    """Run the command that `words` name; the answer is the exit code (1 refused, 2 wrong usage)."""
    commands = {"demo": demo, "test": test, "serve": serve, "manage": manage}
    try:
        check_python(sys.version_info[:3])
        words = words if words and not words[0].startswith("-") else ["demo", *words]
        if words[0] not in commands:
            raise StartError(f'"{words[0]}" is not one of: {", ".join(commands)}; see python3 run.py --help')
        return commands[words[0]](words[1:])
    except (StartError, OSError) as problem:
        say(f"run.py: {problem}\n")
        return 1
    except KeyboardInterrupt:
        say("\nStopped.\n")
        return 130


def demo(words: "list[str]") -> int:
    """Check the port and the data folder first: both fail at once, installing takes a minute."""
    parser = parser_with_address("run.py", __doc__)
    parser.add_argument("--data", type=Path, default=VAR / "demo", help="where the demo keeps its data")
    parser.add_argument("--fresh", action="store_true", help="forget the demo's data and start anew")
    asked = parser.parse_args(words)
    data = asked.data.absolute()
    check_port(asked.host, asked.port)
    check_writable(data, "choose another folder with --data")
    prepare("requirements.txt")
    address = ["--host", asked.host, "--port", str(asked.port)]
    fresh = ["--fresh"] if asked.fresh else []
    return hand_over("-m", "whatsapp.demo", *address, "--data", str(data), *fresh)


def serve(words: "list[str]") -> int:
    """The server itself names the settings that are missing."""
    asked = parser_with_address("run.py serve", "Production on one machine; docs/setup.md").parse_args(words)
    check_port(asked.host, asked.port)
    prepare("requirements.txt")
    return hand_over("manage.py", "run_server", "--host", asked.host, "--port", str(asked.port))


def manage(words: "list[str]") -> int:
    """Whatever Django's manage.py can do."""
    prepare("requirements.txt")
    return hand_over("manage.py", *words)


def test(words: "list[str]") -> int:
    """All tests, or one pytest call with the arguments that were given.

    The fast tests share the cores; those of the browser and of whole processes follow, two at a time at most,
    since what waits for its turn on a busy machine is what times out.
    """
    prepare("requirements.txt", "requirements-dev.txt")
    if words:
        return hand_over("-m", "pytest", *words)
    fast = wait_for("-m", "pytest", "-n", "auto", "--maxprocesses", "8", "-m", "not browser and not process")
    if fast == INTERRUPTED:
        return fast
    slow = wait_for("-m", "pytest", "-n", "auto", "--maxprocesses", "2", "-m", "browser or process")
    return fast or slow


def parser_with_address(name: str, description: "str | None") -> argparse.ArgumentParser:
    """A parser that knows --host and --port."""
    parser = argparse.ArgumentParser(
        prog=name, description=description, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
    return parser


def check_python(version: "tuple[int, ...]") -> None:
    """Refuse a Python that is too old for Django."""
    if version[:2] < OLDEST_PYTHON:
        have = "{}.{}".format(*version)
        raise StartError(f"this is Python {have}; 3.11 or newer is needed: https://www.python.org/downloads/")


def check_port(host: str, port: int) -> None:
    """Bind the port for a moment, as the server will."""
    if not 0 < port < 65536:
        raise StartError(f"{port} is not a port; choose one from 1024 to 65535 with --port")
    cures = {
        errno.EADDRINUSE: f"port {port} on {host} is taken; stop what uses it, or choose another with --port",
        errno.EACCES: f"this user may not open port {port}; choose one above 1023 with --port",
        errno.EADDRNOTAVAIL: f"{host} is not an address of this machine; leave --host out, or use 0.0.0.0",
    }
    # On Windows SO_REUSEADDR would let two servers share a port; elsewhere, without it, a server
    # that has just stopped would keep its port for a minute.
    option = getattr(socket, "SO_EXCLUSIVEADDRUSE", socket.SO_REUSEADDR)
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, option, 1)
            probe.bind(address)
    except socket.gaierror:
        raise StartError(f"{host} is not a known address; leave --host out, or use 0.0.0.0") from None
    except OSError as problem:
        cure = cures.get(problem.errno or 0, f"cannot listen on {host}:{port} ({problem})")
        raise StartError(cure) from None


def check_writable(folder: Path, cure: str) -> None:
    """Make `folder`, and a file in it that vanishes again: permissions alone don't tell."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as problem:
        raise StartError(f"cannot write to {folder} ({problem.strerror}); {cure}") from None


def check_venv() -> None:
    """Debian and Ubuntu ship Python without the part that makes environments."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        cure = f"on Debian or Ubuntu: sudo apt install python{THIS_PYTHON}-venv"
        raise StartError(f"this Python cannot make environments; {cure}")


def prepare(*requirements: str) -> None:
    """Make .venv and install `requirements` (file names), as far as that is not done already."""
    wanted = {name: hashlib.sha256((ROOT / name).read_bytes()).hexdigest() for name in requirements}
    if wanted.items() <= installed().items():
        return
    check_venv()
    for folder in (ROOT, VAR):
        check_writable(folder, "give this user the right to, or copy the project elsewhere")
    with alone(VAR / "install.lock"):
        have = installed()  # whoever held the lock before us may have done it all
        missing = [name for name in wanted if have.get(name) != wanted[name]]
        if missing:
            install(missing, have, wanted)


def installed() -> "dict[str, str]":
    """What .venv holds: {file name: SHA-256}. Empty when .venv is half made, or another Python's."""
    try:
        found = json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
    return found if found.get("python") == THIS_PYTHON and PYTHON.exists() else {}


def install(missing: "list[str]", have: "dict[str, str]", wanted: "dict[str, str]") -> None:
    """Bring .venv up to date, with one line of progress.

    The stamp goes away before anything changes and comes back afterwards: a pulled plug leaves a
    .venv without a stamp, and the next start makes it anew. When pip says that it failed (no
    connection, say), what was installed before still is, and the old stamp is still true.
    """
    started = time.monotonic()
    say(f"Preparing .venv: {', '.join(missing)} (a minute the first time) ... ")
    LOG.write_bytes(b"")
    if have:
        STAMP.unlink()
    elif run_logged(sys.executable, "-m", "venv", "--clear", str(VENV)):
        raise failed("making .venv")
    have = {**have, "python": THIS_PYTHON}
    files = [word for name in missing for word in ("-r", str(ROOT / name))]
    code = run_logged(str(PYTHON), "-m", "pip", "install", "--quiet", *files)
    if code >= 0:  # below zero: killed, so nobody knows what is there
        STAMP.write_text(json.dumps(have if code else {**have, **wanted}))
    if code:
        raise failed("installing " + " and ".join(missing))
    say(f"done in {time.monotonic() - started:.0f} s\n")


def run_logged(*command: str) -> int:
    """Run `command` with its words in the log; the answer is its exit code."""
    quiet = variables(PIP_USER="0", PIP_NO_INPUT="1", PIP_DISABLE_PIP_VERSION_CHECK="1")
    with LOG.open("ab") as log:
        return subprocess.call(command, stdout=log, stderr=log, env=quiet, close_fds=False)


def failed(step: str) -> StartError:
    """One line with the last error in the log."""
    say("failed\n")
    lines = LOG.read_text(errors="replace").splitlines()
    reason = [line for line in lines if line.lower().startswith("error: ")][-1:] or lines[-1:]
    cure = f"check the connection and the disk and run it again; all details are in {LOG}"
    return StartError(f"{step} failed ({''.join(reason)}); {cure}")


@contextlib.contextmanager
def alone(path: Path) -> "Iterator[None]":
    """Hold the lock `path`. The system frees it when its holders die, so it is never stale.

    Children inherit it: killed, we leave a pip at work, and nobody may make .venv anew under its hands.
    """
    with path.open("a+b") as handle:
        os.set_inheritable(handle.fileno(), True)
        patience = iter(["Another run.py is preparing .venv; waiting for it ...\n"])
        while not locked(handle.fileno()):
            say(next(patience, ""))
            time.sleep(0.2)
        yield


def locked(handle: int) -> bool:
    """Try to take the lock, without waiting."""
    try:
        if sys.platform == "win32":
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True


def variables(**more: str) -> "dict[str, str]":
    """Ours for a child, with UTF-8 whatever the console thinks: it could not print Arabic else."""
    return {**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8", "VIRTUAL_ENV": str(VENV), **more}


def hand_over(*words: str) -> int:
    """Become .venv's Python, in the project's folder: one process, and signals reach it directly."""
    if sys.platform == "win32":  # there exec starts a second process and lets the console go
        return wait_for(*words)
    os.chdir(ROOT)
    return os.execve(PYTHON, [str(PYTHON), *words], variables())


def wait_for(*words: str) -> int:
    """Run .venv's Python as a child; the answer is its exit code.

    The console gives Ctrl+C to the child as well: it has two seconds to leave by itself, two more
    after being asked to, and then it is made to.
    """
    child = subprocess.Popen([str(PYTHON), *words], cwd=ROOT, env=variables())
    try:
        return child.wait()
    except KeyboardInterrupt:
        for end in (child.terminate, child.kill):
            with contextlib.suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
                child.wait(timeout=2)
            end()
        raise


def say(text: str) -> None:
    """To stderr: what commands print on stdout belongs to scripts."""
    sys.stderr.write(text)
    sys.stderr.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
