import io

import pytest
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.utils import translation

from whatsapp.models import MessageTemplate


def said(**options: object) -> str:
    out = io.StringIO()
    with translation.override("en"):
        call_command("sync_message_templates", stdout=out, **options)
    return out.getvalue().strip()


def test_it_says_in_one_line_what_it_did(meta) -> None:
    total = len(meta.templates)
    assert said(dry_run=True) == f"Would be: {total} templates: {total} new, 0 changed, 0 gone."
    assert not MessageTemplate.objects.exists()
    assert said() == f"{total} templates: {total} new, 0 changed, 0 gone."
    assert said() == f"{total} templates: 0 new, 0 changed, 0 gone."


def test_it_fails_when_meta_does(meta) -> None:
    with override_settings(WHATSAPP_ACCESS_TOKEN="wrong"), pytest.raises(CommandError, match="190"):
        said()
