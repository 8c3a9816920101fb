"""Views of the list under a name, in the panel of its filters."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from whatsapp.access import inbox_view, may_keep, may_open_back_office, views_for
from whatsapp.conversations import views
from whatsapp.http import InboxRequest
from whatsapp.models import Preference, SavedView

from .filters import Filters
from .forms import ListForm

INVALID = 422


@inbox_view
@never_cache
@require_GET
def choose(request: InboxRequest) -> HttpResponse:
    """The panel: all that the list can be narrowed down to, and the views that were kept."""
    form = ListForm(request.GET)
    return render(request, "inbox/_filters.html", {"filters": Filters(request.user, form), "form": form})


@inbox_view
@require_POST
def save(request: InboxRequest) -> HttpResponse:
    """What the list shows now (its fields come along), under a name."""
    is_shared = request.POST.get("is_shared") == "1"
    if is_shared and not may_open_back_office(request.user):
        raise PermissionDenied
    owner = None if is_shared else request.user
    view = SavedView(
        name=request.POST.get("name", "").strip(), owner=owner, query=ListForm(request.POST).query
    )
    return _keep(request, view)


@inbox_view
@require_POST
def rename(request: InboxRequest, view_id: int) -> HttpResponse:
    view = _own(request, view_id)
    view.name = request.POST.get("name", "").strip()
    return _keep(request, view)


@inbox_view
@require_POST
def delete(request: InboxRequest, view_id: int) -> HttpResponse:
    views.delete_view(_own(request, view_id), by=request.user)
    return _show(request)


@inbox_view
@require_POST
def choose_default(request: InboxRequest, view_id: int) -> HttpResponse:
    """The list opens with it from now on; asked for again, as it used to."""
    view = get_object_or_404(views_for(request.user), pk=view_id)
    preference, _made = Preference.objects.get_or_create(user=request.user)
    preference.default_view = None if preference.default_view_id == view.pk else view
    preference.save(update_fields=["default_view"])
    return _show(request)


def default_query(request: InboxRequest) -> str:
    """With what the list opens for this member; empty for all chats."""
    chosen = Preference.objects.filter(user=request.user).values("default_view")
    return views_for(request.user).filter(pk__in=chosen).values_list("query", flat=True).first() or ""


def _own(request: InboxRequest, view_id: int) -> SavedView:
    view = get_object_or_404(views_for(request.user), pk=view_id)
    if not may_keep(view, request.user):
        raise PermissionDenied
    return view


def _keep(request: InboxRequest, view: SavedView) -> HttpResponse:
    try:
        views.save_view(view, by=request.user)
    except ValidationError as refusal:
        return _show(request, refusal=" ".join(refusal.messages))
    return _show(request)


def _show(request: InboxRequest, refusal: str = "") -> HttpResponse:
    filters = Filters(request.user, ListForm(request.POST))
    return render(request, "inbox/_views.html", {"filters": filters, "refusal": refusal})
