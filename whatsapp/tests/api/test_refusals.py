"""Whatever is wrong with a request, the answer is `{"error": {"code", "message"}}`, and nothing was written."""

import base64
import json

import pytest

from whatsapp.models import Message

from .conftest import add_conversation, anonymous, refusal

pytestmark = pytest.mark.django_db

ABSURD = [10**12, 2**63, 10**30, -1, 0]


@pytest.mark.parametrize("number_of", [*ABSURD, "9" * 5000])
def test_a_conversation_that_is_not_there_is_404(script, conversation, number_of):
    for response in (
        script.get(f"messages/{number_of}"),
        script.post(f"conversations/{number_of}/read"),
    ):
        assert refusal(response)[0] in {404, 422}
    assert refusal(anonymous().get(f"messages/{number_of}"))[0] == 401


@pytest.mark.parametrize("number_of", ABSURD)
def test_nor_can_it_be_written_to(script, conversation, number_of):
    asked = {"conversation_id": number_of, "text": "x"}
    assert refusal(script.post("send-message", asked)) == (404, "not_found")


@pytest.mark.parametrize("reply_to", [*ABSURD, "9" * 5000, "٩" * 30, "²", "wamid.\x00", "x" * 5000])
def test_nor_can_a_message_that_is_not_there_be_answered(script, conversation, reply_to):
    asked = {"conversation_id": conversation.pk, "text": "x", "reply_to": reply_to}
    assert refusal(script.post("send-message", asked))[0] in {404, 422}
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"\xff\xfe",
        b"[" * 50_000,
        b'{"text": "x"',
        b"text=x&conversation_id=1",
        b'{"text": NaN}',
    ],
)
def test_a_body_that_is_no_json_is_refused(script, conversation, body):
    assert refusal(script.post("send-message", body))[0] in {400, 422}
    assert not Message.objects.exists()


@pytest.mark.parametrize("body", [b"[]", b"null", b'"text"', b"7", b'[{"text": "x"}]', b"{}"])
def test_nor_is_json_of_another_shape_taken(script, conversation, body):
    assert refusal(script.post("send-message", body))[0] in {400, 422}
    assert not Message.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"text": None},
        {"text": 7},
        {"text": ["x"]},
        {"text": ""},
        {"text": " \n "},
        {"text": "\x00"},
        {"text": "x" * 4097},
        {"conversation_id": None},
        {"conversation_id": "abc"},
        {"conversation_id": 1.5},
        {"conversation_id": [1]},
        {"conversation_id": None, "to": None},
        {"conversation_id": None, "to": 966551234567},
        {"conversation_id": None, "to": {"phone": "1"}},
        {"reply_to": {"id": 1}},
        {"reply_to": 1.5},
        {"client_id": 7},
        {"client_id": "x" * 65},
    ],
    ids=str,
)
def test_a_value_of_the_wrong_kind_is_invalid(script, conversation, wrong):
    asked = {"conversation_id": conversation.pk, "text": "x", **wrong}
    status, code = refusal(script.post("send-message", asked))
    assert (status, code) in {(422, "invalid"), (422, "invalid_message")}
    assert not Message.objects.exists()


@pytest.mark.parametrize("field", ["text", "client_id", "reply_to", "to"])
@pytest.mark.parametrize("unstorable", ["a\x00b", "a\ud83db"])
def test_what_no_database_stores_never_breaks_it(script, conversation, field, unstorable):
    asked = {"conversation_id": conversation.pk, "text": "x", field: unstorable}
    response = script.post("send-message", json.dumps(asked).encode())
    assert response.status_code in {202, 404, 422}
    if response.status_code != 202:
        refusal(response)


def test_a_missing_text_is_named(script, conversation):
    response = script.post("send-message", {"conversation_id": conversation.pk})
    assert refusal(response) == (422, "invalid")
    assert "text" in response.json()["error"]["message"]


def test_a_body_of_several_megabytes_is_too_large(script, conversation):
    asked = {"conversation_id": conversation.pk, "text": "x" * (4 * 1024 * 1024)}
    assert refusal(script.post("send-message", asked)) == (413, "too_large")


def cursor(text: str) -> str:
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "bad",
    [
        "x",
        "!!!!",
        "مؤشر",
        "\x00",
        "a" * 5000,
        cursor("nothing"),
        cursor("2026-11-23 7"),
        cursor("yesterday 7"),
        cursor("2026-11-23T12:00:00+00:00 seven"),
        cursor("2026-11-23T12:00:00+00:00 7 7"),
        cursor("2026-11-23T12:00:00 7"),
        cursor("9999-12-31T23:59:59-23:59 7"),
        cursor("0001-01-01T00:00:00+23:59 7"),
        cursor("2026-11-23T12:00:00+00:00 " + "9" * 5000),
    ],
)
def test_a_cursor_that_is_not_ours_is_400(script, conversation, bad):
    for path in ("conversations", f"messages/{conversation.pk}"):
        assert refusal(script.get(path, cursor=bad)) == (400, "bad_cursor")


@pytest.mark.parametrize("query", [{"unread": "perhaps"}, {"unread": "2"}, {"status": "asleep"}])
def test_a_filter_with_an_unknown_word_is_invalid(script, conversation, query):
    assert refusal(script.get("conversations", **query)) == (422, "invalid")


@pytest.mark.parametrize("field", ["search", "assigned_to", "status"])
@pytest.mark.parametrize("strange", ["\x00", "a\x00b", "x" * 5000, "9" * 5000])
def test_a_filter_with_strange_letters_never_breaks_it(script, conversation, field, strange):
    response = script.get("conversations", **{field: strange})
    assert response.status_code in {200, 422}
    if response.status_code == 422:
        refusal(response)


def test_a_refusal_repeats_nothing_of_what_was_asked(script, number):
    add_conversation(number, "966551234567")
    response = script.post("send-message", {"to": "+966 55 765 4321", "text": "a secret"})
    assert "7654321" not in response.content.decode().replace(" ", "")
    assert "secret" not in response.content.decode()
