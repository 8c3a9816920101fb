"""The end of every test of the back office: those who must not get there."""

from typing import Any

from django.contrib.auth.models import User
from django.test import Client

from whatsapp.tests.conftest import signed_in


def assert_closed_to(url: str, *people: User, data: dict[str, Any] | None = None) -> None:
    """`people` are refused, and strangers sent to the sign-in; by POST when there is `data`."""
    for person in people:
        assert _ask(signed_in(person), url, data).status_code == 403, f"{person} got into {url}"
    answer = _ask(Client(), url, data)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/accounts/login/?next=/admin/")


def _ask(client: Client, url: str, data: dict[str, Any] | None) -> Any:
    return client.get(url) if data is None else client.post(url, data)
