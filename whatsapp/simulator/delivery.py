"""How webhooks reach the business: over HTTP, as Meta's do."""

from __future__ import annotations

import requests

from whatsapp.simulator.meta import Deliver

TIMEOUT = 10.0
"""Seconds that the business has to answer."""


def http_delivery(webhook_url: str) -> Deliver:
    """A `deliver` for `Meta`. It keeps its connections, follows no redirect and asks no proxy.

    Called it raises `OSError` when nobody answers (every error of requests is one).
    """
    session = requests.Session()
    session.trust_env = False

    def deliver(body: bytes, headers: dict[str, str]) -> int:
        answer = session.post(webhook_url, data=body, headers=headers, timeout=TIMEOUT, allow_redirects=False)
        return answer.status_code

    return deliver
