"""The only gate from a user to an object, and the only place where roles are known."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from whatsapp.models import Conversation, Message

AGENTS, MANAGERS, ADMINS = "agent", "manager", "admin"
"""Names of the groups that the migration makes."""

USE_INBOX = "whatsapp.use_inbox"

Anyone = AbstractBaseUser | AnonymousUser


def may_use_inbox(user: Anyone) -> bool:
    return isinstance(user, User) and user.is_active and user.has_perm(USE_INBOX)


def conversations_for(user: Anyone) -> QuerySet[Conversation]:
    """Everything this user may see: today the whole team sees all."""
    return Conversation.objects.all() if may_use_inbox(user) else Conversation.objects.none()


def messages_for(user: Anyone) -> QuerySet[Message]:
    return Message.objects.filter(conversation__in=conversations_for(user))


def inbox_view(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """For the team: strangers go to the sign-in, signed-in people without the right are refused.

    A fragment is answered with 401 instead of the sign-in page, which would end up inside the open page.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            is_fragment = "HX-Request" in request.headers
            return HttpResponse(status=401) if is_fragment else redirect_to_login(request.get_full_path())
        if not may_use_inbox(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
