"""The web app manifest: what makes a browser offer to install the inbox like an app."""

from django.conf import settings
from django.http import Http404, HttpRequest, JsonResponse
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

GREEN, GROUND = "#0a7d5c", "#f0f2f1"
"""`--accent` and `--ground` of static/css/tokens.css: a manifest knows one scheme only, the light one."""

ICONS = (("any", 192), ("any", 512), ("maskable", 512))


@require_safe
def manifest(request: HttpRequest, language: str) -> JsonResponse:
    """The language is in the address: browsers ask for a manifest without cookies."""
    if language not in dict(settings.LANGUAGES):
        raise Http404
    with translation.override(language):
        inbox = reverse("inbox:list")
        facts = {
            "id": inbox,  # the same app in either language
            "name": _("Team inbox"),
            "short_name": _("Inbox"),
            "description": _("Answer customers here, together. New messages appear by themselves."),
            "lang": language,
            "dir": "rtl" if translation.get_language_bidi() else "ltr",
            "start_url": inbox,
            "scope": reverse("inbox:home"),
            "display": "standalone",
            "theme_color": GREEN,
            "background_color": GROUND,
            "icons": [_icon(purpose, size) for purpose, size in ICONS],
            "shortcuts": [{"name": _("New chat"), "url": reverse("inbox:start")}],
        }
    return JsonResponse(facts, content_type="application/manifest+json")


def _icon(purpose: str, size: int) -> dict[str, str]:
    source = static(f"app/{purpose}-{size}.png")
    return {"src": source, "sizes": f"{size}x{size}", "type": "image/png", "purpose": purpose}
