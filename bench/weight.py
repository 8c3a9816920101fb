"""How much the chat weighs on the line: its HTML, stylesheets and modules, each as a browser gets it, gzipped.

Counted is all that is fetched before somebody touches anything. What is fetched when the pointer or the focus comes
to a button (static/inbox/asked.js) is not; nothing is fetched ahead because the browser is idle.

    python -m bench.weight [--address http://127.0.0.1:8000]

Without an address it starts a demo of its own. More than 120 kB in all is a failure.
"""

import argparse
import contextlib
import gzip
from collections import Counter

from playwright.sync_api import Response

from bench.screenshots import CHAT, a_browser, a_demo, a_visitor, first_chat, settle, sign_in

MOST = 120_000  # bytes
KINDS = {"document": "HTML", "stylesheet": "CSS", "script": "JavaScript"}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--address", help="of a demo that runs")
    asked = parser.parse_args()
    with contextlib.ExitStack() as stack:
        address = asked.address or stack.enter_context(a_demo())
        browser = stack.enter_context(a_browser())
        page = stack.enter_context(a_visitor(browser, address, "ar", "light", "desktop"))
        sign_in(page, "agent")
        chat = f"{CHAT}/{first_chat(page)}"
        answers: list[Response] = []
        page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 (it is marked: no builtin)
        page.goto(chat)
        settle(page)
        weights, counts = weigh(answers)
    for kind, weight in weights.items():
        print(f"{kind:10} {weight / 1000:6.1f} kB in {counts[kind]} answers")
    total = weights.total()
    print(f"{'in all':10} {total / 1000:6.1f} kB of {MOST / 1000:.0f}")
    raise SystemExit(total > MOST)


def weigh(answers: list[Response]) -> tuple[Counter[str], Counter[str]]:
    """Of each kind its gzipped bytes, and of how many answers."""
    weights: Counter[str] = Counter()
    counts: Counter[str] = Counter()
    for answer in answers:
        kind = KINDS.get(answer.request.resource_type)
        if kind and answer.ok:
            weights[kind] += len(gzip.compress(answer.body(), 6))
            counts[kind] += 1
    return weights, counts


if __name__ == "__main__":
    main()
