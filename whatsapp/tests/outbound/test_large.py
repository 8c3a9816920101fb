"""Eight films at once would hold all of the worker's threads, and nobody's text would leave."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError

from whatsapp.models import Conversation, Message
from whatsapp.outbound import large, outbox
from whatsapp.outbound.attach import send_file

from .conftest import chat_of, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def chats(meta, monkeypatch) -> list[Conversation]:
    monkeypatch.setattr(large, "LARGE", 20)
    return [chat_of(meta, f"عميل {n}", phone=f"+96655000000{n}") for n in range(large.AT_ONCE + 2)]


def send_pdf(conversation: Conversation, words: str) -> Message:
    return send_file(conversation, ContentFile(b"%PDF-1.7\n" + words.encode(), name="a.pdf"), by=None)[0]


def test_while_large_files_go_up_the_texts_and_small_files_of_others_leave(chats, wire):
    *brings_files, writes = chats
    for chat in brings_files:
        send_pdf(chat, f"a long contract of {chat.pk}")
    write(writes)
    send_pdf(writes, "small")
    uploads_before = []

    def another_thread() -> None:
        uploads_before[len(wire.posts) :] = [wire.uploads]
        outbox.send_waiting()

    wire.meanwhile = another_thread
    outbox.send_waiting()
    assert [post["type"] for post in wire.posts] == ["text", "document"] + ["document"] * len(brings_files)
    # The text left while so many uploads were under way, and the one too many had not begun.
    assert uploads_before[0] == large.AT_ONCE < len(brings_files)
    assert set(Message.objects.filter(direction="outgoing").values_list("status", flat=True)) == {"accepted"}


def test_a_place_is_free_again_whatever_happened(chats, wire, monkeypatch):
    def breaks(*_args: object) -> None:
        raise DatabaseError

    for chat in chats:
        send_pdf(chat, f"a long contract of {chat.pk}")
    for name in ("_claim", "deliver"):
        with monkeypatch.context() as patched:
            patched.setattr(outbox, name, breaks)
            for _ in range(large.AT_ONCE + 1):
                with pytest.raises(DatabaseError):
                    outbox.send_waiting()
        Message.objects.filter(status="sending").update(status="pending")
    outbox.send_waiting()
    assert len(wire.posts) == len(chats)
