"""Each command, started as a newcomer starts it, and what it says when it can't go on."""

import ast
import json
import os
import signal
import socket
import sys
from pathlib import Path

import pytest

import run

from .conftest import Checkout, free_port, is_one_line

pytestmark = pytest.mark.process


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


@pytest.mark.parametrize(("pytest_exits", "expected"), [("0,0", 0), ("1,0", 1), ("0,5", 5)])
def test_all_tests_pass_only_when_both_halves_do(ready: Checkout, pytest_exits: str, expected: int) -> None:
    code, _, _ = ready.run("test", EXIT_CODES=pytest_exits)
    assert code == expected
    fast = "-n auto --maxprocesses 8 -m not browser and not process"
    slow = "-n auto --maxprocesses 2 -m browser or process"
    assert ready.calls() == [fast, slow]


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
