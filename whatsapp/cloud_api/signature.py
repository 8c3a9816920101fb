"""X-Hub-Signature-256: HMAC-SHA256 of the raw body under the app secret (Cloud API: webhooks)."""

import hmac
from collections.abc import Iterable

PREFIX = "sha256="


def sign(body: bytes, secret: str) -> str:
    """The header's value for this body."""
    return PREFIX + hmac.digest(secret.encode(), body, "sha256").hex()


def is_genuine(body: bytes, header: str | None, secrets: Iterable[str]) -> bool:
    """True when any of the secrets (several while one is being rotated) signed exactly these bytes.

    The bytes are hashed as received: parsing and dumping again changes `\\u0645` and `\\/`, and so the hash.
    """
    if not header or not header.isascii():
        return False
    # Every secret is tried, so that the time taken doesn't tell which one fitted. An empty one is a hole in
    # the configuration, and anybody can sign with it.
    tried = [hmac.compare_digest(sign(body, secret), header) for secret in secrets if secret]
    return any(tried)
