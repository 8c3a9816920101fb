"""`GET media/<message id>`: by session and by token, to those who may see the message, and to nobody else."""

import pytest
from django.contrib.auth.models import User

from whatsapp.media.queue import fetch_waiting
from whatsapp.models import Message
from whatsapp.tests.media.conftest import a_picture, sends, storage, wire  # noqa: F401

from .conftest import Caller, anonymous, by_session, by_token, refusal


@pytest.fixture
def picture(wire, sends) -> Message:  # noqa: F811
    message = sends(a_picture())
    fetch_waiting()
    return Message.objects.get(pk=message.pk)


def test_the_team_gets_the_file_and_its_small_picture(api: Caller, picture: Message):
    assert (
        api.get(f"messages/{picture.conversation_id}").json()["results"][0]["media_url"] == picture.media_url
    )
    response = api.client.get(picture.media_url, headers=api.headers | {"Range": "bytes=0-2"})
    assert (response.status_code, b"".join(response)) == (206, b"\xff\xd8\xff")
    assert response.headers["Content-Type"] == "image/jpeg"
    small = api.client.get(picture.media_url + "/thumbnail", headers=api.headers)
    assert (small.status_code, small.headers["Content-Type"]) == (200, "image/webp")
    assert api.client.head(picture.media_url, headers=api.headers).status_code == 200
    response = api.get(f"media/{picture.pk}", download=1)
    assert response.headers["Content-Disposition"] == f'attachment; filename="whatsapp-{picture.pk}.jpg"'


def test_what_its_author_took_back_is_gone(script: Caller, picture: Message):
    Message.objects.filter(pk=picture.pk).update(revoked_at=picture.created_at)
    assert refusal(script.get(f"media/{picture.pk}")) == (404, "not_found")
    assert refusal(script.get(f"media/{picture.pk}/thumbnail")) == (404, "not_found")
    assert script.get(f"messages/{picture.conversation_id}").json()["results"][0]["media_url"] == ""


def test_nobody_else_gets_anything(picture: Message, outsider: User):
    for path in (f"media/{picture.pk}", f"media/{picture.pk}/thumbnail", "media/999"):
        assert refusal(anonymous().get(path))[0] == 401
        for way_in in (by_session, by_token):
            assert refusal(way_in(outsider).get(path)) == (403, "forbidden")
