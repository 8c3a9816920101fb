from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from whatsapp.conversations.waiting import LONGEST
from whatsapp.demo.seed import META
from whatsapp.models import AuditEntry, Contact, Conversation, Message, MessageFile
from whatsapp.tests.conftest import signed_in

pytestmark = pytest.mark.django_db


def seed_volume(*arguments: str) -> str:
    out = StringIO()
    call_command("seed_volume", "--conversations", "80", "--messages", "1200", *arguments, stdout=out)
    return out.getvalue()


def test_as_much_is_written_as_was_asked_for_and_the_list_agrees_with_the_messages(agent):
    assert "80" in seed_volume("--dry-run")
    assert not Contact.objects.exists()
    assert "1200" in seed_volume("--per-day", "40")
    assert (Conversation.objects.count(), Message.objects.count()) == (80, 1200)
    for chat in Conversation.objects.all():
        newest = chat.messages.order_by("-created_at", "-pk").first()
        assert (chat.last_message, chat.last_message_type) == (newest.content[:200], newest.message_type)
        assert (chat.last_message_direction, chat.last_message_at) == (newest.direction, newest.created_at)
        inbound = chat.messages.filter(direction="incoming").order_by("-created_at", "-pk").first()
        assert chat.last_inbound_at == (inbound and inbound.created_at)
        newest_ones = chat.messages.order_by("-created_at", "-pk").values_list("direction", flat=True)
        assert list(newest_ones[: chat.unread_count]) == ["incoming"] * chat.unread_count
    ids = list(Message.objects.order_by("pk").values_list("created_at", flat=True))
    assert ids == sorted(ids), "a thread lies scattered in the table, as a real one does"
    assert Conversation.objects.annotate(length=Count("messages")).latest("length").messages.count() > 600
    assert len(set(Message.objects.values_list("message_type", flat=True))) > 3
    assert MessageFile.objects.filter(state="fetched").exists()
    assert AuditEntry.objects.filter(verb="resolved").exists()
    assert Conversation.objects.filter(labels__isnull=False).exists()
    pointing = (
        (Message, "conversation__status"),
        (MessageFile, "message__status"),
        (MessageFile, "stored__name"),
    )
    for rows, of in pointing:
        assert rows.objects.exclude(**{of: ""}).count() == rows.objects.count(), "what it points at is there"
    assert Contact.objects.create(bsuid="SA.new").pk == max(Contact.objects.values_list("pk", flat=True))
    assert LONGEST.days > 2  # as old as the youngest chats that are waited for
    busiest = Conversation.objects.annotate(length=Count("messages")).latest("length")
    assert signed_in(agent).get(f"/whatsapp/chat/{busiest.pk}").status_code == 200


def test_only_an_empty_place_that_is_not_metas_is_filled(settings):
    settings.WHATSAPP_ACCESS_TOKEN, settings.WHATSAPP_GRAPH_URL = "EAAG-real", META
    with pytest.raises(CommandError, match="well-known passwords"):
        seed_volume()
    settings.WHATSAPP_ACCESS_TOKEN = ""
    for wrong in (["--conversations", "0"], ["--messages", "79"], ["--per-day", "0"]):
        with pytest.raises(CommandError):
            seed_volume(*wrong)
    Contact.objects.create(bsuid="SA.1")
    with pytest.raises(CommandError, match="empty"):
        seed_volume()
