"""The site itself: who may enter, and how its front page is ordered."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.admin import AdminSite
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from whatsapp.access import may_open_back_office

from . import health

GROUPS = (
    ("customers", _("Customers"), ("Conversation", "Message", "Contact", "MergeRequest")),
    ("team", _("The team"), ("User", "Group", "ApiToken", "ReplyTemplate", "Label")),
    (
        "channel",
        _("WhatsApp and its records"),
        ("MessageTemplate", "Notice", "BusinessNumber", "WebhookEvent", "MessageFile", "AuditEntry"),
    ),
)
"""The front page: a short name, a heading, and the models under it. What is not named here comes last."""


class BackOffice(AdminSite):
    site_header = _("Back office")
    site_title = _("Back office")
    index_title = _("Manage the team inbox")

    def has_permission(self, request: HttpRequest) -> bool:
        """Managers by their group; Django's own `is_staff` switch is not asked for."""
        return may_open_back_office(request.user)

    def get_urls(self) -> list[Any]:
        return [
            path("health/", self.admin_view(health.show_health), name="health"),
            path("health/<int:number_id>/check/", self.admin_view(health.check_health), name="check_health"),
            *super().get_urls(),
        ]

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Strangers are sent to our own sign-in at once, not by way of Django's."""
        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.has_permission(request):
                return self.login(request)
            return inner(request, *args, **kwargs)

        return guarded

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """There is one sign-in. Who is signed in already and has no right here would only go round in circles."""
        if self.has_permission(request):
            return redirect(reverse("admin:index", current_app=self.name))
        if request.user.is_authenticated:
            raise PermissionDenied
        own_login = reverse("admin:login", current_app=self.name)
        here = reverse("admin:index", current_app=self.name)
        wanted = request.GET.get("next", here) if request.path == own_login else request.get_full_path()
        return redirect_to_login(wanted)

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """Ordered by what a manager looks for, not by the package that a model happens to live in."""
        apps = super().get_app_list(request, app_label)
        if app_label:
            return apps
        models = {model["object_name"]: model for app in apps for model in app["models"]}
        groups = [
            self._group(slug, name, [models.pop(noun) for noun in nouns if noun in models])
            for slug, name, nouns in GROUPS
        ]
        rest = [self._group("other", _("Other"), list(models.values()))]
        return [group for group in groups + rest if group["models"]]

    def _group(self, slug: str, name: object, models: list[Any]) -> dict[str, Any]:
        first = f"#{slug}-{models[0]['object_name'].lower()}" if models else ""
        url = reverse("admin:index", current_app=self.name) + first
        return {"name": name, "app_label": slug, "app_url": url, "has_module_perms": True, "models": models}
