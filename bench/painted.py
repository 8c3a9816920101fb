"""How long it takes from a customer's message to its bubble on the agent's screen, and to open a long chat.

    python -m bench.painted [--messages 100] [--pace 2] [--limit 400] [--history 10000] [--opening 1000]

A real server process and the system's Chromium with a full list and one open chat. Signed webhooks come at a pace;
the page notes when each bubble has been painted, by the same machine's clock. Ends with 1 when the 95th percentile
is over its limit (milliseconds), or when a message never came.
"""

import argparse
import platform
import random
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from bench import load
from bench.ingest import PYTHON, environment, free_port, percentile, running
from whatsapp.tests.chromium import FLAGS
from whatsapp.tests.services import CHROMIUM

NAME = "bench"
CUSTOMERS, CUSTOMER = 60, 60
"""Those in the list, and after them the one whose chat is open."""
MAKE_AGENT = f"""
from django.contrib.auth.models import Group, User
User.objects.create_user({NAME!r}, password={NAME!r}).groups.add(Group.objects.get(name="agent"))
"""
WATCH = """() => {
    window.painted = {};
    new MutationObserver(() => {
        const texts = document.querySelectorAll("#messages .bubble .text");
        const news = [...texts].map((text) => text.textContent.trim());
        requestAnimationFrame(() => {
            const channel = new MessageChannel();
            channel.port1.onmessage = () => { for (const text of news) window.painted[text] ??= Date.now(); };
            channel.port2.postMessage(0);
        });
    }).observe(document.getElementById("thread-pane"), { childList: true, subtree: true });
}"""
"""The task after a frame's callbacks comes when that frame has been drawn."""

OPEN = """(link) => new Promise((done) => {
    const began = performance.now();
    const wanted = link.closest("li").id.replace("chat-", "");
    const look = () => {
        const isThere = document.getElementById("thread")?.dataset.conversation === wanted;
        if (!isThere || !document.querySelector("#messages .bubble")) return requestAnimationFrame(look);
        return requestAnimationFrame(() => done(performance.now() - began));
    };
    link.click();
    look();
})"""


def webhook(number: int) -> bytes:
    return load.request(load.text(f"wamid.painted.{number}", CUSTOMER, words(number), int(time.time())))


def long_chat(messages: int) -> list[bytes]:
    now = int(time.time())
    texts = (load.text(f"wamid.long.{n}", CUSTOMER + 1, f"line {n}", now) for n in range(messages))
    return [load.request(text) for text in texts]


def words(number: int) -> str:
    return f"message {number} of the measurement"


def post(port: int, data: bytes) -> None:
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(data)
        if not connection.recv(4096).startswith(b"HTTP/1.1 200"):
            raise SystemExit("a webhook was not acknowledged")


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/accounts/login/")
    page.locator("[name=username]").fill(NAME)
    page.locator("[name=password]").fill(NAME)
    page.locator("[name=password]").press("Enter")
    page.locator(".row-link").first.click()
    page.locator("#messages .bubble").first.wait_for()


def measure(page: Page, port: int, messages: int, pace: float) -> list[float]:
    page.evaluate(WATCH)
    sent: dict[str, float] = {}
    for number in range(1, messages + 1):
        data = webhook(number)
        sent[words(number)] = time.time()
        post(port, data)
        page.wait_for_timeout(random.uniform(0.5, 1.5) * 1000 / pace)  # in no step with anything
    page.wait_for_function("(words) => window.painted[words]", arg=words(messages), timeout=10_000)
    painted = page.evaluate("() => window.painted")
    missing = sent.keys() - painted.keys()
    if missing:
        raise SystemExit(f"{len(missing)} of {messages} messages never came")
    return sorted(painted[text] / 1000 - at for text, at in sent.items())


def opening(page: Page) -> list[float]:
    """From the click to the paint, of the chat with the long history and of the one before it, in turns."""
    taken = []
    for turn in range(20):
        row = page.locator(f"#conversations li:nth-child({2 - turn % 2}) .row-link")
        row.wait_for()
        taken.append(row.evaluate(OPEN) / 1000)
        page.wait_for_timeout(300)
    return sorted(taken)


def run(messages: int, pace: float, history: int) -> tuple[list[float], list[float]]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        env = environment(Path(folder)) | {"ALLOWED_HOSTS": "127.0.0.1"}
        subprocess.run([*PYTHON, "manage.py", "migrate", "-v0"], env=env, check=True)
        subprocess.run([*PYTHON, "manage.py", "shell", "-c", MAKE_AGENT], env=env, check=True)
        with running([*PYTHON, "manage.py", "run_server", "--port", str(port)], env, port):
            for data in [*load.build(300, CUSTOMERS, turn=0, status_share=0).requests, *long_chat(history)]:
                post(port, data)
            post(port, webhook(0))
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            page = browser.new_page(viewport={"width": 1280, "height": 800})
            sign_in(page, address)
            opened = opening(page)
            page.locator("#conversations li:first-child .row-link").click()
            page.locator(f"#messages .bubble:has-text('{words(0)}')").wait_for()
            taken = measure(page, port, messages, pace)
            browser.close()
    return taken, opened


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--messages", type=int, default=100)
    parser.add_argument("--pace", type=float, default=2, help="messages a second")
    parser.add_argument("--limit", type=float, default=400, help="milliseconds, of the 95th percentile")
    parser.add_argument("--history", type=int, default=10_000, help="messages of the chat that is opened")
    parser.add_argument("--opening", type=float, default=1000, help="milliseconds, of the 95th percentile")
    options = parser.parse_args()
    taken, opened = run(options.messages, options.pace, options.history)
    p95 = percentile(taken, 0.95)
    print(f"{platform.python_version()}, {options.messages} messages, {options.pace:g} a second")
    worst = percentile(taken, 1)
    print(f"webhook to painted: p50 {percentile(taken, 0.5):.0f} ms, p95 {p95:.0f} ms, worst {worst:.0f} ms")
    slow = percentile(opened, 0.95)
    print(f"to open a chat of {options.history}: p50 {percentile(opened, 0.5):.0f} ms, p95 {slow:.0f} ms")
    sys.exit(p95 > options.limit or slow > options.opening)


if __name__ == "__main__":
    main()
