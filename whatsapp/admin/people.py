"""Users, roles and API tokens. Nobody can give away more than they have themselves (`whatsapp.access`)."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.forms import AdminPasswordChangeForm, UserCreationForm
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import ManyToManyField, Model
from django.http import HttpRequest, HttpResponse
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from whatsapp.access import ADMINS, AGENTS, MANAGERS, groups_to_give, is_admin, may_manage
from whatsapp.models import ApiToken

from .pages import Audited, signed_in

admin.site.unregister(User)
admin.site.unregister(Group)

SIGN_IN = (None, {"fields": ("username", "password_link")})
PERSON = (_("Person"), {"fields": ("first_name", "last_name", "email")})
ROLE = (_("Role"), {"fields": ("is_active", "groups")})
RIGHTS = (
    _("Rights beyond the role"),
    {"classes": ("collapse",), "fields": ("is_superuser", "user_permissions")},
)
DATES = (_("Dates"), {"fields": ("last_login", "date_joined")})


ROLE_NAMES = {AGENTS: _("Agent"), MANAGERS: _("Manager"), ADMINS: _("Administrator")}
"""The three that came with the house. A group of the team's own is called what the team calls it."""


def role_name(group: Group) -> str:
    return str(ROLE_NAMES.get(group.name, group.name))


class RolesField(forms.ModelMultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, obj: Any) -> str:
        return role_name(obj)


class NewPasswordForm(AdminPasswordChangeForm):
    """Without Django's question whether to sign in by LDAP instead: there is no other way in here."""

    usable_password = None


@admin.register(User)
class PersonAdmin(Audited, UserAdmin):
    """Managers look after agents and managers; what reaches further isn't even in their form."""

    add_form = UserCreationForm
    add_form_template = None
    change_password_form = NewPasswordForm
    add_fieldsets = (
        (None, {"fields": ("username", "password1", "password2")}),
        (_("Person"), {"fields": ("first_name", "last_name", "email")}),
        (_("Role"), {"fields": ("groups",)}),
    )
    filter_horizontal = ("user_permissions",)
    list_display = ("username", "first_name", "last_name", "roles", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    readonly_fields = ("password_link", "last_login", "date_joined")

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    @admin.display(description=_("Role"))
    def roles(self, user: User) -> str:
        return " · ".join(role_name(group) for group in user.groups.all()) or "–"

    @admin.display(description=_("Password"))
    def password_link(self, user: User) -> str:
        """Instead of Django's field, which shows the first letters of the salt and of the hash."""
        return format_html('<a class="button" href="../password/">{}</a>', _("Set a new password"))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return self.add_fieldsets
        if is_admin(signed_in(request)):
            return SIGN_IN, PERSON, ROLE, RIGHTS, DATES
        if self.has_change_permission(request, obj):
            return SIGN_IN, PERSON, ROLE, DATES
        return (None, {"fields": ("username",)}), PERSON, ROLE, DATES

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """A manager's own role is for others to change: nobody locks themselves out by mistake."""
        mine = obj is not None and obj.pk == request.user.pk and not is_admin(signed_in(request))
        return (*self.readonly_fields, "is_active", "groups") if mine else self.readonly_fields

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Guards the change of the password too."""
        return super().has_change_permission(request, obj) and (
            obj is None or may_manage(signed_in(request), obj)
        )

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (
            obj is None or may_manage(signed_in(request), obj)
        )

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "groups":
            return RolesField(
                groups_to_give(signed_in(request)),
                required=False,
                label=_("Role"),
                help_text=_("What this person may do."),
            )
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    @method_decorator(transaction.atomic)
    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """The new password and its audit entry, or neither."""
        return super().user_change_password(request, id, form_url)


@admin.register(Group)
class RoleAdmin(Audited, GroupAdmin):
    """Who may change these can do everything, so only admins may."""


@admin.register(ApiToken)
class ApiTokenAdmin(Audited):
    """Who has one, and taking it away. The secret itself is nowhere; `create_api_token` makes new ones."""

    list_display = ("user", "created_at", "last_used_at")
    list_select_related = ("user",)
    search_fields = ("user__username", "user__first_name", "user__last_name")
    ordering = ("-pk",)
    fields = ("user", "created_at", "last_used_at")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Or the digest could be guessed letter by letter in the address."""
        return not lookup.startswith("digest") and super().lookup_allowed(lookup, value, request)
