"""Every no has one shape: `{"error": {"code", "message"}}`. The words are for programmers, and so in English."""

from collections.abc import Callable
from functools import partial
from typing import Any, NamedTuple

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, AuthorizationError, HttpError, ValidationError

from whatsapp.conversations.listing import BadCursor
from whatsapp.conversations.notes import CannotNote, TakenBack
from whatsapp.conversations.reaching import NotAnAddress
from whatsapp.outbound.compose import CannotSend, CustomerBlocked, Undone, WindowClosed
from whatsapp.outbound.given import FileRefused

CODES = {400: "bad_request", 401: "not_signed_in", 403: "forbidden", 404: "not_found", 422: "invalid"}


class No(NamedTuple):
    status: int
    code: str
    message: str


ALWAYS_THE_SAME: dict[type[Exception], No] = {
    Http404: No(404, CODES[404], "There is no such thing, or you may not see it."),
    AuthenticationError: No(
        401, CODES[401], "Sign in, or send a valid token: Authorization: Bearer <token>."
    ),
    AuthorizationError: No(403, CODES[403], "You may not use the inbox."),
    BadCursor: No(400, "bad_cursor", "This cursor is not one of ours: take it from `next`."),
    RequestDataTooBig: No(413, "too_large", "The body is larger than anything that can be sent."),
}


def _invalid(error: ValidationError) -> No:
    faults = (f"{'.'.join(str(part) for part in e['loc'][1:])}: {e['msg']}" for e in error.errors)
    return No(422, CODES[422], "; ".join(faults))


def _cannot_send(error: CannotSend) -> No:
    if isinstance(error, WindowClosed | CustomerBlocked | Undone):
        return No(409, error.code, str(error))
    return No(413 if isinstance(error, FileRefused) and error.is_too_large else 422, error.code, str(error))


def _cannot_note(error: CannotNote) -> No:
    return No(409 if isinstance(error, TakenBack) else 422, error.code, str(error))


def _no_address(error: NotAnAddress) -> No:
    return No(422, CODES[422], f"to: {error}")


def _http_error(error: HttpError) -> No:
    return No(error.status_code, CODES.get(error.status_code, "error"), error.message)


def _always(no: No, _error: Exception) -> No:
    return no


def register(api: NinjaAPI) -> None:
    def on(kind: type[Exception], reading: Callable[[Any], No]) -> None:
        def refuse(request: HttpRequest, error: Exception | type[Exception]) -> HttpResponse:
            no = reading(error)
            return api.create_response(
                request, {"error": {"code": no.code, "message": no.message}}, status=no.status
            )

        api.add_exception_handler(kind, refuse)

    for kind, no in ALWAYS_THE_SAME.items():
        on(kind, partial(_always, no))
    on(ValidationError, _invalid)
    on(CannotSend, _cannot_send)
    on(CannotNote, _cannot_note)
    on(NotAnAddress, _no_address)
    on(HttpError, _http_error)
