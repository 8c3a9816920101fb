"""The only gate from a user to an object, and the only place where roles are known."""

from collections.abc import Callable
from functools import cache, wraps
from typing import Any

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser, Group, Permission, User
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from whatsapp.models import Conversation, Message, Note, ReplyTemplate, SavedView

AGENTS, MANAGERS, ADMINS = "agent", "manager", "admin"
"""Names of the groups that the migration makes."""

USE_INBOX = "whatsapp.use_inbox"
OPEN_BACK_OFFICE = "whatsapp.open_back_office"
CHANGE_ROLES = "auth.change_group"

Anyone = AbstractBaseUser | AnonymousUser


class Roles(ModelBackend):
    """Django's own rights, asked for in one question instead of two: every refresh of every open page asks."""

    def get_all_permissions(self, user_obj: Anyone, obj: Model | None = None) -> set[str]:
        if not isinstance(user_obj, User) or not user_obj.is_active or obj is not None:
            return set()
        rights: set[str] | None = getattr(user_obj, "held_rights", None)
        if rights is None:
            pairs = _named(Permission.objects.all()) if user_obj.is_superuser else _names_held_by(user_obj)
            rights = {f"{app}.{name}" for app, name in pairs}
            user_obj.held_rights = rights  # type: ignore[attr-defined]  # for this request
        return rights


def may_use_inbox(user: Anyone) -> bool:
    return isinstance(user, User) and user.is_active and user.has_perm(USE_INBOX)


def may_open_back_office(user: Anyone) -> bool:
    return isinstance(user, User) and user.is_active and user.has_perm(OPEN_BACK_OFFICE)


def may_block(user: Anyone) -> bool:
    """To shut a customer out is a manager's decision."""
    return may_use_inbox(user) and may_open_back_office(user)


def is_admin(user: User) -> bool:
    """Who may change what a role can do, can do everything: there is nothing to keep from them."""
    return user.is_superuser or user.has_perm(CHANGE_ROLES)


def may_manage(manager: User, person: User) -> bool:
    """Whose name, password and role somebody may change: only of those who can do no more than they can.

    Otherwise a manager would set an admin's password and sign in as the admin.
    """
    return is_admin(manager) or not (person.is_superuser or rights_of(person) - rights_of(manager))


def groups_to_give(manager: User) -> QuerySet[Group]:
    """To managers agents and managers, but not admins: nobody gives what they don't have."""
    if is_admin(manager):
        return Group.objects.order_by("name")
    beyond = Permission.objects.exclude(pk__in=rights_of(manager))
    return Group.objects.exclude(permissions__in=beyond).order_by("name")


def rights_of(user: User) -> set[int]:
    """Ids of permissions. Unlike Django's own answer, those of a deactivated user count: they may come back."""
    return set(_held_by(user).values_list("pk", flat=True))


def _held_by(user: User) -> QuerySet[Permission]:
    mine, by_group = Permission.objects.filter(user=user), Permission.objects.filter(group__user=user)
    return Permission.objects.filter(Q(pk__in=mine.values("pk")) | Q(pk__in=by_group.values("pk")))


def _named(permissions: QuerySet[Permission]) -> QuerySet[Permission, tuple[str, str]]:
    return permissions.order_by().values_list("content_type__app_label", "codename")


def _names_held_by(user: User) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(_question_by_id(), [user.pk, user.pk])
        return cursor.fetchall()


@cache
def _question_by_id() -> str:
    """The same words each time: Django takes several times as long to write them as the database to answer."""
    return _named(_held_by(User(pk=0))).query.sql_with_params()[0]


def conversations_for(user: Anyone) -> QuerySet[Conversation]:
    """Everything this user may see: today the whole team sees all."""
    return Conversation.objects.all() if may_use_inbox(user) else Conversation.objects.none()


def messages_for(user: Anyone) -> QuerySet[Message]:
    return Message.objects.filter(conversation__in=conversations_for(user))


def replies_for(user: User) -> QuerySet[ReplyTemplate]:
    """Ready-made replies that this user may take: everybody's, their groups' and their own."""
    shared = Q(owner=None) & (Q(group=None) | Q(group__in=user.groups.all()))
    visible = ReplyTemplate.objects.filter(shared | Q(owner=user))
    return visible if may_use_inbox(user) else visible.none()


def views_for(user: Anyone) -> QuerySet[SavedView]:
    """Saved views that this user may look through: the team's and their own."""
    visible = SavedView.objects.filter(Q(owner=None) | Q(owner=user.pk))
    return visible if may_use_inbox(user) else visible.none()


def may_keep(view: SavedView, user: Anyone) -> bool:
    """Rename and delete it: one's own; the team's are a manager's."""
    return view.owner_id == user.pk if view.owner_id else may_open_back_office(user)


def may_delete(note: Note, user: Anyone) -> bool:
    """One's own; the others' are a manager's."""
    return note.by_id == user.pk or may_open_back_office(user)


def colleagues() -> QuerySet[User]:
    """To whom chats can be given: all who use the inbox, by name."""
    backend = f"{__name__}.{Roles.__name__}"
    found = User.objects.with_perm(USE_INBOX, is_active=True, backend=backend)
    return found.order_by("first_name", "last_name", "username")


def inbox_view(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """For the team: strangers go to the sign-in, signed-in people without the right are refused.

    A fragment is answered with 401 instead of the sign-in page, which would end up inside the open page.
    """

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            is_fragment = "HX-Request" in request.headers
            return HttpResponse(status=401) if is_fragment else redirect_to_login(request.get_full_path())
        if not may_use_inbox(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded
