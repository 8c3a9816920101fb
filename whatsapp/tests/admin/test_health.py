from datetime import timedelta

import pytest
from django.utils import timezone

from whatsapp import worker
from whatsapp.models import AuditEntry, Heartbeat, Message, WebhookEvent
from whatsapp.tests.conftest import signed_in

from .refused import assert_closed_to

PAGE = "/admin/health/"


@pytest.fixture(autouse=True)
def noon(time_machine):
    time_machine.move_to("2026-11-23T12:00:00Z", tick=False)


def english(person):
    client = signed_in(person)
    client.cookies["django_language"] = "en"
    return client


def write(conversation, **facts):
    """An outgoing message."""
    facts = {"status": "pending", "created_at": timezone.now()} | facts
    return Message.objects.create(
        conversation=conversation, number_id=conversation.number_id, direction="outgoing", **facts
    )


def signs(client) -> dict[str, tuple[str, bool]]:
    """What the page says under each subject, and whether it is a fault."""
    shown = client.get(PAGE).context
    lines = [*shown["ours"], *(sign for card in shown["cards"] for sign in (*card.now, *card.setup))]
    return {sign.subject: (sign.found, sign.is_fault) for sign in lines}


def test_managers_see_what_works_what_waits_and_what_failed(
    manager, administrator, agent, outsider, conversation
) -> None:
    worker.beat()
    WebhookEvent.objects.create(
        body=b"{}", state="applied", received_at=timezone.now() - timedelta(minutes=3)
    )
    write(conversation, created_at=timezone.now() - timedelta(minutes=2))
    write(conversation)
    for code, hours in ((131026, 1), (131026, 23), (131047, 25)):
        write(
            conversation, status="failed", error_code=code, created_at=timezone.now() - timedelta(hours=hours)
        )
    write(conversation, status="unknown")
    said = signs(english(manager))
    assert said["Background work"] == ("at work", False)
    assert said["Last heard from Meta"] == ("3\xa0minutes ago", False)
    assert said["Sending"] == ("flows", False)
    assert said["Waiting to be sent"] == ("2 messages", False)
    assert said["The oldest was written"] == ("2\xa0minutes ago", False)
    failed, _ = said["Failed in the last 24 hours"]
    assert failed.startswith("2 messages: It could not be delivered")
    assert said["Nobody knows whether it was sent"][0] == "1 message"
    assert signed_in(administrator).get(PAGE).status_code == 200
    assert_closed_to(PAGE, agent, outsider)


def test_what_stands_still_says_what_to_do(manager, agent, outsider, conversation) -> None:
    Heartbeat.objects.create(name=worker.HEARTBEAT, beat_at=timezone.now() - worker.SILENCE)
    number = conversation.number
    number.stopped_by_code, number.waits_until = 131042, timezone.now()
    number.save(update_fields=["stopped_by_code", "waits_until"])
    write(conversation, created_at=timezone.now() - timedelta(minutes=11))
    said = signs(english(manager))
    for subject in ("Background work", "Last heard from Meta", "Sending", "The oldest was written"):
        assert said[subject][1], f"{subject} is at fault"
    html = signed_in(manager).get(PAGE).content.decode()
    assert "أن يضيف وسيلة الدفع" in html
    number.stopped_by_code = 190
    number.save(update_fields=["stopped_by_code"])
    assert "اضغط «افحص الآن»" in signed_in(manager).get(PAGE).content.decode(), (
        "it does not send them to itself"
    )
    assert 'href="/admin/health/"' in signed_in(manager).get("/admin/").content.decode()
    assert_closed_to(PAGE, agent, outsider)


def test_the_button_asks_meta_and_the_page_alone_never_does(
    manager, agent, outsider, number, meta, settings, tmp_path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    check = f"{PAGE}{number.pk}/check/"
    assert_closed_to(check, agent, outsider, data={})
    meta.token_facts = {"expires_at": int(timezone.now().timestamp()) + 3600}
    client = english(manager)
    assert "Not checked yet" in client.get(PAGE).content.decode()
    assert client.get(check).status_code == 405
    assert meta.requests_seen == []
    client.post(check)
    asked = len(meta.requests_seen)
    assert asked
    said = signs(client)
    assert said["token"] == ("it ends on 2026-11-23", True)
    assert said["subscription"][1] is False
    html = signed_in(manager).get(PAGE).content.decode()
    assert "ينتهي في \u20662026-11-23\u2069" in html, "kept as data, and said in the reader's language"
    assert settings.WHATSAPP_ACCESS_TOKEN not in html
    assert "والجودة عالية" in html
    client.post(check)
    assert len(meta.requests_seen) == asked, "a second click at once asks nothing"
    assert AuditEntry.objects.get().by == manager
