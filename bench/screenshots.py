"""Every page of the demo as a picture: both languages, light and dark, phone and desktop.

    python -m bench.screenshots [--address http://127.0.0.1:8000] [--only chat] [--to var/screenshots]
    python -m bench.screenshots --readme    # the pictures in docs/images, as an agent sees the inbox

Without an address it starts a demo of its own. The names are page-language-scheme-screen.png: look at all of them
when you have touched a stylesheet.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from itertools import product
from pathlib import Path
from typing import Literal

from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from bench.ingest import free_port

Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
SCREENS: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "desktop": {"width": 1280, "height": 800},
}
CHAT = "/whatsapp/chat"
FIRST = f"{CHAT}/first"
PAGES = {  # name: address, and what is clicked there
    "list": (CHAT,),
    "filters": (f"{CHAT}?status=all", ".filter-button"),
    "nothing": (f"{CHAT}?search=nobody",),
    "select": (CHAT, "[data-select-chats]", ".row-link"),
    "labels": (CHAT, "[data-select-chats]", ".row-link", "#selected [data-choices$=labels]"),
    "user-menu": (CHAT, ".avatar-button"),
    "chat": (FIRST,),
    "more": (FIRST, ".composer .more"),
    "note": (FIRST, ".composer .more", ".more-menu [data-note]"),
    "chat-menu": (FIRST, ".chat-menu-button"),
    "later": (FIRST, ".composer .more", ".later-open"),
    "bubbles": ("/demo/bubbles",),
    "start": (f"{CHAT}/new",),
    "templates": (f"{FIRST}/templates",),
    "template": (f"{FIRST}/templates", ".picker-row"),
    "replies": ("/whatsapp/replies",),
    "404": ("/nowhere",),
    "403": ("/admin/whatsapp/messagetemplate/add/",),
    "office": ("/admin/",),
    "office-list": ("/admin/whatsapp/conversation/",),
    "office-form": ("/admin/whatsapp/replytemplate/add/",),
    "office-health": ("/admin/health/",),
    "office-template": ("/admin/whatsapp/messagetemplate/write/",),
    "simulator": ("/simulator/",),
}
FOR_ANYBODY = {"sign-in": ("/accounts/login/",)}
README: dict[str, tuple[str, Scheme, str]] = {
    "inbox-ar": ("ar", "light", "desktop"),
    "inbox-en": ("en", "light", "desktop"),
    "phone-ar": ("ar", "light", "phone"),
}
WHOLE = ("bubbles", "office-template")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--address", help="of a demo that runs")
    parser.add_argument("--only", nargs="*", help="names of pages", choices=[*FOR_ANYBODY, *PAGES])
    parser.add_argument("--to", type=Path, default=Path("var/screenshots"))
    parser.add_argument("--readme", action="store_true", help="only the pictures of the README")
    asked = parser.parse_args()
    asked.to.mkdir(parents=True, exist_ok=True)
    with contextlib.ExitStack() as stack:
        address = asked.address or stack.enter_context(a_demo())
        browser = stack.enter_context(a_browser())
        if asked.readme:
            return shoot_for_readme(browser, address)
        for look in product(("ar", "en"), SCHEMES, SCREENS):
            with a_visitor(browser, address, *look) as page:
                shoot(page, FOR_ANYBODY, "-".join(look), asked)
                sign_in(page)
                shoot(page, PAGES, "-".join(look), asked)
    print(f"{len(list(asked.to.glob('*.png')))} pictures in {asked.to}")
    return None


def shoot_for_readme(browser: Browser, address: str) -> None:
    for name, look in README.items():
        with a_visitor(browser, address, *look) as page:
            sign_in(page, "agent")
            page.goto(f"{CHAT}/{first_chat(page)}")
            settle(page)
            path = f"docs/images/{name}.png"
            page.screenshot(path=path)
            Image.open(path).convert("RGB").quantize(256).save(path, optimize=True)  # a third of the size


def shoot(page: Page, pages: Mapping[str, tuple[str, ...]], look: str, asked: argparse.Namespace) -> None:
    for name, (address, *clicks) in pages.items():
        if asked.only and name not in asked.only:
            continue
        page.goto(address.replace("first", first_chat(page)) if FIRST in address else address)
        if name == "simulator" and look.startswith("en"):
            page.click("#language")
        for click in clicks:
            page.locator(click).first.click()
        settle(page)
        page.screenshot(path=asked.to / f"{name}-{look}.png", full_page=name in WHOLE)


@contextlib.contextmanager
def a_visitor(browser: Browser, address: str, language: str, scheme: Scheme, screen: str) -> Iterator[Page]:
    context: BrowserContext = browser.new_context(
        base_url=address,
        color_scheme=scheme,
        viewport=SCREENS[screen],
        has_touch=screen == "phone",
        locale=language,
    )
    context.add_cookies([{"name": "django_language", "value": language, "url": address}])
    yield context.new_page()
    context.close()


def sign_in(page: Page, member: str = "admin") -> None:
    page.goto("/accounts/login/")
    page.fill("[name=username]", member)
    page.fill("[name=password]", member)
    language = page.locator("html").get_attribute("lang") or ""
    page.locator("main .button").click()
    page.wait_for_url(f"**{CHAT}")
    # Signing in brought back the language that the demo's admin chose.
    page.context.add_cookies([{"name": "django_language", "value": language, "url": page.url}])


def first_chat(page: Page) -> str:
    page.goto(CHAT)
    return str(page.locator(".row").first.get_attribute("id")).removeprefix("chat-")


def settle(page: Page) -> None:
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.evaluate("Promise.all([...document.images].map((image) => image.decode().catch(() => null)))")


@contextlib.contextmanager
def a_browser() -> Iterator[Browser]:
    executable = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        yield browser
        browser.close()


@contextlib.contextmanager
def a_demo() -> Iterator[str]:
    """Gives its address when it answers."""
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    with tempfile.TemporaryDirectory() as data:
        command = [sys.executable, "-m", "whatsapp.demo", "--port", str(port), "--data", data]
        running = subprocess.Popen(command, env=dict(os.environ), stdout=subprocess.DEVNULL)
        try:
            wait_for(f"{address}/healthz", running)
            yield address
        finally:
            running.terminate()
            running.wait(20)


def wait_for(address: str, running: "subprocess.Popen[bytes]") -> None:
    while running.poll() is None:
        with contextlib.suppress(OSError), urllib.request.urlopen(address):
            return
        time.sleep(0.3)
    raise SystemExit("the demo did not start")


if __name__ == "__main__":
    main()
