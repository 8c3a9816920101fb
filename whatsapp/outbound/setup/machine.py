"""Our own side: the clock, the disk, and whether Meta has ever reached us."""

import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from whatsapp.cloud_api.client import Client
from whatsapp.models import BusinessNumber, WebhookEvent

from .findings import Finding

MOST_SKEW = timedelta(seconds=60)


def check_clock(client: Client, number: BusinessNumber) -> Iterator[Finding]:
    """The 24-hour window is counted by Meta's clock, and shown by ours."""
    theirs = client.time_there()
    off = abs(timezone.now() - theirs) if theirs else timedelta(0)
    what = "clock_wrong" if off > MOST_SKEW else "clock_right"
    yield Finding("clock", what, {"seconds": round(off.total_seconds())})


def check_webhooks(client: Client, number: BusinessNumber) -> Iterator[Finding]:
    last = WebhookEvent.objects.order_by("-received_at").values_list("received_at", flat=True).first()
    if last:
        yield Finding("webhooks", "webhooks_come", {"at": f"{timezone.localtime(last):%Y-%m-%d %H:%M}"})
    else:
        yield Finding("webhooks", "webhooks_never")


def check_storage(client: Client, number: BusinessNumber) -> Iterator[Finding]:
    folder = Path(settings.MEDIA_ROOT)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            yield Finding("storage", "storage_writable", {"folder": str(folder)})
    except OSError as error:
        facts = {"folder": str(folder), "why": error.strerror or type(error).__name__}
        yield Finding("storage", "storage_closed", facts)
