"""The answer that carries a file: its true type, ranges, a cache of the viewer's own, nothing that could run.

Who may see it was asked before (`access`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import content_disposition_header

from whatsapp.codecs.sniffing import ENDINGS
from whatsapp.models import MessageFile, StoredFile

from .handing_over import HEADER, hands_over
from .inline import DOWNLOAD, INLINE, PDF, PICTURES

PIECE = 64 * 1024
FOR_EVER = "private, max-age=31536000, immutable"
"""The bytes behind a message never change, and they are nobody else's."""
ALWAYS = {
    "Accept-Ranges": "bytes",
    "Cache-Control": FOR_EVER,
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "same-origin",
}
NOTHING_RUNS = "default-src 'none'; sandbox"
NOTHING_BUT_THE_READER = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"
)
"""Chrome shows no PDF in a sandbox."""
_RANGE = re.compile(r"bytes=(\d*)-(\d*)", re.ASCII)
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]+')


@dataclass(frozen=True)
class Part:
    """Bytes `start` to before `end`."""

    start: int
    end: int


class NotSatisfiable(Exception):
    pass


def serve_file(
    request: HttpRequest, file: MessageFile, *, download: bool = False, original: bool = False
) -> HttpResponseBase:
    """`original`: what was given, where something else was made of it. Raises Http404 while it is not there."""
    stored = file.original if original else file.stored
    if stored is None:
        raise Http404
    name = file.name
    if file.original_id is not None and not original:
        name = name.rpartition(".")[0] or name  # it has the ending of what it was made of
    return serve_stored(request, stored, name, file.pk, download=download)


def serve_stored(
    request: HttpRequest, stored: StoredFile, name: str, number: int, *, download: bool = False
) -> HttpResponseBase:
    """`number` is in the name of what has none."""
    is_inline = stored.mime_type in INLINE and not download
    response = _answer(
        request, stored.name, stored.size, f'"{stored.sha256}"', stored.mime_type if is_inline else DOWNLOAD
    )
    name = download_name(name, stored, number)
    if header := content_disposition_header(not is_inline, name):
        response.headers["Content-Disposition"] = header
    response.headers["Content-Security-Policy"] = (
        NOTHING_BUT_THE_READER if is_inline and stored.mime_type == PDF else NOTHING_RUNS
    )
    return response


def serve_thumbnail(request: HttpRequest, stored: StoredFile | None) -> HttpResponseBase:
    """Raises Http404 where there is none."""
    if stored is None or not stored.thumbnail:
        raise Http404
    size = default_storage.size(stored.thumbnail)
    response = _answer(request, stored.thumbnail, size, f'"{stored.sha256}-small"', "image/webp")
    response.headers["Content-Security-Policy"] = NOTHING_RUNS
    return response


def serve_look(request: HttpRequest, stored: StoredFile) -> HttpResponseBase:
    """What a person sees of a picture or a film: its small picture, where it was drawn, else the picture itself.

    Raises Http404 for what can't be looked at.
    """
    if stored.thumbnail:
        return serve_thumbnail(request, stored)
    if stored.mime_type not in PICTURES or not stored.width:
        raise Http404
    response = _answer(request, stored.name, stored.size, f'"{stored.sha256}"', stored.mime_type)
    response.headers["Content-Security-Policy"] = NOTHING_RUNS
    return response


def download_name(given: str, stored: StoredFile, number: int) -> str:
    """What the sender called it, made safe, Arabic and all; with the ending of what it is, where it has none."""
    ending = ENDINGS.get(stored.mime_type, "")
    name = _UNSAFE.sub("", given).strip(". ")[-150:]
    if not name:
        return f"whatsapp-{number}.{ending or 'bin'}"
    return name if "." in name or not ending else f"{name}.{ending}"


def read_range(header: str, size: int) -> Part | None:
    """None: the whole. Of several ranges at once the whole is a valid answer too. Raises NotSatisfiable."""
    match = _RANGE.fullmatch(header.strip())
    if match is None or not any(match.groups()):
        return None
    first, last = match.groups()
    if not first:  # the last so many bytes
        start, end = max(0, size - int(last)), size
        satisfiable = int(last) > 0 and size > 0
    else:
        start, end = int(first), min(int(last) + 1 if last else size, size)
        if last and int(last) < int(first):
            return None  # no range at all: as if there were none
        satisfiable = start < size
    if not satisfiable:
        raise NotSatisfiable
    return Part(start, end)


def _answer(request: HttpRequest, name: str, size: int, etag: str, mime_type: str) -> HttpResponseBase:
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        return _dressed(unchanged, etag)
    asked = request.headers.get("Range", "")
    if request.headers.get("If-Range", etag) != etag:
        asked = ""
    try:
        part = read_range(asked, size)
    except NotSatisfiable:
        refused = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
        return _dressed(refused, etag)
    whole = part is None
    part = part or Part(0, size)
    response = _body(request, name, part)
    response.status_code = 200 if whole else 206
    response.headers["Content-Type"] = mime_type
    response.headers["Content-Length"] = str(part.end - part.start)
    if not whole:
        response.headers["Content-Range"] = f"bytes {part.start}-{part.end - 1}/{size}"
    return _dressed(response, etag)


def _dressed(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    for name, value in ALWAYS.items():
        response.headers[name] = value
    response.headers["ETag"] = etag
    return response


def _body(request: HttpRequest, name: str, part: Part) -> HttpResponseBase:
    if not default_storage.exists(name):
        raise Http404
    if request.method == "HEAD" or part.end == part.start:
        return HttpResponse()
    if hands_over(request):
        return HttpResponse(headers={HEADER: f"{part.start} {part.end} {name}"})
    return StreamingHttpResponse(read(name, part.start, part.end))


def read(name: str, start: int, end: int) -> Iterator[bytes]:
    """Piece by piece: never all of it in memory."""
    with default_storage.open(name) as file:
        file.seek(start)
        while start < end and (piece := file.read(min(PIECE, end - start))):
            start += len(piece)
            yield piece
