"""Meta in miniature: the world, what the customers do in it, and the webhooks that come of it."""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whatsapp.simulator import chatter, flows, memory, statuses, submissions, templates, webhooks
from whatsapp.simulator.customer_side import CustomerSide

_log = logging.getLogger(__name__)

Deliver = Callable[[bytes, dict[str, str]], int]
"""POSTs a signed body to the business, returns the HTTP status; `OSError` when nobody answers."""

FIRST_RETRY = 2.0
"""Seconds until a refused webhook is tried again; then twice as long each time, an hour at most."""
LONGEST_RETRY = 3600.0
GIVE_UP = 7 * 24 * 3600.0

VERBS: dict[str, Callable[..., None]] = {
    "leave": statuses.leave,
    "arrive": statuses.arrive,
    "fail": statuses.fail,
    "glance": statuses.glance,
    "answer": chatter.answer,
    "review": submissions.settle,
}
"""What may be due besides telling the business: called as verb(world, at, **detail)."""


@dataclass(frozen=True)
class Accepted:
    """A message that Meta took: `body` is the JSON as the business sent it."""

    wamid: str
    body: dict[str, Any]
    at: float


@dataclass(frozen=True)
class SeenRequest:
    """One call of the Graph; `body` is parsed JSON, the fields of a form, or None."""

    method: str
    path: str
    body: Any
    at: float


@dataclass
class _Body:
    """A webhook on its way. The bytes stay the same over all its retries."""

    raw: bytes
    wamids: list[str]
    first_at: float
    attempt: int = 0


class Meta(CustomerSide):
    """Thread-safe. Nothing happens by itself: `due()` does what the clock brought, `run()` keeps doing so.

    `deliver` None drops the webhooks; `batch` joins up to so many updates in one body; `memory` is a
    JSON file that keeps the world over restarts (media lie in a folder beside it).
    """

    def __init__(
        self,
        *,
        phone_number_id: str,
        waba_id: str,
        access_token: str,
        app_secret: str,
        app_id: str = "880000000000001",
        verify_token: str = "",
        display_phone_number: str = "15550783881",
        verified_name: str = "Nakheel Store",
        deliver: Deliver | None = None,
        clock: Callable[[], float] = time.time,
        base_url: str = "https://graph.facebook.com",
        memory: Path | None = None,
        batch: int = 1,
    ) -> None:
        super().__init__(
            phone_number_id=phone_number_id,
            waba_id=waba_id,
            access_token=access_token,
            app_secret=app_secret,
            app_id=app_id,
            verify_token=verify_token,
            display_phone_number=display_phone_number,
            verified_name=verified_name,
            clock=clock,
            base_url=base_url,
        )
        self.deliver, self.batch, self.memory = deliver, batch, memory
        self.owes_money = False  # everything is taken, and fails afterwards
        self.repeats = 1  # how often each body comes: Meta promises at least once
        self.accepted: list[Accepted] = []
        self.requests_seen: list[SeenRequest] = []
        self.remembers = self._load()

    def review(self, name: str, language: str, status: str, reason: str = "NONE") -> None:
        """A template becomes APPROVED, REJECTED, PAUSED… and the business hears of it."""
        with self.lock:
            template = submissions.named(self, name, language)
            submissions.settle(self, self.clock(), template["id"], status, reason)

    def rate(self, name: str, language: str, score: str) -> None:
        """The quality of a template is GREEN, YELLOW or RED now, and the business hears of it."""
        with self.lock:
            submissions.rate(self, name, language, score)

    def recategorise(self, name: str, language: str, category: str) -> None:
        with self.lock:
            submissions.recategorise(self, name, language, category)

    def refuse_template(self, name: str, language: str, code: int | None) -> None:
        """132007 or 132008 for whoever sends it, until None: Meta judges so by rules that nobody knows."""
        with self.lock:
            templates.refuse(self, name, language, code)

    def put_flow(self, flow_id: str, state: str) -> None:
        """A form is PUBLISHED, THROTTLED (132069 after ten in an hour) or BLOCKED (132068)."""
        if state not in flows.STATES:
            raise KeyError(state)
        with self.lock:
            self.flows[flow_id], self.changed = state, True

    def due(self) -> int:
        """Do all whose time has come; returns how many webhook bodies the business took (answered 200)."""
        taken = 0
        while (body := self._next_body()) is not None:
            taken += self._post(body)
        self.save()
        return taken

    def run(self, stop: threading.Event) -> None:
        """The loop of the demo: sleeps until the next thing is due, until `stop` is set (within a second)."""
        while not stop.is_set():
            self.stir.clear()
            try:
                self.due()
            except Exception:  # one thing gone wrong must not silence the phone for the rest of the demo
                _log.exception("Something that was due could not be done")
            with self.lock:
                next_at = self.schedule.next_at()
            wait = 1.0 if next_at is None else min(1.0, max(0.0, next_at - self.clock()))
            self.stir.wait(wait)
        self.save()

    def save(self) -> None:
        """Keep the world, if it changed and there is a `memory`."""
        with self.lock:
            if self.memory and self.changed:
                memory.save(self, self.memory)
            self.changed = False

    def forget_observations(self) -> None:
        """Tests: empty `accepted` and `requests_seen`."""
        with self.lock:
            self.accepted.clear()
            self.requests_seen.clear()

    def verify_webhook(self, get: Callable[[dict[str, str]], tuple[int, str]]) -> bool:
        """Meta's handshake: `get(query)` returns status and body; true when the challenge came back."""
        challenge = str(secrets.randbelow(10**10))
        query = {"hub.mode": "subscribe", "hub.challenge": challenge, "hub.verify_token": self.verify_token}
        return get(query) == (200, challenge)

    def _next_body(self) -> _Body | None:
        """The next body to POST, after everything that is due before it. Up to `batch` updates share one."""
        changes: list[webhooks.Change] = []
        wamids: list[str] = []
        with self.lock:
            while len(changes) < self.batch and (item := self.schedule.pop_ripe(self.clock())):
                if item.verb == "tell":
                    changes.append(item.detail["change"])
                    wamids += [item.detail["wamid"]] if item.detail["wamid"] else []
                elif item.verb == "retry":
                    if changes:  # a body keeps its bytes: what was gathered goes first
                        self.schedule.add(item.at, item.verb, item.detail)
                        break
                    return _Body(**item.detail | {"raw": item.detail["raw"].encode("ascii")})
                else:
                    VERBS[item.verb](self, item.at, **item.detail)
            if not changes:
                return None
            raw = webhooks.encode(webhooks.envelope(self.waba_id, changes, self.clock()))
            return _Body(raw, wamids, self.clock())

    def _post(self, body: _Body) -> bool:
        """Without the lock: the business may well call the Graph before it answers."""
        if self.deliver is None:
            return False
        try:
            headers = webhooks.signed(body.raw, self.app_secret)
            taken = all(self.deliver(body.raw, headers) == 200 for _ in range(self.repeats))
        except OSError:
            taken = False
        with self.lock:
            self.changed = True
            if taken:
                self._tick(body.wamids)
            else:
                self._retry(body)
        return taken

    def _tick(self, wamids: list[str]) -> None:
        for wamid in wamids:
            if (line := self.lines.get(wamid)) and line.status == "sent":
                line.status = "delivered"

    def _retry(self, body: _Body) -> None:
        wait = min(LONGEST_RETRY, FIRST_RETRY * 2**body.attempt)
        if self.clock() + wait - body.first_at > GIVE_UP:
            return
        detail = {"raw": body.raw.decode("ascii"), "wamids": body.wamids, "first_at": body.first_at}
        self.later(self.clock() + wait, "retry", **detail, attempt=body.attempt + 1)

    def _load(self) -> bool:
        """True when an earlier world was found."""
        return self.memory is not None and memory.load(self, self.memory)
