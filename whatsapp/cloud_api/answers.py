"""Reads an answer whole, or gives up in time."""

import time

import requests
from urllib3.exceptions import HTTPError

from .errors import NoAnswer

BODY_SECONDS = 10
LARGEST_ANSWER = 5 * 1024 * 1024
PIECE = 64 * 1024


def body_of(response: requests.Response) -> bytes:
    """Of a streamed response. Raises NoAnswer.

    The read timeout is for one read: an answer that drips, a byte every few seconds, would hold a thread for
    hours, and outlive the lease of its message.
    """
    ends_at, body = time.monotonic() + BODY_SECONDS, bytearray()
    try:
        while piece := response.raw.read1(PIECE, decode_content=True):
            body += piece
            if time.monotonic() > ends_at or len(body) > LARGEST_ANSWER:
                raise NoAnswer("an answer without an end")
    except (HTTPError, OSError) as error:
        raise NoAnswer(type(error).__name__) from None
    finally:
        response.close()
    return bytes(body)
