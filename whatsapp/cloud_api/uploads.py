"""A file on its way to Meta: POST /{phone_number_id}/media (Cloud API: media).

An upload that got no answer may be repeated: nobody sees an upload, only the message that names it.
"""

import io
import secrets
from collections.abc import Iterator
from typing import IO

from .client import Client
from .errors import NoAnswer

PIECE = 64 * 1024


class Form:
    """multipart/form-data that is read as it is sent: a document of 100 MB never lies in memory."""

    def __init__(self, file: IO[bytes], size: int, *, name: str, mime_type: str) -> None:
        """`name` is plain ASCII: Meta reads its ending, and refuses one that is not of the type."""
        self.boundary = secrets.token_hex(16)
        fields = {"messaging_product": "whatsapp", "type": mime_type}
        head = "".join(f"{self._begin(field)}\r\n\r\n{value}\r\n" for field, value in fields.items())
        head += f'{self._begin("file")}; filename="{name}"\r\nContent-Type: {mime_type}\r\n\r\n'
        tail = f"\r\n--{self.boundary}--\r\n"
        self._parts: Iterator[IO[bytes]] = iter([io.BytesIO(head.encode()), file, io.BytesIO(tail.encode())])
        self._part: IO[bytes] | None = next(self._parts)
        self._size = len(head) + size + len(tail)

    def _begin(self, field: str) -> str:
        return f'--{self.boundary}\r\nContent-Disposition: form-data; name="{field}"'

    @property
    def content_type(self) -> str:
        return f"multipart/form-data; boundary={self.boundary}"

    def __len__(self) -> int:
        """Else `requests` would send it in chunks, which Meta does not take."""
        return self._size

    def __iter__(self) -> Iterator[bytes]:
        """What tells `requests` to read it bit by bit."""
        return iter(lambda: self.read(PIECE), b"")

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            return b"".join(self)
        while self._part is not None:
            if piece := self._part.read(size):
                return piece
            self._part = next(self._parts, None)
        return b""


def upload(client: Client, file: IO[bytes], size: int, *, name: str, mime_type: str) -> str:
    """The media id, which lives for thirty days. Raises Refused, NoAnswer or NotSent."""
    form = Form(file, size, name=name, mime_type=mime_type)
    media_id = client.post_form("media", form, form.content_type).get("id")
    if not media_id:
        raise NoAnswer("an answer without a media id")
    return str(media_id)
