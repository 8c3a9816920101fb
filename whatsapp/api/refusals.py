"""Every no has one shape: `{"error": {"code", "message"}}`."""

from collections.abc import Callable

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, AuthorizationError, HttpError, ValidationError

from whatsapp.conversations.listing import BadCursor
from whatsapp.conversations.reaching import NotAnAddress
from whatsapp.outbound.compose import CannotSend, WindowClosed

CODES = {400: "bad_request", 401: "not_signed_in", 403: "forbidden", 404: "not_found", 422: "invalid"}


def register(api: NinjaAPI) -> None:
    def refuse(request: HttpRequest, status: int, code: str, message: str) -> HttpResponse:
        return api.create_response(request, {"error": {"code": code, "message": message}}, status=status)

    def on(kind: type[Exception]) -> Callable[..., Callable[..., HttpResponse]]:
        return api.exception_handler(kind)

    @on(Http404)
    def not_found(request: HttpRequest, error: Http404) -> HttpResponse:
        return refuse(request, 404, CODES[404], "There is no such thing, or you may not see it.")

    @on(AuthenticationError)
    def not_signed_in(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        return refuse(
            request, 401, CODES[401], "Sign in, or send a valid token: Authorization: Bearer <token>."
        )

    @on(AuthorizationError)
    def not_allowed(request: HttpRequest, error: AuthorizationError) -> HttpResponse:
        return refuse(request, 403, CODES[403], "You may not use the inbox.")

    @on(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        faults = (f"{'.'.join(str(part) for part in e['loc'][1:])}: {e['msg']}" for e in error.errors)
        return refuse(request, 422, CODES[422], "; ".join(faults))

    @on(BadCursor)
    def bad_cursor(request: HttpRequest, error: BadCursor) -> HttpResponse:
        return refuse(request, 400, "bad_cursor", "This cursor is not one of ours: take it from `next`.")

    @on(NotAnAddress)
    def not_an_address(request: HttpRequest, error: NotAnAddress) -> HttpResponse:
        return refuse(request, 422, CODES[422], "to: Neither a phone with its country code nor a BSUID.")

    @on(RequestDataTooBig)
    def too_large(request: HttpRequest, error: RequestDataTooBig) -> HttpResponse:
        return refuse(request, 413, "too_large", "The body is larger than anything that can be sent.")

    @on(CannotSend)
    def cannot_send(request: HttpRequest, error: CannotSend) -> HttpResponse:
        return refuse(request, 409 if isinstance(error, WindowClosed) else 422, error.code, str(error))

    @on(HttpError)
    def http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
        return refuse(request, error.status_code, CODES.get(error.status_code, "error"), error.message)
