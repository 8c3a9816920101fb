"""The wire side of the road in: what is answered to what, and what is kept of it."""

from collections.abc import Callable

import pytest

from whatsapp.cloud_api.limits import MAX_WEBHOOK_BODY
from whatsapp.cloud_api.signature import sign
from whatsapp.inbound.webhook import Webhook
from whatsapp.models import BusinessNumber, Message, WebhookEvent
from whatsapp.tests.asgi import Answer, call_at_once
from whatsapp.tests.conftest import payload
from whatsapp.tests.wire import text, told

from .posting import PATH, SECRET, TOKEN, AtOnce, post, post_with, status_of, webhook

pytestmark = pytest.mark.django_db

SHAKE = f"hub.mode=subscribe&hub.challenge=1158201444&hub.verify_token={TOKEN}"


def get(query: str, *, token: str = TOKEN, method: str = "GET") -> Answer:
    answer = call_at_once(webhook(token=token), method, PATH, query=query)
    assert answer is not None
    return answer


def kept() -> list[bytes]:
    return [bytes(body) for body in WebhookEvent.objects.order_by("pk").values_list("body", flat=True)]


# --- The handshake


def test_the_handshake_answers_with_the_challenge_as_it_came_in_plain_text() -> None:
    answer = get(SHAKE)
    assert (answer.status, answer.body) == (200, b"1158201444")
    assert answer.headers["content-type"].startswith("text/plain")


def test_a_challenge_of_any_kind_is_text_that_no_browser_runs() -> None:
    answer = get(SHAKE.replace("1158201444", "%3Cscript%3E%D9%85"))
    assert answer.body == "<script>م".encode()
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-length"] == str(len(answer.body))


@pytest.mark.parametrize(
    "query",
    [
        "",
        SHAKE.replace(TOKEN, "guessed"),
        SHAKE.replace(TOKEN, TOKEN.upper()),
        SHAKE.replace(TOKEN, ""),
        SHAKE.replace(TOKEN, "%00%FF%D9%85"),
        SHAKE.replace("subscribe", "unsubscribe"),
        SHAKE.replace("hub.mode=subscribe&", ""),
        SHAKE.replace("hub.verify_token", "hub_verify_token"),
    ],
)
def test_any_other_handshake_is_refused(query: str) -> None:
    assert get(query).status == 403


def test_without_a_configured_token_nobody_shakes_hands() -> None:
    assert get(SHAKE.replace(TOKEN, ""), token="").status == 403
    assert get(SHAKE, token="").status == 403


def test_the_handshake_needs_no_signature_and_may_be_a_head() -> None:
    assert get(SHAKE, method="HEAD").status == 200


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "get"])
def test_other_methods_are_refused(method: str) -> None:
    assert get(SHAKE, method=method).status == 405


# --- Who may post


@pytest.mark.parametrize(
    "signature",
    [
        "",
        "sha256=",
        sign(told(), SECRET),
        sign(told(text("wamid.1")), "another secret"),
        sign(told(text("wamid.1")), SECRET).upper(),
        "sha256=\xff\xfe",
    ],
)
def test_what_is_not_signed_or_wrongly_signed_is_refused_and_not_kept(
    number: BusinessNumber, signature: str
) -> None:
    assert status_of(post(told(text("wamid.1")), signature)) == 401
    assert kept() == []
    assert not Message.objects.exists()


def test_the_old_sha1_header_proves_nothing(number: BusinessNumber) -> None:
    body = told(text("wamid.1"))
    headers = [("X-Hub-Signature", sign(body, SECRET).replace("sha256", "sha1"))]
    assert status_of(post_with(headers, body)) == 401
    assert kept() == []


def test_one_changed_byte_is_refused(number: BusinessNumber) -> None:
    body = told(text("wamid.1", "100"))
    assert status_of(post(body.replace(b"100", b"900"), sign(body, SECRET))) == 401


def test_without_an_app_secret_every_post_is_refused(number: BusinessNumber) -> None:
    body = told(text("wamid.1"))
    app = Webhook(AtOnce(), secrets=[], verify_token=TOKEN)  # type: ignore[arg-type]
    headers = [("X-Hub-Signature-256", sign(body, ""))]
    assert status_of(call_at_once(app, "POST", PATH, headers=headers, chunks=[body])) == 401


def test_while_secrets_are_rotated_both_are_taken(number: BusinessNumber) -> None:
    for n, secret in enumerate(["old", "new"]):
        body = told(text(f"wamid.{n}"))
        assert status_of(post_with([("x-hub-signature-256", sign(body, secret))], body, "new", "old")) == 200
    assert len(kept()) == 2


# --- What is answered and kept


def test_a_signed_text_is_kept_applied_and_answered_with_200(number: BusinessNumber) -> None:
    body = payload("text_arabic")
    answer = post(body)
    assert answer is not None
    assert (answer.status, answer.body) == (200, b"")
    assert kept() == [body]
    assert Message.objects.get().content.startswith("مرحبا 👋🏽")


def test_a_body_in_chunks_is_one_body(number: BusinessNumber) -> None:
    body = payload("text_arabic")
    chunks = [body[start : start + 7] for start in range(0, len(body), 7)]
    assert status_of(post(body, chunks=[*chunks, b""])) == 200
    assert kept() == [body]


@pytest.mark.parametrize("chunks", [[], [b""], [b'{"entry":'], [b'{"entry":', b"[]"]])
def test_who_hangs_up_before_the_end_gets_no_answer_and_nothing_is_kept(
    number: BusinessNumber, chunks: list[bytes]
) -> None:
    assert post(b"".join(chunks), chunks=chunks, hangs_up=True) is None
    assert kept() == []


def test_a_whole_body_of_a_sender_who_left_something_out_is_refused(number: BusinessNumber) -> None:
    body = payload("text_arabic")
    assert status_of(post(body[:-20], sign(body, SECRET))) == 401
    assert kept() == []


@pytest.mark.parametrize(
    "body",
    [b"", b"hello", b"\x00", b"\xff\xfe\xfd", b"{", b"null", b"7", b'"x"', b"[]", b"{}", b'{"entry":{}}'],
)
def test_what_is_signed_but_no_envelope_is_kept_and_parked_with_a_reason(
    number: BusinessNumber, body: bytes
) -> None:
    assert status_of(post(body)) == 200
    event = WebhookEvent.objects.get()
    assert (bytes(event.body), event.state) == (body, "parked")
    assert event.reason


@pytest.mark.parametrize(
    "body",
    [
        b'{"entry":[[]]}',
        b'{"entry":[{"changes":[{"field":"messages","value":{"messages":[{}]}}]}]}',
        payload("invented_tomorrow"),
        payload("template_approved"),
        told(text("wamid.1", "a\x00b")),
        told(*(text(f"wamid.{n}", at=n) for n in range(1_000))),
    ],
)
def test_whatever_meta_signs_is_answered_with_200_and_kept(number: BusinessNumber, body: bytes) -> None:
    assert status_of(post(body)) == 200
    assert kept() == [body]


def sized(size: int) -> bytes:
    """A good body of exactly this size."""
    body = told(text("wamid.1", "HERE"))
    return body.replace(b"HERE", b"x" * (size - len(body) + 4))


@pytest.mark.parametrize("cut", [lambda b: [b], lambda b: [b[: 2**20], b[2**20 : 2**21], b[2**21 :]]])
def test_3_mb_are_taken_and_one_byte_more_is_not(
    number: BusinessNumber, cut: Callable[[bytes], list[bytes]]
) -> None:
    largest, too_large = sized(MAX_WEBHOOK_BODY), sized(MAX_WEBHOOK_BODY + 1)
    assert status_of(post(too_large, chunks=cut(too_large))) == 413
    assert kept() == []
    assert status_of(post(largest, chunks=cut(largest))) == 200
    assert kept() == [largest]
    assert Message.objects.count() == 1


def test_too_much_is_refused_before_it_is_all_read(number: BusinessNumber) -> None:
    endless = [b"x" * 2**20] * 4
    assert status_of(post(b"", chunks=endless, hangs_up=True)) == 413
