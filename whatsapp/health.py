"""For supervisors and load balancers. Neither needs a sign-in, and neither tells anything but yes or no."""

from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from whatsapp.models import Heartbeat
from whatsapp.worker import HEARTBEAT, SILENCE


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"ok": True})


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers, and a worker is at work. 503 says which one doesn't."""
    try:
        worker = Heartbeat.objects.filter(name=HEARTBEAT, beat_at__gt=timezone.now() - SILENCE).exists()
    except DatabaseError:
        return JsonResponse({"ok": False, "database": False, "worker": False}, status=503)
    return JsonResponse({"ok": worker, "database": True, "worker": worker}, status=200 if worker else 503)
