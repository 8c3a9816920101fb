"""Small things that every view shares."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django_htmx.middleware import HtmxDetails

from whatsapp.digits import COOKIE, WESTERN, written_with


class InboxRequest(HttpRequest):
    """A request behind the sign-in and HtmxMiddleware."""

    user: User
    htmx: HtmxDetails


class ChosenLanguageMiddleware:
    """The language and the digits somebody chose (a cookie, set again at each sign-in), else the house's own.

    Not the browser's Accept-Language: a team that works in Arabic has Arabic from the first page on, whatever
    language its computers were bought with.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        with translation.override(language), written_with(request.COOKIES.get(COOKIE, WESTERN)):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
            response.headers.setdefault("Content-Language", language)
            return response


def page_or_fragment(
    request: InboxRequest, page: str, fragment: str, context: dict[str, object]
) -> HttpResponse:
    """The same address serves a whole page to a browser and its fragment to htmx."""
    wants_fragment = request.htmx and not request.htmx.boosted and not request.htmx.history_restore_request
    response = render(request, fragment if wants_fragment else page, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


def refusal_in_words(refusal: Exception, status: int) -> HttpResponse:
    """For the page's script, which shows the words beside what was asked for."""
    return HttpResponse(str(refusal), status=status, content_type="text/plain; charset=utf-8")
