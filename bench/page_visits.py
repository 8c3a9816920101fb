"""Visits each page of one database in this process, and prints what it took as JSON: the work of bench.pages."""

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import urlencode

import django
from django.core.wsgi import get_wsgi_application

from bench.ingest import percentile

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Count  # noqa: E402
from django.test import RequestFactory  # noqa: E402

from config.collector import spare_what_is_loaded  # noqa: E402
from whatsapp.access import conversations_for  # noqa: E402
from whatsapp.conversations.listing import list_conversations, list_messages  # noqa: E402
from whatsapp.inbox.forms import ListForm  # noqa: E402
from whatsapp.models import BusinessNumber, Conversation, Label  # noqa: E402

WARM_UP = 5
LIST = "/whatsapp/chat"
WORDS = ("السعر", "موعد", "فاتورة", "مدرسه", "delivery", "نورة القحطاني", "0500012345", "لا يوجد هذا أبدا")
Headers = dict[str, str]
LIST_OF = {"HX-Request": "true", "HX-Target": "conversations", "HX-Current-URL": f"http://localhost{LIST}"}
THREAD_OF = {"HX-Request": "true", "HX-Target": "thread-pane"}
REFRESH_OF = {"HX-Request": "true", "HX-Target": "messages"}


@dataclass
class Answer:
    status: int
    body: bytes
    seconds: float
    worked: float  # seconds of the processor's


@dataclass
class Visitor:
    """An agent who is signed in."""

    user: User
    cookie: str = ""
    factory: RequestFactory = field(default_factory=RequestFactory)
    application: Callable[..., Any] = field(default_factory=get_wsgi_application)

    def sign_in(self) -> None:
        session = SessionStore()
        session[SESSION_KEY], session[HASH_SESSION_KEY] = str(self.user.pk), self.user.get_session_auth_hash()
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session.save()
        self.cookie = f"{settings.SESSION_COOKIE_NAME}={session.session_key}"

    def get(self, path: str, headers: Headers) -> Answer:
        asked = self.factory.get(path, headers=headers, SERVER_NAME="localhost", HTTP_COOKIE=self.cookie)
        statuses: list[int] = []
        started, worked = time.perf_counter(), time.thread_time()

        def begin(status: str, _headers: object) -> None:
            statuses.append(int(status[:3]))

        response = self.application(asked.environ, begin)
        body = b"".join(response)
        response.close()  # as the server does: the request is over only now
        seconds = time.perf_counter() - started
        return Answer(statuses[0], body, seconds, time.thread_time() - worked)


@dataclass
class Page:
    """`paths` are visited in turn. `expected` is the status that all of them must have.

    What is left of a window is told in minutes: a version may be old a moment after it was made, and is `renewed`.
    """

    name: str
    paths: list[str]
    headers: Headers = field(default_factory=dict)
    expected: int = 200
    renewed: Callable[[], list[str]] | None = None


def pages(visitor: Visitor) -> Iterator[Page]:
    yield from lists(visitor)
    yield from threads(visitor)
    yield Page("search", [f"{LIST}?{urlencode({'search': word})}" for word in WORDS], LIST_OF)


def lists(visitor: Visitor) -> Iterator[Page]:
    yield Page("list: whole page", [LIST])
    for name, query in views(visitor.user).items():
        address = f"{LIST}?{urlencode(query)}"
        yield Page(f"list: {name}", [address], LIST_OF)
        if cursor := further_down(visitor.user, query):
            yield Page(f"list: {name}, deep", [f"{address}&cursor={cursor}"], LIST_OF)
    yield refresh_page("list: refresh, nothing new", LIST_OF, lambda: [refresh_of_list(visitor)])


def views(user: User) -> dict[str, dict[str, Any]]:
    labels = list(Label.objects.annotate(uses=Count("conversations")).order_by("-uses"))
    numbers = list(BusinessNumber.objects.annotate(uses=Count("conversation")).order_by("-uses"))
    return {
        "latest": {"show": ""},
        "waiting longest": {"order": "waiting"},
        "closing soonest": {"order": "closing"},
        "unread": {"show": "unread"},
        "mine": {"show": "mine"},
        "nobody's": {"show": "unassigned"},
        "pending": {"status": "pending"},
        "a label": {"label": labels[0].pk},
        "a rare label": {"label": labels[-1].pk},
        "a number": {"number": numbers[0].pk},
        "a rare number": {"number": numbers[-1].pk},
        "resolved": {"status": "resolved"},
        "mine, resolved": {"show": "mine", "status": "resolved"},
        "any status": {"status": "all"},
        "any status, unread": {"status": "all", "show": "unread"},
        "any status, mine": {"status": "all", "show": "mine"},
        "any status, nobody's": {"status": "all", "show": "unassigned"},
        "any status, a label": {"status": "all", "label": labels[0].pk},
        "any status, a rare label": {"status": "all", "label": labels[-1].pk},
        "any status, a rare number": {"status": "all", "number": numbers[-1].pk},
    }


def further_down(user: User, query: dict[str, Any]) -> str:
    """The cursor at three quarters of the view; empty where that is on the first page."""
    wanted, visible = ListForm(query).wanted, conversations_for(user)
    whole = list_conversations(visible, wanted, me=user.pk, size=10**6)
    depth = len(whole.rows) * 3 // 4
    return list_conversations(visible, wanted, me=user.pk, size=depth).next or "" if depth > 50 else ""


def threads(visitor: Visitor) -> Iterator[Page]:
    dice = Random(7)
    some = list(Conversation.objects.filter(unread_count=0).order_by("pk").values_list("pk", flat=True))
    chosen = dice.sample(some, min(200, len(some)))
    unread = unread_ones(200)
    yield Page("thread: whole page", [f"{LIST}/{pk}" for pk in chosen])
    yield Page("thread: opened", [f"{LIST}/{pk}" for pk in chosen], THREAD_OF)
    yield Page("thread: opened, first time unread", [f"{LIST}/{pk}" for pk in unread], THREAD_OF)
    longest = Conversation.objects.annotate(length=Count("messages")).latest("length")
    address = f"{LIST}/{longest.pk}"
    yield Page("thread of 10 000: opened", [address], THREAD_OF)
    for depth in (50, 1_000, 5_000, 9_000):
        cursor = list_messages(longest, size=depth).next
        if cursor:
            yield Page(f"thread of 10 000: {depth} up", [f"{address}?cursor={cursor}&seam="], THREAD_OF)
    yield refresh_page(
        "thread: refresh, nothing new", REFRESH_OF, lambda: [refresh_of(visitor, pk) for pk in chosen]
    )
    yield refresh_page("thread of 10 000: refresh", REFRESH_OF, lambda: [refresh_of(visitor, longest.pk)])


def unread_ones(count: int) -> list[int]:
    """An earlier run has read some."""
    theirs = Conversation.objects.filter(last_message_direction="incoming").order_by("-last_message_at")
    ids = list(theirs.values_list("pk", flat=True)[:count])
    Conversation.objects.filter(pk__in=ids, unread_count=0).update(unread_count=1)
    return ids


def refresh_page(name: str, headers: Headers, paths: Callable[[], list[str]]) -> Page:
    return Page(name, paths(), headers, 204, renewed=paths)


def refresh_of_list(visitor: Visitor) -> str:
    version = re.search(r'"version": "([^"]+)"', visitor.get(LIST, LIST_OF).body.decode())
    assert version
    return f"{LIST}?version={version[1]}"


def refresh_of(visitor: Visitor, pk: int) -> str:
    """What the open page asks for every few seconds."""
    shown = visitor.get(f"{LIST}/{pk}", THREAD_OF).body.decode()
    said = re.search(r'"version": "([^"]+)", "since": "([^"]*)"', shown)
    assert said, pk
    return f"{LIST}/{pk}?version={said[1]}&since={said[2]}"


def forget() -> None:
    """What a server that was just started does not have."""
    connection.close()
    if connection.vendor == "sqlite":
        with open(connection.settings_dict["NAME"], "rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)


def visit(visitor: Visitor, page: Page, requests: int) -> list[Answer]:
    forget()
    return [visitor.get(page.paths[index % len(page.paths)], page.headers) for index in range(requests)]


def mostly(page: Page, answers: list[Answer]) -> list[Answer]:
    as_expected = [answer for answer in answers if answer.status == page.expected]
    return as_expected if len(as_expected) > len(answers) * 0.9 else []


def measure(visitor: Visitor, page: Page, requests: int) -> list[float]:
    answers = visit(visitor, page, requests)
    if page.renewed and not mostly(page, answers):
        page.paths = page.renewed()
        answers = visit(visitor, page, requests)
    as_expected = mostly(page, answers)
    assert as_expected, (page.name, answers[0].status, page.paths[0])
    warm = sorted(answer.seconds for answer in as_expected[WARM_UP:])
    worked = sorted(answer.worked for answer in as_expected[WARM_UP:])
    shares = [percentile(warm, share) for share in (0.5, 0.95, 0.99)]
    return [answers[0].seconds * 1000, *shares, percentile(worked, 0.95), len(answers[-1].body)]


def main() -> None:
    visitor = Visitor(User.objects.get(username="agent"))
    visitor.sign_in()
    visitor.get(LIST, {})  # loads the templates
    spare_what_is_loaded()
    found = {page.name: measure(visitor, page, int(sys.argv[1])) for page in pages(visitor)}
    print(json.dumps(found))


if __name__ == "__main__":
    main()
