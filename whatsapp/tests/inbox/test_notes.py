"""What the team says to itself: in the thread, and nowhere else."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from whatsapp.access import AGENTS
from whatsapp.conversations.listing import WAITING_FIRST
from whatsapp.conversations.starting import start_conversation
from whatsapp.models import AuditEntry, Conversation, Note
from whatsapp.outbound import outbox
from whatsapp.tests.conftest import make_user, signed_in

from .conftest import HTMX, REFRESH_OF_THREAD

LIST = "/whatsapp/chat"


def address(conversation: Conversation) -> str:
    return f"/whatsapp/chat/{conversation.pk}/note"


def test_a_note_stands_in_the_thread_with_its_author_and_changes_nothing_else(
    agent, outsider, conversation, write, meta
):
    write("متى يصل طلبي؟", ago=timedelta(minutes=5), origin="customer")
    Conversation.objects.update(unread_count=1)
    shown = ["last_message", "last_message_direction", "last_message_at", "unread_count", "status"]
    before = Conversation.objects.values(*shown).get()
    client, body = signed_in(agent), {"text": "<b>لا</b> خصم *قبل* موافقة المديرة", "client_id": "n1"}
    for _ in range(2):
        assert client.post(address(conversation), body, headers=HTMX).status_code == 204
    assert Note.objects.get().by == agent
    assert outbox.send_waiting() == 0
    assert meta.accepted == []
    assert Conversation.objects.values(*shown).get() == before
    waiting = client.get(LIST, {"order": WAITING_FIRST}, headers=HTMX).content.decode()
    assert f"chat-{conversation.pk}" in waiting, "a note is no answer"
    write("هل من جديد؟", ago=timedelta(minutes=-1))
    page = signed_in(make_user("sara", AGENTS)).get(f"{LIST}/{conversation.pk}").content.decode()
    places = [page.index(words) for words in ("متى يصل", "bubble-note", "هل من جديد؟</div>")]
    assert places == sorted(places)
    assert "&lt;b&gt;لا&lt;/b&gt; خصم <strong>قبل</strong>" in page
    assert "لا يراها إلا الفريق" in page
    assert signed_in(outsider).post(address(conversation), body).status_code == 403
    assert Note.objects.count() == 1


def test_a_note_needs_neither_a_window_nor_a_customer_who_may_be_written_to(agent, outsider, conversation):
    client = signed_in(agent)
    Conversation.objects.update(last_inbound_at="2026-01-01T00:00Z", blocked_at=datetime.now(UTC))
    assert client.post(address(conversation), {"text": "اتصل غدًا"}, headers=HTMX).status_code == 204
    new = start_conversation(conversation.number, "+966550000009", by=agent)
    row = f'id="chat-{new.pk}"'
    assert row not in client.get(LIST).content.decode()
    assert client.post(address(new), {"text": "سيتصل بنا"}, headers=HTMX).status_code == 204
    assert row in client.get(LIST).content.decode(), "somebody wrote into it"
    empty = client.post(address(new), {"text": " \x00 "}, headers=HTMX)
    assert (empty.status_code, empty.content.decode()) == (422, "اكتب شيئًا أولًا.")
    assert client.post(address(new), {"text": "x" * 4097}, headers=HTMX).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        Note.objects.create(conversation=new, content="")
    assert signed_in(outsider).post(address(new), {"text": "x"}).status_code == 403


def test_open_pages_learn_of_a_note_and_of_its_end(agent, manager, outsider, conversation, write):
    write("hi")
    client, chat = signed_in(agent), f"{LIST}/{conversation.pk}"

    def refreshed(version: str = "") -> tuple[int, str]:
        answer = client.get(chat, {"version": version, "since": ""}, headers=REFRESH_OF_THREAD)
        return answer.status_code, answer.content.decode()

    def version_in(page: str) -> str:
        return page.split('"version": "')[1].split('"', maxsplit=1)[0]

    version = version_in(refreshed()[1])
    assert refreshed(version)[0] == 204
    for text in ("one", "two"):
        client.post(address(conversation), {"text": text}, headers=HTMX)
    status, page = refreshed(version)
    assert (status, page.count("bubble-note")) == (200, 2)
    first = Note.objects.order_by("pk").first()
    gone = f"{address(conversation)}/{first.pk}/delete"
    assert gone in page
    colleague = signed_in(make_user("sara", AGENTS))
    assert gone not in colleague.get(chat).content.decode()
    assert colleague.post(gone).status_code == 403
    assert signed_in(outsider).post(gone).status_code == 403
    assert signed_in(manager).post(gone, headers=HTMX).status_code == 204
    status, left = refreshed(version_in(page))
    assert (status, left.count("bubble-note")) == (200, 1)
    assert client.post(gone).status_code == 404
    entry = AuditEntry.objects.get(verb="note deleted")
    assert (entry.by, entry.details) == (manager, {"note": first.pk, "of": agent.pk})


def test_older_notes_come_with_the_messages_among_which_they_were_written(
    agent, outsider, conversation, write
):
    for n in range(60):
        write(f"number {n}", ago=timedelta(minutes=100 - n))
    client, chat = signed_in(agent), f"{LIST}/{conversation.pk}"
    for text, minutes in (("early", 95), ("late", 45)):
        client.post(address(conversation), {"text": text}, headers=HTMX)
        at = datetime.now(UTC) - timedelta(minutes=minutes)
        Note.objects.filter(content=text).update(created_at=at)
    opened = client.get(chat, headers=HTMX).content.decode()
    assert (opened.count("bubble-note"), ">late</div>" in opened) == (1, True)
    cursor = opened.split('"cursor": "')[1].split('"')[0]
    older = client.get(chat, {"cursor": cursor, "seam": ""}, headers=HTMX).content.decode()
    assert (older.count("bubble-note"), ">early</div>" in older) == (1, True)
    assert signed_in(outsider).get(chat).status_code == 403


def test_a_browser_takes_back_a_note_it_never_heard_of(agent, outsider, conversation):
    client, body = signed_in(agent), {"text": "lost?", "client_id": "n1"}
    undo = f"{address(conversation)}/undo"
    client.post(address(conversation), body, headers=HTMX)
    for _ in range(2):
        assert client.post(undo, {"client_id": "n1"}, headers=HTMX).status_code == 204
    assert client.post(address(conversation), body, headers=HTMX).status_code == 410
    assert not Note.objects.exists()
    assert client.post(undo, headers=HTMX).status_code == 400
    assert signed_in(outsider).post(undo, {"client_id": "n1"}).status_code == 403
