"""Cloud API: webhooks, X-Hub-Signature-256. The vectors were computed apart from this code."""

import json

import pytest

from whatsapp.cloud_api.signature import is_genuine, sign

SECRET = "test_app_secret"
ENVELOPE = b'{"object":"whatsapp_business_account","entry":[]}'
ENVELOPE_SIGNED = "sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756"
ESCAPED = rb'{"text":{"body":"\u0645\u0631\u062d\u0628\u0627 a\u0040b.co \/x"}}'
ESCAPED_SIGNED = "sha256=d8f119644846838335ff83c542c433a0914d62f79143c39997578d1775f4c32c"


@pytest.mark.parametrize(("body", "header"), [(ENVELOPE, ENVELOPE_SIGNED), (ESCAPED, ESCAPED_SIGNED)])
def test_what_meta_signed_is_genuine(body: bytes, header: str) -> None:
    assert sign(body, SECRET) == header
    assert is_genuine(body, header, [SECRET])


def test_the_same_data_in_another_spelling_is_refused() -> None:
    respelt = json.dumps(json.loads(ESCAPED), ensure_ascii=False, separators=(",", ":")).encode()
    assert sign(respelt, SECRET).startswith("sha256=e2f0cc9e")
    assert not is_genuine(respelt, ESCAPED_SIGNED, [SECRET])


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "sha256=",
        ENVELOPE_SIGNED.removeprefix("sha256="),
        ENVELOPE_SIGNED.upper(),
        "sha256=" + ENVELOPE_SIGNED.removeprefix("sha256=").upper(),
        ENVELOPE_SIGNED.replace("sha256=", "sha1="),
        ENVELOPE_SIGNED[:-1],
        ENVELOPE_SIGNED + "0",
        f" {ENVELOPE_SIGNED}",
        ENVELOPE_SIGNED.replace("6", "٦"),
        "sha256=" + "ÿ" * 64,
        ESCAPED_SIGNED,
    ],
)
def test_any_other_header_is_refused(header: str | None) -> None:
    assert not is_genuine(ENVELOPE, header, [SECRET])


def test_while_a_secret_is_rotated_either_one_fits() -> None:
    assert is_genuine(ENVELOPE, ENVELOPE_SIGNED, ["the-new-one", SECRET])
    assert is_genuine(ENVELOPE, ENVELOPE_SIGNED, [SECRET, "the-new-one"])
    assert not is_genuine(ENVELOPE, ENVELOPE_SIGNED, ["the-new-one", "another"])


def test_without_a_secret_nothing_is_genuine() -> None:
    assert not is_genuine(ENVELOPE, ENVELOPE_SIGNED, [])


def test_an_empty_secret_is_no_secret() -> None:
    assert not is_genuine(ENVELOPE, sign(ENVELOPE, ""), [""])
