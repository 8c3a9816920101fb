"""Rows and bubbles that were drawn before: whatever changes, the page shows what it would show drawn anew."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db.models import QuerySet
from django.template.base import Template
from django.test import Client
from django.urls import reverse

from whatsapp.access import AGENTS
from whatsapp.models import Conversation, Label, Message, MessageFile, StoredFile
from whatsapp.tests.conftest import make_user, signed_in

from .bubbles import react
from .conftest import REFRESH_OF_THREAD

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


@pytest.fixture
def pieces(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of the rows and bubbles that were really drawn."""
    names: list[str] = []
    draw = Template.render

    def told(template: Template, context: Any) -> Any:
        if template.name in ("inbox/_row.html", "inbox/_bubble.html"):
            names.append(template.name)
        return draw(template, context)

    monkeypatch.setattr(Template, "render", told)
    return names


def look(client: Client, path: str) -> str:
    answer = client.get(path, headers=REFRESH_OF_THREAD)
    assert answer.status_code == 200
    # Forms have a token that is another each time.
    return re.sub(r' value="\w{32,}"', "", answer.content.decode())


def assert_true_after(changes: dict[str, Callable[[], object]], client: Client, path: str) -> None:
    """After each change the page is another, and the same as if nothing had been kept of the one before."""
    before = look(client, path)
    for name, change in changes.items():
        change()
        after = look(client, path)
        settings.DEBUG = True  # then everything is drawn anew
        try:
            assert after == look(client, path), name
        finally:
            settings.DEBUG = False
        assert after != before, name
        before = after


def test_what_has_not_changed_is_not_drawn_again(agent, outsider, conversation, someone, write, pieces):
    someone("Huda", "966500000001", last_message_at=datetime.now(UTC))
    photo = write("one", message_type="image", media_url="/photo")
    kept = StoredFile.objects.create(sha256="f", mime_type="image/jpeg", size=5, width=9, height=9)
    MessageFile.objects.create(message=photo, stored=kept, state="fetched", asked_at=NOW)
    write("two")
    client = signed_in(agent)
    for path in (reverse("inbox:list"), reverse("inbox:chat", args=[conversation.pk])):
        look(client, path)
        pieces.clear()
        first = look(client, path)
        assert pieces == []
        assert first == look(client, path)
    assert signed_in(outsider).get(reverse("inbox:list")).status_code == 403


def test_a_row_shows_every_change_at_once(agent, conversation, write, time_machine) -> None:
    time_machine.move_to(NOW, tick=False)
    message = write("first", ago=timedelta(0), direction="outgoing", sent_by=agent)
    client, chats = signed_in(agent), Conversation.objects.filter(pk=conversation.pk)
    label = Label.objects.create(name="vip")
    chats.update(last_inbound_at=NOW - timedelta(hours=21))

    def chat(**facts: object) -> Callable[[], object]:
        return lambda: chats.update(**facts)

    changes: dict[str, Callable[[], object]] = {
        "ticks": lambda: Message.objects.filter(pk=message.pk).update(status="read"),
        "deleted": lambda: Message.objects.filter(pk=message.pk).update(revoked_at=NOW),
        "restored": lambda: Message.objects.filter(pk=message.pk).update(revoked_at=None),
        "name": chat(customer_name="هدى"),
        "no name": chat(customer_name=""),
        "number": chat(customer_phone="966500000009"),
        "preview": chat(last_message="other", last_message_direction="incoming"),
        "kind": chat(last_message="", last_message_type="image"),
        "unread": chat(unread_count=3),
        "marked": chat(unread_count=1, is_marked_unread=True),
        "blocked": chat(blocked_at=NOW),
        "state": chat(status="pending"),
        "owner": chat(assigned_to=agent),
        "label": lambda: conversation.labels.add(label),
        "label's name": lambda: Label.objects.update(name="gold"),
        "label's colour": lambda: Label.objects.update(color=Label.Color.ROSE),
        "reaction": chat(last_message="👍", last_message_type="reaction"),
        "digits": lambda: client.cookies.load({"digits": "arabic"}),
        "language": lambda: client.cookies.load({settings.LANGUAGE_COOKIE_NAME: "en"}),
    }
    assert_true_after(changes, client, reverse("inbox:list"))


def test_a_row_follows_the_time_and_the_window(agent, conversation, write, time_machine) -> None:
    time_machine.move_to(NOW, tick=False)
    write("first", ago=timedelta(0), direction="outgoing", sent_by=agent)
    chats = Conversation.objects.filter(pk=conversation.pk)
    chats.update(last_inbound_at=NOW - timedelta(hours=21))

    def later(hours: float) -> Callable[[], object]:
        return lambda: time_machine.shift(timedelta(hours=hours))

    changes: dict[str, Callable[[], object]] = {
        "an hour on": later(1),
        "closing": later(1.5),
        "wrote": lambda: chats.update(last_inbound_at=NOW),
        "tomorrow": later(20),
        "closed": later(24),
        "a week on": later(24 * 6),
    }
    assert_true_after(changes, signed_in(agent), reverse("inbox:list"))


def test_a_row_names_its_owner_to_others_and_says_you_to_them(agent, conversation) -> None:
    agent.first_name = "سارة"
    agent.save(update_fields=["first_name"])
    Conversation.objects.filter(pk=conversation.pk).update(assigned_to=agent, last_message_type="text")
    path, colleague = reverse("inbox:list"), make_user("colleague", AGENTS)
    for who in (colleague, agent, colleague):
        row = look(signed_in(who), path).split('class="row-owner-name">')[1].split("<")[0]
        assert row == ("أنت" if who == agent else "سارة")


def test_a_bubble_shows_every_change_at_once(agent, manager, conversation, write, time_machine) -> None:
    time_machine.move_to(NOW, tick=False)
    old = timedelta(days=29, hours=23)
    write("theirs", ago=old + timedelta(minutes=2))
    message = write("ours", ago=old, direction="outgoing", sent_by=agent, status="sent")
    client, ours = signed_in(agent), Message.objects.filter(pk=message.pk)

    def fact(**facts: object) -> Callable[[], object]:
        return lambda: ours.update(**facts)

    changes: dict[str, Callable[[], object]] = {
        "ticks": fact(status="delivered"),
        "edited": fact(content="better", original_content="ours", edited_at=NOW),
        "forwarded": fact(payload={"context": {"forwarded": True}}),
        "a reaction": lambda: react(message, conversation.contact, "👍"),
        "our own": lambda: react(message, None, "❤️"),
        "failed": fact(status="failed", error_code=131026),
        "read after all": fact(status="read", error_code=None),
        "by a colleague": fact(sent_by=manager),
        "their name": lambda: type(manager).objects.filter(pk=manager.pk).update(first_name="ليلى"),
        "through the phone": fact(sent_by=None, origin="phone_app"),
        "not the first of its group": lambda: write(
            "between", ago=old + timedelta(minutes=1), direction="outgoing", origin="phone_app"
        ),
        "deleted": fact(revoked_at=NOW),
        "restored": fact(revoked_at=None),
        "too old for reactions": lambda: time_machine.shift(timedelta(hours=2)),
        "language": lambda: client.cookies.load({settings.LANGUAGE_COOKIE_NAME: "en"}),
    }
    assert_true_after(changes, client, reverse("inbox:chat", args=[conversation.pk]))


def test_a_bubble_with_a_file_shows_every_change_at_once(agent, conversation, write) -> None:
    photo, voice = (write("", message_type=kind, media_url=f"/{kind}") for kind in ("image", "audio"))
    picture, sound, given = (
        StoredFile.objects.create(sha256=mime_type, mime_type=mime_type, size=5, width=900, height=300)
        for mime_type in ("image/jpeg", "audio/ogg", "image/heic")
    )
    files = MessageFile.objects.all()
    files.bulk_create(MessageFile(message=message, asked_at=NOW) for message in (photo, voice))
    shown, heard = files.filter(message=photo), files.filter(message=voice)

    def fact(rows: QuerySet[Any], **facts: object) -> Callable[[], object]:
        return lambda: rows.update(**facts)

    pictures, sounds = (StoredFile.objects.filter(pk=kept.pk) for kept in (picture, sound))
    changes: dict[str, Callable[[], object]] = {
        "will not come": fact(shown, state="failed", reason="too_large"),
        "came after all": fact(shown, state="fetched", stored=picture),
        "its small picture": fact(pictures, thumbnail="small.jpg"),
        "its size": fact(pictures, width=300),
        "as it was given": fact(shown, original=given),
        "whose it is": fact(Conversation.objects.all(), customer_name="نورة"),
        "a sound": fact(heard, state="fetched", stored=sound),
        "how long": fact(sounds, duration=12.5),
        "how loud": fact(sounds, peaks=[9, 200]),
        "a voice message": fact(Message.objects.filter(pk=voice.pk), payload={"audio": {"voice": True}}),
        "played": fact(Message.objects.filter(pk=voice.pk), played_at=NOW),
    }
    assert_true_after(changes, signed_in(agent), reverse("inbox:chat", args=[conversation.pk]))


def test_each_member_of_the_team_sees_a_bubble_as_their_own(agent, manager, conversation, write) -> None:
    write("hello", event_id=7)
    write("welcome", direction="outgoing", sent_by=agent)
    path = reverse("inbox:chat", args=[conversation.pk])
    colleague = make_user("colleague", AGENTS)
    for who, is_manager in ((manager, True), (agent, False), (colleague, False), (manager, True)):
        seen = look(signed_in(who), path)
        assert ("raw-link" in seen, "bubble-author" in seen) == (is_manager, who != agent)
