"""`/{PNID}/block_users`: whom the business does not want to hear of. Each user succeeds or fails alone."""

from __future__ import annotations

from typing import Any

from whatsapp.simulator import sending, windows
from whatsapp.simulator.call import Call
from whatsapp.simulator.customers import Customer, digits_of
from whatsapp.simulator.identifiers import is_bsuid
from whatsapp.simulator.meta import Meta
from whatsapp.simulator.refusals import Refusal

MOST_AT_ONCE = 1_000
MOST_BLOCKED = 64_000


def blocked_users(meta: Meta, call: Call) -> dict[str, Any]:
    blocked = [{"messaging_product": "whatsapp"} | _named(c) for c in meta.customers.values() if c.blocked]
    return {"data": blocked, "paging": {"cursors": {"before": "QVF", "after": "QVF"}}}


def block_users(meta: Meta, call: Call) -> dict[str, Any]:
    """Only who wrote in the last 24 hours can be blocked. Raises `Refusal` 139100 when somebody could not be."""
    asked = _asked(call)
    if sum(customer.blocked for customer in meta.customers.values()) + len(asked) > MOST_BLOCKED:
        raise Refusal.known(139101, f"The blocklist holds {MOST_BLOCKED} users")
    return _each(meta, asked, True, "added_users")


def unblock_users(meta: Meta, call: Call) -> dict[str, Any]:
    return _each(meta, _asked(call), False, "removed_users")


def _asked(call: Call) -> list[dict[str, str]]:
    body = call.request.json()
    sending.product(body)
    users = body.get("block_users")
    if not users:
        raise Refusal.required("block_users")
    if not isinstance(users, list) or not all(_is_user(user) for user in users):
        raise Refusal.invalid('Param block_users must be an array of {"user"} or {"user_id"}.')
    if len(users) > MOST_AT_ONCE:
        raise Refusal.known(130429, f"At most {MOST_AT_ONCE} users can be named in one request")
    return users


def _is_user(user: Any) -> bool:
    return (
        isinstance(user, dict) and len(user) == 1 and isinstance(user.get("user", user.get("user_id")), str)
    )


def _each(meta: Meta, asked: list[dict[str, str]], blocked: bool, done_name: str) -> dict[str, Any]:
    done, failed = [], []
    for user in asked:
        [(kind, who)] = user.items()
        customer = _customer(meta, kind, who)
        if trouble := _trouble(meta, customer, who, blocked):
            failed.append({"input": who} | (_named(customer) if customer else {}) | {"errors": [trouble]})
        elif customer:
            customer.blocked, meta.changed = blocked, True
            done.append({"input": who} | _named(customer))
    answer: dict[str, Any] = {"messaging_product": "whatsapp", "block_users": {done_name: done}}
    if failed:
        answer["block_users"]["failed_users"] = failed
        refusal = Refusal.known(139100, "Failed for some users: see the list of failed_users")
        refusal.more = answer
        raise refusal
    return answer


def _customer(meta: Meta, kind: str, who: str) -> Customer | None:
    if kind == "user":
        return meta.customer_of(digits_of(who))
    return meta.customer_of(who) if is_bsuid(who) else None


def _trouble(meta: Meta, customer: Customer | None, who: str, blocked: bool) -> dict[str, Any] | None:
    """Somebody WhatsApp does not know gets the answer of one who did not write."""
    if digits_of(who) == meta.display_phone_number:
        return _error(131021, "Self block", "The business's own number cannot be blocked")
    if customer is None or (blocked and not windows.is_open(customer, meta.clock())):
        return _error(131047, "Re-engagement required", "The user has not written in the last 24 hours")
    return None


def _error(code: int, message: str, details: str) -> dict[str, Any]:
    return {"message": message, "code": code, "error_data": {"details": details}}


def _named(customer: Customer) -> dict[str, str]:
    return {"wa_id": customer.phone} if customer.phone else {"user_id": customer.bsuid}
