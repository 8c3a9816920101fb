"""multipart/form-data, as an upload comes."""

from __future__ import annotations

from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser


@dataclass(frozen=True)
class Part:
    """One field of a form; `filename` and `content_type` only for a file."""

    name: str
    data: bytes
    filename: str | None
    content_type: str | None

    @property
    def text(self) -> str:
        return self.data.decode("utf-8", "replace")


def parse(content_type: str, body: bytes) -> dict[str, Part]:
    """The parts by name; empty when it is no multipart body."""
    header = Message()
    header["Content-Type"] = content_type
    boundary = header.get_boundary()
    if header.get_content_type() != "multipart/form-data" or not boundary:
        return {}
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary.encode())
    parts = [_part(piece) for piece in pieces[1:] if not piece.startswith(b"--")]
    return {part.name: part for part in parts if part}


def _part(piece: bytes) -> Part | None:
    head, separator, data = piece.partition(b"\r\n\r\n")
    if not separator:
        return None
    headers = BytesHeaderParser().parsebytes(head.lstrip(b"\r\n"))
    name = headers.get_param("name", header="Content-Disposition")
    if not isinstance(name, str):
        return None
    return Part(name, data, headers.get_filename(), headers.get("Content-Type"))
