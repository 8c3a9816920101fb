"""Media at Meta: upload, the short-lived address, the download, the end of an id's life."""

from __future__ import annotations

import base64
import hashlib
import hmac
from typing import Any

from whatsapp.simulator import media_types
from whatsapp.simulator.identifiers import new_media_id
from whatsapp.simulator.media_types import TAKEN, MediaFile
from whatsapp.simulator.multipart import Part
from whatsapp.simulator.refusals import Refusal
from whatsapp.simulator.world import World

URL_LIFE = 300
LOOKASIDE = "/whatsapp_business/attachments"


def upload(world: World, parts: dict[str, Part]) -> MediaFile:
    """`POST /{PNID}/media`. Raises `Refusal`: missing, of the wrong type, mislabelled, too large."""
    for name in ("messaging_product", "file", "type"):
        if name not in parts:
            raise Refusal.required(name)
    file = parts["file"]
    mime_type = media_types.bare(parts["type"].text)
    fitting = (
        mime_type in TAKEN
        and media_types.bare(file.content_type or "") == mime_type
        and media_types.ending_fits(mime_type, file.filename)
        and "audio/webm" not in media_types.kinds_of(file.data)
    )
    if not fitting:
        raise Refusal.invalid(
            f"Param file must be a file with one of the following types: {', '.join(TAKEN)}. "
            f"Received file of type '{file.content_type or 'application/octet-stream'}'."
        )
    if not file.data or len(file.data) > TAKEN[mime_type].largest:
        raise Refusal.known(131053, f"File size must be 1 to {TAKEN[mime_type].largest} bytes")
    return keep(world, file.data, mime_type, filename=file.filename)


def keep(
    world: World, data: bytes, mime_type: str, *, filename: str | None = None, inbound: bool = False
) -> MediaFile:
    file = MediaFile(new_media_id(), mime_type, filename, world.clock(), inbound, data)
    world.media[file.id] = file
    world.changed = True
    return file


def find(world: World, media_id: str) -> MediaFile | None:
    """None when there is none, or its life is over."""
    file = world.media.get(media_id)
    if file and file.ends_at() <= world.clock():
        del world.media[media_id]
        return None
    return file


def described(world: World, file: MediaFile) -> dict[str, Any]:
    """`GET /{media_id}`: the hash in hex here, and an address that lives five minutes."""
    return {
        "messaging_product": "whatsapp",
        "url": _address(world, file),
        "mime_type": file.mime_type,
        "sha256": hashlib.sha256(file.data).hexdigest(),
        "file_size": len(file.data),
        "id": file.id,
    }


def told(world: World, file: MediaFile) -> dict[str, Any]:
    """The same in a webhook: the hash in base64 there."""
    digest = base64.b64encode(hashlib.sha256(file.data).digest()).decode()
    return {"id": file.id, "mime_type": file.mime_type, "sha256": digest, "url": _address(world, file)}


def fetched(world: World, query: dict[str, str]) -> MediaFile | None:
    """What the address stands for; None when it has expired, was forged, or the media are gone."""
    media_id, ends = query.get("mid", ""), query.get("ext", "")
    right = hmac.compare_digest(query.get("hash", ""), _mark(world, media_id, ends))
    if not right or int(ends) <= world.clock():
        return None
    return find(world, media_id)


def trouble_with(world: World, kind: str, content: dict[str, Any]) -> tuple[int, str] | None:
    """What Meta finds only after it said yes: mislabelled bytes, a link that nobody answers."""
    if link := content.get("link"):
        host_is_dead = link.partition("//")[2].partition("/")[0].endswith(".invalid")
        dead = host_is_dead or not link.startswith("https://")
        return (131053, f"Downloading media from weblink failed: {link}") if dead else None
    file = world.media[content["id"]]
    mime_type = media_types.bare(file.mime_type)
    if TAKEN[mime_type].kind != kind and kind != "document":
        accepted = [mime for mime, taken in TAKEN.items() if taken.kind == kind]
        return (
            131053,
            f"Unsupported {kind.title()} mime type {mime_type}. Please use one of {', '.join(accepted)}",
        )
    if not media_types.fits(mime_type, file.data):
        return 131053, f"Media file is not of the type it was uploaded as: {mime_type}"
    if (mime_type == "audio/ogg" or content.get("voice")) and not media_types.is_mono_opus(file.data):
        return 131053, "Audio must be OGG with the OPUS codec, one channel"
    return None


def _address(world: World, file: MediaFile) -> str:
    ends = str(int(world.clock()) + URL_LIFE)
    return f"{world.lookaside_url}{LOOKASIDE}/?mid={file.id}&ext={ends}&hash={_mark(world, file.id, ends)}"


def _mark(world: World, media_id: str, ends: str) -> str:
    return hmac.new(world.app_secret.encode(), f"{media_id}:{ends}".encode(), hashlib.sha256).hexdigest()
