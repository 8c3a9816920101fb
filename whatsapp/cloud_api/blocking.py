"""Bodies for POST and DELETE /{phone_number_id}/block_users, and what the answers say (Cloud API: block users)."""

from .outgoing import Json

NOT_LATELY = 131047
LIST_FULL, CHANGED_MEANWHILE, INTERNAL = 139101, 139102, 139103


def user(*, phone: str | None, bsuid: str | None) -> Json:
    """One customer; raises ValueError for somebody without either."""
    if not phone and not bsuid:
        raise ValueError("a user needs a phone or a BSUID")
    who = {"user": f"+{phone}"} if phone else {"user_id": bsuid}
    return {"messaging_product": "whatsapp", "block_users": [who]}


def why_not(answer: Json) -> int | None:
    """The code with which the one user of the request failed. None: they did not fail, or nothing is said of it."""
    try:
        return int(answer["block_users"]["failed_users"][0]["errors"][0]["code"])
    except (AttributeError, IndexError, KeyError, TypeError, ValueError):
        return None
