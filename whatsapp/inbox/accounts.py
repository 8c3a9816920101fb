"""Signing in and out, and the language one click away."""

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.models import User
from django.contrib.auth.views import LoginView, LogoutView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from whatsapp.access import inbox_view
from whatsapp.digits import COOKIE
from whatsapp.http import InboxRequest
from whatsapp.models import Preference


class SignIn(LoginView):
    """Brings back the language that this member of the team chose, on whatever computer."""

    template_name = "accounts/login.html"
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        preference = Preference.objects.filter(user=form.get_user().pk).first()
        if preference and preference.language:
            set_language(response, preference.language)
        if preference:
            set_digits(response, preference.digits)
        return response


class SignOut(LogoutView):
    """By POST only, so that no link of somebody else's signs anybody out."""


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """For everybody, the sign-in page included; remembered for those who are signed in."""
    response = redirect(where_from(request))
    language = request.POST.get("language", "")
    if language in dict(settings.LANGUAGES):
        set_language(response, language)
        if isinstance(request.user, User):
            Preference.objects.update_or_create(user=request.user, defaults={"language": language})
    return response


@inbox_view
@require_POST
def choose_digits(request: InboxRequest) -> HttpResponse:
    """For times and counts in Arabic; remembered for whatever computer."""
    response = redirect(where_from(request))
    digits = request.POST.get("digits", "")
    if digits in dict(Preference.DIGITS):
        set_digits(response, digits)
        Preference.objects.update_or_create(user=request.user, defaults={"digits": digits})
    return response


def set_language(response: HttpResponse, language: str) -> None:
    _remember(response, settings.LANGUAGE_COOKIE_NAME, language)


def set_digits(response: HttpResponse, digits: str) -> None:
    _remember(response, COOKIE, digits)


def _remember(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=settings.LANGUAGE_COOKIE_AGE,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        samesite="Lax",
        httponly=True,
    )


def where_from(request: HttpRequest) -> str:
    """The page on which the button was, if it is one of ours."""
    page = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    return page if ours else "/"
