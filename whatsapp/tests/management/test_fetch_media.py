from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from whatsapp.models import Message, MessageFile
from whatsapp.tests.media.conftest import a_picture, clock, file_of, page, sends, storage, wire  # noqa: F401


def fetch_media(*arguments: str) -> str:
    out = StringIO()
    call_command("fetch_media", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue().strip()


def test_it_fetches_all_that_is_missing_and_says_how_many(wire, sends, file_of, clock):  # noqa: F811
    waiting, forgotten, expired = (sends(a_picture((20, n + 1)), filename="x.jpg") for n in range(3))
    MessageFile.objects.filter(message=waiting).update(next_attempt_at=waiting.stored_at + timedelta(hours=3))
    MessageFile.objects.filter(message=forgotten).delete()
    MessageFile.objects.filter(message=expired).update(state="expired")
    assert fetch_media("--dry-run") == "سيُجلب: 2."
    assert wire.asked == []
    assert fetch_media() == "جُلب: 2. ما زال مفقودًا: 0."
    assert [file_of(message).state for message in (waiting, forgotten, expired)] == [
        *("fetched", "fetched", "expired"),
    ]
    assert fetch_media("--given-up") == "جُلب: 1. ما زال مفقودًا: 0."


def test_what_stays_missing_is_a_failure(wire, sends):  # noqa: F811
    message = sends(a_picture())
    wire.happens = [page(503)]
    with pytest.raises(CommandError, match="1"):
        fetch_media()
    assert Message.objects.get(pk=message.pk).media_url == ""
