from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from whatsapp.cloud_api import transport
from whatsapp.models import WebhookEvent
from whatsapp.outbound.setup import findings as found
from whatsapp.outbound.setup import wording
from whatsapp.outbound.setup.token import NEEDED_SCOPES
from whatsapp.simulator.meta import Meta
from whatsapp.simulator.refusals import Refusal
from whatsapp.simulator.transport import Faults, SimulatorTransport

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def place(meta: Meta, settings, tmp_path):
    """A setup without a fault: each test spoils one thing."""
    settings.MEDIA_ROOT = tmp_path
    WebhookEvent.objects.create(body=b"{}", state="applied", received_at=timezone.now())
    with translation.override("en"):
        yield meta


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
    assert said.count("ok   ") == 9


@pytest.mark.parametrize("app_id", ["880000000000001", ""])
def test_a_wrong_token_is_named_with_its_cure_and_nothing_else_is_blamed_for_it(settings, app_id) -> None:
    """With an app that asks about it, and where only the token itself can be asked."""
    settings.WHATSAPP_ACCESS_TOKEN, settings.WHATSAPP_APP_ID = "expired", app_id
    assert [name for name in faults() if name != "clock"] == ["token"]
    assert "WHATSAPP_ACCESS_TOKEN" in check()


def test_a_token_without_the_permissions_says_which(place: Meta) -> None:
    place.token_facts = {"scopes": ["business_management", NEEDED_SCOPES[1]]}
    assert faults() == ["token"]
    assert "it lacks whatsapp_business_messaging" in check()


def test_a_token_that_was_not_given_the_account_says_so(place: Meta) -> None:
    """All permissions are there, but for another account: /me/permissions alone would prove nothing."""
    place.token_facts = {"granular_scopes": [{"scope": NEEDED_SCOPES[0], "target_ids": ["999"]}]}
    assert faults() == ["token"]
    assert f"may not see the account {place.waba_id}" in check()
    place.token_facts = {"granular_scopes": [{"scope": NEEDED_SCOPES[0]}]}
    assert faults() == [], "a permission without targets is good for all"


def test_a_token_that_ends_soon_says_when(place: Meta, time_machine) -> None:
    time_machine.move_to("2026-11-23T12:00:00Z", tick=False)
    place.token_facts = {"expires_at": int((timezone.now() + timedelta(days=13)).timestamp())}
    assert faults() == ["token"]
    assert "it ends on 2026-12-06" in check()
    place.token_facts = {"expires_at": int((timezone.now() + timedelta(days=60)).timestamp())}
    assert faults() == []
    assert "valid until 2027-01-22" in check()


def test_a_token_of_another_app_is_told_from_a_wrong_secret(settings, place: Meta) -> None:
    place.token_facts = {"app_id": "111"}
    assert faults() == ["token"]
    assert "it belongs to the app 111" in check()


def test_a_wrong_app_secret_is_found_though_sending_works(settings) -> None:
    settings.WHATSAPP_APP_SECRETS = ["of another app"]
    assert faults() == ["app secret"]
    assert "WHATSAPP_APP_SECRET" in check()
    settings.WHATSAPP_APP_SECRETS = ["of another app", "test_app_secret"]
    assert faults() == [], "two of them while it is being changed"
    assert "1 of 2" in check()


def test_the_field_messages_must_be_subscribed(place: Meta) -> None:
    place.subscribed_fields = ["account_update"]
    assert faults() == ["webhook fields"]


def test_a_number_that_is_not_registered_says_so(place: Meta) -> None:
    place.number_facts = {"platform_type": "NOT_APPLICABLE", "status": "PENDING"}
    assert faults() == ["number"]
    assert f"POST /{place.phone_number_id}/register" in check()


def test_a_blocked_number_says_it_in_metas_words(place: Meta) -> None:
    error = {"error_code": 141006, "error_description": "No payment method", "possible_solution": "Add one."}
    entity = {"entity_type": "WABA", "can_send_message": "BLOCKED", "errors": [error]}
    place.number_facts = {"health_status": {"can_send_message": "BLOCKED", "entities": [entity]}}
    assert faults() == ["number"]
    assert "No payment method Add one." in check()


def test_the_worst_quality_is_a_fault_and_a_number_that_is_not_connected(place: Meta) -> None:
    for facts in ({"quality_rating": "RED"}, {"status": "BANNED"}):
        place.number_facts = facts
        assert faults() == ["number"]


def test_a_clock_that_is_wrong_is_told_by_the_date_of_metas_answer(place: Meta) -> None:
    place.clock = lambda: timezone.now().timestamp() + 50
    assert faults() == []
    place.clock = lambda: timezone.now().timestamp() - 3600
    assert faults() == ["clock"]


def test_an_app_that_is_not_subscribed_explains_why_nothing_comes(place: Meta) -> None:
    place.subscribed = False
    assert faults() == ["subscription"]
    assert "subscribed_apps" in check()


def test_the_subscription_of_another_app_is_not_ours(settings, place: Meta) -> None:
    settings.WHATSAPP_APP_ID = "111"
    place.token_facts = {"app_id": "111"}
    assert faults() == ["subscription"]


def test_a_callback_of_another_place_is_said(settings) -> None:
    settings.PUBLIC_URL = "https://elsewhere.example"
    assert faults() == ["callback"]
    assert "https://elsewhere.example/api/whatsapp/webhook" in check()


def test_the_callback_nearest_to_the_number_is_the_one_that_is_called(settings, place: Meta) -> None:
    settings.PUBLIC_URL = "https://inbox.example"
    assert faults() == []
    place.callbacks["whatsapp_business_account"] = "https://old.example/api/whatsapp/webhook"
    assert faults() == ["callback"]
    place.callbacks["phone_number"] = "https://inbox.example/api/whatsapp/webhook"
    assert faults() == []
    place.callbacks.clear()
    assert faults() == ["callback"]


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


def test_it_speaks_the_language_of_the_installation(place: Meta) -> None:
    place.subscribed = False
    with translation.override("ar"):
        said = check()
    assert "خلل" in said
    assert "التطبيق غير مشترك" in said


def test_what_an_earlier_version_found_is_still_shown() -> None:
    old = found.Finding("gone", "gone_too")
    assert (wording.subject_of(old), wording.found_in(old), wording.cure_of(old)) == ("gone", "gone_too", "")


def test_a_refusal_is_told_in_metas_words_and_never_with_the_token(settings, meta: Meta) -> None:
    refused = Refusal.invalid(f"Malformed access token {settings.WHATSAPP_ACCESS_TOKEN}")
    wire = SimulatorTransport(meta, Faults(None, refused))
    with transport.replaced_by(wire):
        said = check()
    assert "Malformed access token …" in said
    assert settings.WHATSAPP_ACCESS_TOKEN not in said
