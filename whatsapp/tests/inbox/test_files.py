"""Files in their bubbles: what is here, what is not, and the button that asks once more."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from whatsapp.media.queue import fetch_waiting
from whatsapp.models import Conversation, Message, MessageFile
from whatsapp.tests.conftest import signed_in
from whatsapp.tests.media.conftest import PDF, a_picture, page, sends, storage, wire  # noqa: F401

from .bubbles import bubble, said_to
from .conftest import REFRESH_OF_THREAD
from .thread import address, asked_again


def again(message: Message) -> str:
    return f"/whatsapp/chat/{message.conversation_id}/fetch/{message.pk}"


def refreshed(client: Client, conversation: Conversation, html: str):
    return client.get(address(conversation), asked_again(html), headers=REFRESH_OF_THREAD)


def test_each_kind_shows_the_real_thing(wire, sends, agent, outsider):  # noqa: F811
    photo = sends(a_picture((1200, 800)))
    sticker = sends(a_picture((512, 512), "WEBP"), "sticker", "image/webp")
    film = sends(b"\0\0\0\x20ftypisom vide", "video", "video/mp4")
    sound = sends(b"OggS", "audio", "audio/ogg", voice=True)
    paper = sends(PDF, "document", "application/pdf", filename="عقد.pdf")
    false = sends(b"<script>alert(1)</script>", "image", "image/jpeg")
    assert fetch_waiting() == 6
    html = said_to(signed_in(agent), photo.conversation)
    url = f"/api/whatsapp/media/{photo.pk}"
    assert f'<img src="{url}/thumbnail" width="330" height="220"' in bubble(html, photo)
    assert re.search(r'<img class="sticker" src="[^"]+" width="160" height="160"', bubble(html, sticker))
    assert '<video class="film" controls' in bubble(html, film)
    heard_at = rf'data-player="{sound.pk}"[^>]* data-src="/api/whatsapp/media/{sound.pk}\?v=[0-9a-f]{{8}}"'
    assert re.search(heard_at, bubble(html, sound))
    assert f'href="/api/whatsapp/media/{paper.pk}" target="_blank"' in bubble(html, paper)
    assert "عقد.pdf" in bubble(html, paper)
    assert "<img" not in bubble(html, false)
    assert f'href="/api/whatsapp/media/{false.pk}?download=1"' in bubble(html, false)
    assert signed_in(outsider).get(address(photo.conversation)).status_code == 403


def test_what_is_not_here_says_why_and_can_be_asked_for(sends, agent, outsider):  # noqa: F811
    new, tried, expired, large = (sends(a_picture((9, n + 1))) for n in range(4))
    states = {tried: {"attempts": 2, "next_attempt_at": timezone.now()}, expired: {"state": "expired"}}
    states[large] = {"state": "failed", "reason": "too_large"}
    for message, facts in states.items():
        MessageFile.objects.filter(message=message).update(**facts)
    client = signed_in(agent)
    words = {
        "ar": {new: "لم يُنزَّل بعد", tried: "من تلقاء نفسه", expired: "7 أيام", large: "أكبر من أن"},
        "en": {new: "not downloaded yet", tried: "by itself", expired: "for 7 days", large: "too large"},
    }
    for language, said in words.items():
        html = said_to(client, new.conversation, language)
        for message, why in said.items():
            assert why in bubble(html, message)
            assert (again(message) in bubble(html, message)) == (message is not new)
    assert client.post(again(expired), headers={"HX-Request": "true"}).status_code == 204
    assert MessageFile.objects.get(message=expired).state == "waiting"
    asked_for = bubble(said_to(client, new.conversation, "en"), expired)
    assert ("not downloaded yet" in asked_for, again(expired) in asked_for) == (True, False)
    assert client.post(again(large)).status_code == 302
    assert client.post(again(expired).replace("/fetch/", "1/fetch/")).status_code == 404
    assert signed_in(outsider).post(again(large)).status_code == 403
    assert "/accounts/login/" in Client().post(again(large)).headers["Location"]


def test_the_open_chat_learns_that_a_file_came_or_will_not(wire, sends, agent, outsider):  # noqa: F811
    message = sends(a_picture())
    client, chat = signed_in(agent), message.conversation
    before = client.get(address(chat)).content.decode()
    assert refreshed(client, chat, before).status_code == 204
    wire.happens = [page(503)]
    fetch_waiting()
    tried = refreshed(client, chat, before)
    assert tried.status_code == 200
    MessageFile.objects.update(next_attempt_at=None)
    fetch_waiting()
    assert b'<a class="photo"' in refreshed(client, chat, tried.content.decode()).content
    assert signed_in(outsider).get(address(chat), headers=REFRESH_OF_THREAD).status_code == 403


def test_a_page_of_pictures_takes_no_more_questions_than_one(sends, agent, outsider):  # noqa: F811
    first = sends(a_picture())
    client, url = signed_in(agent), address(first.conversation)

    def questions() -> int:
        client.get(url)  # which marks it read
        with CaptureQueriesContext(connection) as asked:
            client.get(url)
        return len(asked)

    of_one = questions()
    for n in range(4):
        sends(a_picture((9, n + 2)))
    assert questions() == of_one
    assert signed_in(outsider).get(url).status_code == 403


@pytest.fixture(autouse=True)
def _number(number):
    return number
