"""run.py, started as a newcomer starts it: in a folder of its own, with spaces in its name.

Making a real environment takes seconds, so one story does it; the other tests get a folder whose
`.venv` is there already, with a pip and a pytest that only write down how they were called.
"""

import ast
import hashlib
import json
import os
import shutil
import signal
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
print("ERROR: the wheel is broken")
codes = os.environ.get("EXIT_CODES", "0").split(",")
sys.exit(int(codes[min(len(open(os.environ["RECORD"]).readlines()), len(codes)) - 1]))
"""


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
        self.root = root
        self.record = root / "record.txt"

    def prepare(self) -> None:
        """Put an environment there, as an earlier start would have left it."""
        venv.create(self.root / ".venv", with_pip=False, symlinks=sys.platform != "win32")
        (packages,) = [
            *(self.root / ".venv").glob("lib/*/site-packages"),
            *(self.root / ".venv").glob("Lib/s*"),
        ]
        for name in ("pip", "pytest"):
            (packages / f"{name}.py").write_text(RECORDER)
        stamp = {"python": run.THIS_PYTHON}
        for name in ("requirements.txt", "requirements-dev.txt"):
            stamp[name] = hashlib.sha256((self.root / name).read_bytes()).hexdigest()
        (self.root / ".venv" / "installed.json").write_text(json.dumps(stamp))

    def start(self, *words: str, **variables: str) -> "subprocess.Popen[str]":
        """Start run.py from another folder, in a process group of its own."""
        return subprocess.Popen(
            [sys.executable, str(self.root / "run.py"), *words],
            cwd=self.root.anchor,
            env={**os.environ, "RECORD": str(self.record), **variables},
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


def test_two_starts_at_once_mend_a_half_made_environment_and_a_failing_pip_is_one_line(
    checkout: Checkout,
) -> None:
    left_over = checkout.root / ".venv" / "bin" / "python"
    left_over.parent.mkdir(parents=True)
    left_over.write_text("the plug was pulled here")

    both = [checkout.start("manage", "check") for _ in range(2)]
    answers = [process.communicate(timeout=60) for process in both]
    assert [process.returncode for process in both] == [0, 0], answers
    assert sum("Preparing .venv" in err for _, err in answers) == 1
    assert checkout.run("manage", "check")[2] == ""

    (checkout.root / "requirements.txt").write_text("no-such-package-anywhere==1\n")
    code, out, err = checkout.run("manage", "check", PIP_NO_INDEX="1")
    progress, error = err.split("\n", 1)
    assert (code, out) == (1, "")
    assert progress.startswith("Preparing .venv: requirements.txt")
    assert is_one_line(error)
    assert "no-such-package-anywhere" in error
    log = checkout.root / "var" / "install.log"
    assert str(log) in error
    assert "no-such-package-anywhere" in log.read_text()


def test_the_demo_is_the_same_process_in_the_project_folder_with_all_its_arguments(ready: Checkout) -> None:
    port = free_port()
    process = ready.start("--port", port, "--fresh")
    out, err = process.communicate(timeout=60)
    arguments, folder, pid, utf8 = json.loads(out)
    data = str(ready.root / "var" / "demo")
    assert err == ""
    assert arguments == [
        str(ready.root / "whatsapp" / "demo" / "__main__.py"),
        *("--host", "127.0.0.1", "--port", port, "--data", data, "--fresh"),
    ]
    assert Path(folder) == ready.root
    assert utf8 == 1
    assert pid == process.pid or sys.platform == "win32"


def test_a_data_folder_is_meant_from_where_the_person_stands(ready: Checkout) -> None:
    elsewhere = ready.root.parent / "my data"
    relative = str(elsewhere.relative_to(ready.root.anchor))
    arguments = json.loads(ready.run("--port", free_port(), "--data", relative)[1])[0]
    assert arguments[-1] == str(elsewhere)
    assert elsewhere.is_dir()


def test_serve_and_manage_hand_over_too(ready: Checkout) -> None:
    port = free_port()
    served = json.loads(ready.run("serve", "--host", "127.0.0.1", "--port", port)[1])[0]
    assert served == ["manage.py", "run_server", "--host", "127.0.0.1", "--port", port]
    managed = json.loads(ready.run("manage", "shell", "--help", "two words")[1])[0]
    assert managed == ["manage.py", "shell", "--help", "two words"]


@pytest.mark.parametrize("command", [[], ["serve"]])
def test_a_taken_port_is_said_before_anything_is_installed(checkout: Checkout, command: list[str]) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        code, out, err = checkout.run(*command, "--port", port)
    assert (code, out) == (1, "")
    assert is_one_line(err)
    assert f"port {port} on 127.0.0.1 is taken" in err
    assert not (checkout.root / ".venv").exists()


@pytest.mark.parametrize("port", ["0", "70000"])
def test_a_number_that_is_no_port_is_refused(checkout: Checkout, port: str) -> None:
    code, _, err = checkout.run("--port", port)
    assert code == 1
    assert is_one_line(err)


def test_a_data_folder_that_cannot_be_written_is_one_line(checkout: Checkout) -> None:
    # Below a plain file: that stops even root, whom permissions don't.
    data = checkout.root / "manage.py" / "demo"
    code, out, err = checkout.run("--port", free_port(), "--data", str(data))
    assert (code, out) == (1, "")
    assert is_one_line(err)
    assert str(data) in err
    assert "--data" in err


def test_a_checkout_that_cannot_be_written_is_one_line(checkout: Checkout) -> None:
    (checkout.root / "var").write_text("a file where the folder should be")
    code, _, err = checkout.run("manage", "check")
    assert code == 1
    assert is_one_line(err)
    assert str(checkout.root / "var") in err


def test_an_unknown_command_names_the_known_ones(checkout: Checkout) -> None:
    code, _, err = checkout.run("server")
    assert code == 1
    assert is_one_line(err)
    assert "demo, test, serve, manage" in err


def test_an_old_python_reads_a_sentence() -> None:
    ast.parse(Path(run.__file__).read_text(encoding="utf-8"), feature_version=(3, 6))
    with pytest.raises(run.StartError, match=r"this is Python 3\.10; 3\.11 or newer"):
        run.check_python((3, 10, 12))
    run.check_python((3, 11, 0))
    run.check_python((4, 0, 0))


def test_a_python_without_venv_names_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "ensurepip" else object())
    with pytest.raises(run.StartError, match=rf"apt install python{run.THIS_PYTHON}-venv"):
        run.check_venv()


def test_changed_requirements_are_installed_once(ready: Checkout) -> None:
    (ready.root / "requirements.txt").write_text("# another version\n")
    assert ready.run("manage", "check")[0] == 0
    assert ready.run("manage", "check")[0] == 0
    (call,) = ready.calls()
    assert call == f"install --quiet -r {ready.root / 'requirements.txt'}"


def test_a_failed_installation_is_tried_again_and_keeps_what_was_there(ready: Checkout) -> None:
    (ready.root / "requirements-dev.txt").write_text("# another version\n")
    assert ready.run("test", "-x", EXIT_CODES="1")[0] == 1
    assert ready.run("manage", "check")[0] == 0
    assert len(ready.calls()) == 1
    assert ready.run("test", "-x", EXIT_CODES="0")[0] == 0
    assert [call.split()[0] for call in ready.calls()] == ["install", "install", "-x"]


@pytest.mark.skipif(sys.platform == "win32", reason="locks belong to one process there")
def test_an_orphaned_pip_keeps_others_away_from_the_environment(tmp_path: Path) -> None:
    path = tmp_path / "install.lock"
    with run.alone(path):
        pip = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, close_fds=False)
    with path.open("a+b") as second:
        assert not run.locked(second.fileno())
        pip.communicate(b"\n")
        assert run.locked(second.fileno())


@pytest.mark.skipif(sys.platform == "win32", reason="processes are not killed by a signal there")
def test_a_killed_installation_leaves_an_environment_that_nobody_trusts(ready: Checkout) -> None:
    (ready.root / "requirements.txt").write_text("# another version\n")
    code, _, err = ready.run("manage", "check", KILLED="yes")
    assert code == 1
    assert "installing requirements.txt failed" in err
    assert not (ready.root / ".venv" / "installed.json").exists()


def test_an_environment_that_is_half_made_or_another_pythons_counts_for_nothing(
    ready: Checkout, monkeypatch: pytest.MonkeyPatch
) -> None:
    stamp = ready.root / ".venv" / "installed.json"
    whole = json.loads(stamp.read_text())
    monkeypatch.setattr(run, "STAMP", stamp)
    monkeypatch.setattr(run, "PYTHON", ready.root / ".venv" / run.PYTHON.relative_to(run.VENV))
    assert run.installed() == whole
    stamp.write_text(json.dumps({**whole, "python": "3.10"}))
    assert run.installed() == {}
    stamp.write_text("{")
    assert run.installed() == {}
    stamp.write_text(json.dumps(whole))
    monkeypatch.setattr(run, "PYTHON", ready.root / "the Python that was uninstalled")
    assert run.installed() == {}


@pytest.mark.parametrize(
    ("require", "pytest_exits", "expected"),
    [
        ("", "0,0", 0),
        ("", "0,5", 0),
        ("postgres", "0,5", 0),
        ("postgres,browser", "0,5", 5),
        ("", "1,0", 1),
        ("", "0,1", 1),
    ],
)
def test_all_tests_pass_only_when_both_halves_do(
    ready: Checkout, require: str, pytest_exits: str, expected: int
) -> None:
    code, _, _ = ready.run("test", REQUIRE=require, EXIT_CODES=pytest_exits)
    assert code == expected
    assert ready.calls() == ["-n auto --maxprocesses 8 -m not browser", "-m browser"]


def test_an_interrupted_first_half_ends_the_test_run(ready: Checkout) -> None:
    assert ready.run("test", EXIT_CODES="2")[0] == 2
    assert len(ready.calls()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="a console's Ctrl+C cannot be sent to others there")
@pytest.mark.parametrize("words", [["test"], ["test", "-x"]])
def test_ctrl_c_ends_the_tests_and_their_child(ready: Checkout, words: list[str]) -> None:
    process = ready.start(*words, WAIT="yes")
    assert process.stdout is not None
    assert process.stdout.readline() == "waiting\n"
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=5)  # ends only when the child has closed its side as well
    assert process.returncode != 0
