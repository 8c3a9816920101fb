"""Files that customers sent: where they are, and their bytes (Cloud API: media).

An address of Meta's lives five minutes and wants the token. The token goes to two hosts only, whatever a
webhook or an answer says, and never along a redirect.
"""

import base64
import binascii
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from time import monotonic
from typing import IO, Any
from urllib.parse import urlsplit

import requests
import urllib3

from . import transport
from .client import CONNECT_SECONDS, Client
from .errors import CloudAPIError

LOOKASIDE = "lookaside.fbsbx.com"
SILENCE_SECONDS = 20
DEADLINE_SECONDS = 180
"""For all of a file: 100 MB at half a megabyte a second. Without it a drip of bytes holds a worker for ever."""
PIECE = 64 * 1024


class Why(StrEnum):
    GONE = "gone"  # the address has expired, or there is no such file
    REFUSED = "refused"  # the token was not taken
    FOREIGN_HOST = "foreign_host"
    REDIRECTED = "redirected"
    TOO_LARGE = "too_large"
    TOO_SLOW = "too_slow"
    DAMAGED = "damaged"  # not the bytes that the webhook told of
    NO_ANSWER = "no_answer"


class CannotDownload(CloudAPIError):
    def __init__(self, why: Why, detail: str = "") -> None:
        super().__init__(f"{why} {detail}".strip())
        self.why = why


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What `GET /{media-id}` says."""

    url: str
    sha256: str  # in hex; empty when it was not told


def locate(client: Client, media_id: str) -> Whereabouts:
    """A fresh address. Raises Refused, NoAnswer or NotSent."""
    told = client.get(media_id, phone_number_id=client.phone_number_id)
    return Whereabouts(str(told.get("url") or ""), read_sha256(told.get("sha256")))


def read_sha256(told: Any) -> str:
    """In hex, from base64 (as webhooks have it) or hex (as `GET /{media-id}` has it); empty when it is neither."""
    text = told.strip() if isinstance(told, str) else ""
    try:
        digest = bytes.fromhex(text) if len(text) == 64 else base64.b64decode(text, validate=True)
    except (ValueError, binascii.Error):
        return ""
    return digest.hex() if len(digest) == 32 else ""


def may_have_the_token(url: str, graph_url: str) -> bool:
    """Meta's media host over https, or wherever the Graph itself is."""
    try:
        asked, graph = urlsplit(url), urlsplit(graph_url)
    except ValueError:
        return False
    if (asked.scheme, asked.netloc.lower()) == (graph.scheme, graph.netloc.lower()):
        return True
    return asked.scheme == "https" and asked.netloc.lower() == LOOKASIDE


def download(
    client: Client,
    url: str,
    into: IO[bytes],
    *,
    largest: int,
    sha256: str = "",
    clock: Callable[[], float] = monotonic,
) -> str:
    """Writes the bytes into a file, and returns their SHA-256 in hex. Raises CannotDownload."""
    if not may_have_the_token(url, client.graph_url):
        raise CannotDownload(Why.FOREIGN_HOST)
    ends = clock() + DEADLINE_SECONDS
    try:
        with transport.session().get(
            url,
            headers={"Authorization": f"Bearer {client.access_token}", "Accept-Encoding": "identity"},
            timeout=(CONNECT_SECONDS, SILENCE_SECONDS),
            allow_redirects=False,
            stream=True,
        ) as response:
            _check(response)
            digest = _read(response, into, largest, lambda: clock() > ends)
    except (requests.RequestException, urllib3.exceptions.HTTPError, OSError) as error:
        raise CannotDownload(Why.NO_ANSWER, type(error).__name__) from None
    if sha256 and digest != sha256:
        raise CannotDownload(Why.DAMAGED)
    return digest


def _check(response: requests.Response) -> None:
    if 300 <= response.status_code < 400:
        raise CannotDownload(Why.REDIRECTED)
    if response.status_code in (404, 410):
        raise CannotDownload(Why.GONE)
    if response.status_code in (401, 403):
        raise CannotDownload(Why.REFUSED)
    if response.status_code != 200:
        raise CannotDownload(Why.NO_ANSWER, f"HTTP {response.status_code}")


def _read(response: requests.Response, into: IO[bytes], largest: int, is_late: Callable[[], bool]) -> str:
    digest, size = hashlib.sha256(), 0
    told = response.headers.get("Content-Length", "")
    if told.isdecimal() and int(told) > largest:
        raise CannotDownload(Why.TOO_LARGE)
    # read1: what is there, at once. A full read would wait for its last byte while each byte of a slow drip
    # renews the patience of the socket, and the deadline would never be looked at.
    while piece := response.raw.read1(PIECE):
        size += len(piece)
        if size > largest:
            raise CannotDownload(Why.TOO_LARGE)
        if is_late():
            raise CannotDownload(Why.TOO_SLOW)
        digest.update(piece)
        into.write(piece)
    if told.isdecimal() and int(told) != size:
        raise CannotDownload(Why.DAMAGED)
    return digest.hexdigest()
