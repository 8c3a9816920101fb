"""How one member of the team likes the inbox, kept for whatever computer they sit at."""

from datetime import timedelta

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from whatsapp.access import inbox_view
from whatsapp.http import InboxRequest
from whatsapp.models import Preference

from .accounts import where_from

CHOICES = Preference.UNDO_SECONDS


def time_to_undo(user: User) -> timedelta:
    chosen = Preference.objects.filter(user=user).values_list("undo_seconds", flat=True).first()
    return timedelta(seconds=chosen or 0)


def likes(user: User) -> Preference:
    """As they chose, or as it comes."""
    return Preference.objects.filter(user=user).first() or Preference(user=user)


@inbox_view
@never_cache
@require_http_methods(["GET", "POST"])
def choose_sound(request: InboxRequest) -> HttpResponse:
    """The switch, for the menu, which asks for it when it is opened; by POST what was chosen."""
    if request.method == "GET":
        return render(request, "inbox/_sound.html", {"plays_sound": likes(request.user).plays_sound})
    chosen = request.POST.get("sound") == "on"
    Preference.objects.update_or_create(user=request.user, defaults={"plays_sound": chosen})
    return redirect(where_from(request))


@inbox_view
@never_cache
@require_http_methods(["GET", "POST"])
def choose_key_to_send(request: InboxRequest) -> HttpResponse:
    """The same for what Enter does in the composer."""
    if request.method == "GET":
        return render(request, "inbox/_key_to_send.html", {"enter_sends": likes(request.user).enter_sends})
    chosen = request.POST.get("sends") != "ctrl-enter"
    Preference.objects.update_or_create(user=request.user, defaults={"enter_sends": chosen})
    return redirect(where_from(request))


@inbox_view
@never_cache
@require_http_methods(["GET", "POST"])
def choose_time_to_undo(request: InboxRequest) -> HttpResponse:
    """The choice, for the menu, which asks for it when it is opened; by POST what was chosen."""
    if request.method == "GET":
        context = {"choices": CHOICES, "chosen": time_to_undo(request.user).seconds}
        return render(request, "inbox/_time_to_undo.html", context)
    seconds = request.POST.get("seconds", "")
    if seconds in {str(value) for value, _ in CHOICES}:
        Preference.objects.update_or_create(user=request.user, defaults={"undo_seconds": int(seconds)})
    return redirect(where_from(request))
