from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from whatsapp.models import WebhookEvent
from whatsapp.simulator.meta import Meta

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(meta: Meta, settings, tmp_path):
    """A setup without a fault: each test spoils one thing."""
    settings.MEDIA_ROOT = tmp_path
    WebhookEvent.objects.create(body=b"{}", state="applied", received_at=timezone.now())
    return meta


def check() -> str:
    out = StringIO()
    try:
        call_command("check_setup", stdout=out)
    except CommandError as error:
        out.write(f"\n{error}")
    return out.getvalue()


def faults() -> list[str]:
    return [line.split(": ")[1] for line in check().splitlines() if line.startswith("FAULT")]


def test_a_good_setup_has_no_fault() -> None:
    said = check()
    assert "FAULT" not in said
    assert said.count("ok   ") == 5


def test_a_wrong_token_is_named_with_its_cure(settings) -> None:
    settings.WHATSAPP_ACCESS_TOKEN = "expired"
    assert "token" in faults()
    assert "WHATSAPP_ACCESS_TOKEN" in check() or "190" in check()


def test_an_app_that_is_not_subscribed_explains_why_nothing_comes(place: Meta) -> None:
    place.subscribed = False
    assert faults() == ["subscription"]
    assert "subscribed_apps" in check()


def test_the_subscription_of_another_app_is_not_ours(settings) -> None:
    settings.WHATSAPP_APP_ID = "111"
    assert faults() == ["subscription"]


def test_a_callback_of_another_place_is_said(settings) -> None:
    settings.PUBLIC_URL = "https://elsewhere.example"
    assert faults() == ["callback"]
    assert "https://elsewhere.example/api/whatsapp/webhook" in check()


def test_a_wrong_number_is_told_in_metas_own_code(settings, number) -> None:
    number.phone_number_id = "999"
    number.save(update_fields=["phone_number_id"])
    settings.WHATSAPP_PHONE_NUMBER_ID = "999"
    assert "number" in faults()


def test_that_no_webhook_ever_came_is_a_fault() -> None:
    WebhookEvent.objects.all().delete()
    assert faults() == ["webhooks"]


def test_a_folder_that_cannot_be_written_is_a_fault(settings, tmp_path) -> None:
    (tmp_path / "file").write_text("")
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    assert faults() == ["storage"]


def test_it_exits_with_an_error_where_anything_is_wrong(place: Meta) -> None:
    place.subscribed = False
    with pytest.raises(CommandError, match="1 fault"):
        call_command("check_setup", stdout=StringIO())
