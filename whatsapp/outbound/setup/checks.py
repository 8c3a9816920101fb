"""Which checks there are, and in which order."""

from collections.abc import Callable, Iterator

from whatsapp.channel import client_of
from whatsapp.cloud_api.client import Client
from whatsapp.cloud_api.errors import CloudAPIError, Refused
from whatsapp.models import BusinessNumber

from . import account, machine, token
from .findings import Finding

Check = Callable[[Client, BusinessNumber], Iterator[Finding]]

CHECKS: dict[str, Check] = {
    "token": token.check_token,
    "secret": token.check_secret,
    "subscription": account.check_subscription,
    "fields": account.check_fields,
    "number": account.check_number,
    "webhooks": machine.check_webhooks,
    "clock": machine.check_clock,
    "storage": machine.check_storage,
}

SPOILS = {
    "token_invalid": {"secret", "subscription", "fields", "number"},
    "token_of_another_app": {"secret"},
}
"""After these findings the other checks would only say the same again."""


def findings(number: BusinessNumber) -> Iterator[Finding]:
    """One or more for each check; a check that gets no answer says so, and the others go on."""
    client, spoiled = client_of(number), set[str]()
    for name, check in CHECKS.items():
        if name in spoiled:
            continue
        for finding in _answered(name, check, client, number):
            spoiled |= SPOILS.get(finding.what, set())
            yield finding


def _answered(name: str, check: Check, client: Client, number: BusinessNumber) -> Iterator[Finding]:
    try:
        yield from check(client, number)
    except Refused as refusal:
        # Meta is said to repeat a malformed token in its answer.
        said = refusal.title.replace(client.access_token, "…") if client.access_token else refusal.title
        yield Finding(name, "refused", {"code": refusal.code, "said": said})
    except CloudAPIError as error:
        yield Finding(name, "no_answer", {"error": str(error)})
