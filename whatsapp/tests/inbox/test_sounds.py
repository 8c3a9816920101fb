"""What the player is told, and what it tells."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from whatsapp.bubbles.sounds import draw
from whatsapp.media.queue import fetch_waiting
from whatsapp.models import Message
from whatsapp.tests.codecs.recorded import sound
from whatsapp.tests.conftest import signed_in
from whatsapp.tests.media.conftest import sends, storage, wire  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db


def played_address(message: Message) -> str:
    return f"/whatsapp/chat/{message.conversation_id}/played/{message.pk}"


def test_a_sound_that_was_fetched_has_its_waveform_and_its_length(wire, sends, agent):  # noqa: F811
    message = sends(sound("firefox"), "audio", "audio/ogg; codecs=opus", voice=True)
    fetch_waiting()
    message.refresh_from_db()
    assert len(message.file.stored.peaks) == 64
    html = signed_in(agent).get(f"/whatsapp/chat/{message.conversation_id}").content.decode()
    player = html[html.index(f'data-player="{message.pk}"') :]
    assert re.search(r'data-seconds="0\.5\d?"', player)
    assert f'<path d="{draw(message.file.stored.peaks)}">' in player
    assert 'dir="ltr"' in player[: player.index(">")]  # time runs one way in every language


def test_a_sound_that_cannot_be_read_is_looked_at_once(wire, sends):  # noqa: F811
    message = sends(b"OggS and then nothing", "audio", "audio/ogg")
    fetch_waiting()
    message.refresh_from_db()
    assert message.file.stored.peaks == []
    assert draw([]).count("M") == 64


def test_the_first_who_listens_marks_it_as_played_for_everybody(wire, sends, agent, outsider):  # noqa: F811
    message = sends(sound("firefox"), "audio", "audio/ogg", voice=True)
    address, client = played_address(message), signed_in(agent)
    assert client.post(address).status_code == 204
    message.refresh_from_db()
    first = message.played_at
    assert first is not None
    assert client.post(address).status_code == 204
    message.refresh_from_db()
    assert (message.played_at, message.status) == (first, "received")
    assert client.get(address).status_code == 405
    assert client.post(f"/whatsapp/chat/{message.conversation_id + 1}/played/{message.pk}").status_code == 404
    assert signed_in(outsider).post(address).status_code == 403
    assert Client().post(address).status_code == 302


def test_of_our_own_message_only_meta_says_that_it_was_played(conversation, agent):
    ours = Message.objects.create(
        conversation=conversation,
        number=conversation.number,
        message_type="audio",
        direction="outgoing",
        status="pending",
        created_at="2026-11-23T12:00:00Z",
    )
    assert signed_in(agent).post(played_address(ours)).status_code == 204
    ours.refresh_from_db()
    assert ours.played_at is None
