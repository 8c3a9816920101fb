"""Meta's error bodies. One table of codes; the words and HTTP statuses are those Meta documents."""

from __future__ import annotations

from typing import Any, NamedTuple

from whatsapp.simulator.identifiers import new_trace_id

_HELP = "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/"


class _Known(NamedTuple):
    status: int
    title: str


KNOWN: dict[int, _Known] = {
    0: _Known(401, "AuthException"),
    1: _Known(400, "An unknown error occurred"),
    2: _Known(503, "Service temporarily unavailable"),
    4: _Known(400, "Application request limit reached"),
    10: _Known(403, "Application does not have permission for this action"),
    33: _Known(400, "Parameter value is not valid"),
    190: _Known(401, "Access token has expired"),
    200: _Known(403, "Permissions error"),
    368: _Known(403, "Temporarily blocked for policies violations"),
    80007: _Known(400, "Rate limit issues"),
    100: _Known(400, "Invalid parameter"),
    130429: _Known(400, "Rate limit hit"),
    131000: _Known(500, "Something went wrong"),
    131008: _Known(400, "Required parameter is missing"),
    131009: _Known(400, "Parameter value is not valid"),
    131016: _Known(500, "Service unavailable"),
    131021: _Known(400, "Recipient cannot be sender"),
    131026: _Known(400, "Message undeliverable"),
    131031: _Known(403, "Account has been locked"),
    131037: _Known(400, "Display name has not been approved"),
    131042: _Known(400, "Business eligibility payment issue"),
    131047: _Known(400, "Re-engagement message"),
    131049: _Known(400, "This message was not delivered to maintain healthy ecosystem engagement"),
    131050: _Known(400, "User has stopped receiving marketing messages from this business"),
    131053: _Known(400, "Media upload error"),
    131055: _Known(400, "Method not allowed"),
    131056: _Known(400, "(Business Account, Consumer Account) pair rate limit hit"),
    131062: _Known(400, "Business-scoped user IDs are not supported for this message"),
    132000: _Known(400, "Number of parameters does not match the expected number of params"),
    132001: _Known(404, "Template name does not exist in the translation"),
    132005: _Known(400, "Translated text too long"),
    132007: _Known(400, "Template format character policy violated"),
    132008: _Known(400, "Template parameter format does not match"),
    132012: _Known(400, "Parameter format does not match format in the created template"),
    132015: _Known(400, "Template is paused"),
    132016: _Known(400, "Template is disabled"),
    132018: _Known(400, "There was an issue with the parameters of the template"),
    132068: _Known(400, "Flow is blocked"),
    132069: _Known(400, "Flow is throttled"),
    133010: _Known(400, "Phone number not registered"),
    139100: _Known(400, "Failed to block/unblock some users"),
    139101: _Known(400, "Blocklist limit reached"),
    139102: _Known(400, "Blocklist concurrent update"),
    139103: _Known(500, "Internal error"),
}


class Refusal(Exception):
    """What Meta answers instead of doing what was asked."""

    def __init__(self, status: int, error: dict[str, Any]) -> None:
        super().__init__(error["message"])
        self.status = status
        self.error = error
        self.more: dict[str, Any] = {}  # what stands beside `error` in the body

    @classmethod
    def known(cls, code: int, details: str) -> Refusal:
        """One of the codes of the table, with `error_data.details`."""
        status, title = KNOWN[code]
        return cls(
            status,
            _error(
                f"(#{code}) {title}", code, error_data={"messaging_product": "whatsapp", "details": details}
            ),
        )

    @classmethod
    def invalid(cls, message: str) -> Refusal:
        """Code 100, said in one sentence: a parameter is missing, unknown or of the wrong kind."""
        return cls(400, _error(f"(#100) {message}", 100))

    @classmethod
    def of_template(cls, subcode: int, message: str) -> Refusal:
        """A template's form is against the rules: code 100, and in `error_user_msg` words for its author."""
        more: dict[str, Any] = {
            "error_subcode": subcode,
            "error_user_title": "Invalid template",
            "error_user_msg": message,
        }
        return cls(400, _error("(#100) Invalid parameter", 100, **more))

    @classmethod
    def required(cls, parameter: str) -> Refusal:
        return cls.invalid(f"The parameter {parameter} is required.")

    @classmethod
    def unauthorized(cls, message: str = "Invalid OAuth access token - Cannot parse access token") -> Refusal:
        return cls(401, _error(message, 190))

    @classmethod
    def app_only(cls) -> Refusal:
        return cls(400, _error("(#15) This method must be called with an app access_token.", 15))

    @classmethod
    def no_such_object(cls, identifier: str, method: str) -> Refusal:
        """Also the answer when the token may not see the object: Meta does not tell the two apart."""
        message = (
            f"Unsupported {method.lower()} request. Object with ID '{identifier}' does not exist, "
            "cannot be loaded due to missing permissions, or does not support this operation. "
            "Please read the Graph API documentation at https://developers.facebook.com/docs/graph-api"
        )
        return cls(400, _error(message, 100, kind="GraphMethodException", error_subcode=33))

    @classmethod
    def unknown_path(cls, path: str) -> Refusal:
        return cls(400, _error(f"Unknown path components: {path}", 2500))


def failure(code: int, details: str) -> dict[str, Any]:
    """The same trouble told later, in `statuses[].errors[]`."""
    title = KNOWN[code].title
    return {"code": code, "title": title, "message": title, "error_data": {"details": details}, "href": _HELP}


def _error(message: str, code: int, *, kind: str = "OAuthException", **more: Any) -> dict[str, Any]:
    return {"message": message, "type": kind, "code": code, **more, "fbtrace_id": new_trace_id()}
