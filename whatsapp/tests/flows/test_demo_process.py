"""The demo as a person has it: one process, a customer's phone, an inbox, and Ctrl+C."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from django.conf import settings

pytestmark = pytest.mark.process

STARTS_WITHIN, ANSWERS_WITHIN, ENDS_WITHIN = 30.0, 10.0, 5.0
MOST_MEMORY = 200 * 1024  # kB


class Demo:
    """A running demo, and a browser that is signed in to its inbox."""

    def __init__(self, process: subprocess.Popen[str], here: str, errors: Path) -> None:
        self.process, self.here, self.errors = process, here, errors
        self.browser = requests.Session()
        self.browser.trust_env = False

    def sign_in(self, who: str) -> None:
        page = self.here + "/accounts/login/"
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self.browser.get(page, timeout=5).text)
        assert token
        form = {"username": who, "password": who, "csrfmiddlewaretoken": token[1]}
        answer = self.browser.post(page, form, headers={"Referer": page}, allow_redirects=False, timeout=5)
        assert answer.status_code == 302

    def get(self, path: str, **query: str) -> Any:
        return self._json(self.browser.get(self.here + path, params=query, timeout=5))

    def post(self, path: str, **body: Any) -> Any:
        headers = {"X-CSRFToken": self.browser.cookies.get("csrftoken", "")}
        return self._json(self.browser.post(self.here + path, json=body, headers=headers, timeout=5))

    def _json(self, answer: requests.Response) -> Any:
        assert answer.ok, answer.text[:500]
        return answer.json()

    def memory(self) -> int:
        """Resident, in kB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0])


@pytest.fixture
def demo(tmp_path: Path) -> Iterator[Demo]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "whatsapp.demo", "--port", str(port), "--data", str(tmp_path / "demo")]
    errors = tmp_path / "stderr"
    with (
        errors.open("w") as stderr,
        subprocess.Popen(
            command,
            cwd=settings.BASE_DIR,
            env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1"},
            stdout=subprocess.PIPE,
            stderr=stderr,
            text=True,
        ) as process,
    ):
        try:
            _wait_for_banner(process, errors)
            yield Demo(process, f"http://127.0.0.1:{port}", errors)
        finally:
            process.kill()


def _wait_for_banner(process: subprocess.Popen[str], errors: Path) -> None:
    too_late = threading.Timer(STARTS_WITHIN, process.kill)
    too_late.start()
    assert process.stdout is not None
    assert any("Ctrl+C" in line for line in process.stdout), errors.read_text()
    too_late.cancel()


def until(happened: Callable[[], Any]) -> Any:
    """The one place of the suite that waits by the clock: another process is at work."""
    deadline = time.monotonic() + ANSWERS_WITHIN
    while not (found := happened()):
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.05)
    return found


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGINT to send to one process")
def test_a_customer_writes_the_agent_answers_the_ticks_turn_blue_and_ctrl_c_ends_it(demo):
    demo.sign_in("agent")
    customer = demo.post("/simulator/phone/customers", name="Zainab", phone="+973 3600 1234")["id"]
    demo.post("/simulator/phone/write", customer=customer, text="مرحبا، عندكم توصيل للبحرين؟")

    def written() -> Any:
        return demo.get("/api/whatsapp/conversations", search="Zainab")["results"]

    (conversation,) = until(written)
    assert (conversation["customer_phone"], conversation["unread_count"]) == ("97336001234", 1)

    demo.post("/api/whatsapp/send-message", conversation_id=conversation["id"], text="أكيد، خلال يومين")

    def read() -> bool:
        on_the_phone = demo.get("/simulator/phone/chat", customer=customer, open="1")["lines"]
        reply = demo.get(f"/api/whatsapp/messages/{conversation['id']}")["results"][0]
        return len(on_the_phone) == 2 and reply["status"] == "read"

    until(read)
    assert demo.get("/readyz") == {"ok": True, "database": True, "worker": True}
    if Path("/proc/self/status").exists():
        assert demo.memory() < MOST_MEMORY

    demo.process.send_signal(signal.SIGINT)
    assert demo.process.wait(ENDS_WITHIN) == 0
    assert demo.errors.read_text() == ""
