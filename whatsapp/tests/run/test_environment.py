"""The environment that the first start makes: once, whole, or not at all."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import run

from .conftest import Checkout, is_one_line

pytestmark = pytest.mark.process


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

    assert checkout.calls() == [f"install --quiet -r {checkout.root / 'requirements.txt'}"]

    (checkout.root / "requirements.txt").write_text("broken==1\n")
    code, out, err = checkout.run("manage", "check", EXIT_CODES="1")
    progress, error = err.split("\n", 1)
    assert (code, out) == (1, "")
    assert progress.startswith("Preparing .venv: requirements.txt")
    assert is_one_line(error)
    assert "No matching distribution found for broken==1" in error
    log = checkout.root / "var" / "install.log"
    assert str(log) in error
    assert "from versions: none" in log.read_text()


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
