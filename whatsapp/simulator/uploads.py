"""The resumable upload: a session, then the bytes, then a handle that a template's sample can be given."""

from __future__ import annotations

import secrets
from typing import Any

from whatsapp.simulator.call import Call
from whatsapp.simulator.refusals import Refusal
from whatsapp.simulator.world import World

TAKEN = {"image/jpeg", "image/jpg", "image/png", "video/mp4", "application/pdf"}


def begin(world: World, call: Call) -> dict[str, Any]:
    """`POST /{APP}/uploads?file_name=&file_length=&file_type=`."""
    query = call.request.query
    for name in ("file_length", "file_type"):
        if not query.get(name):
            raise Refusal.required(name)
    if query["file_type"] not in TAKEN or not query["file_length"].isdecimal():
        raise Refusal.invalid("Param file_type is not one of those that can be uploaded")
    session = f"upload:{secrets.token_urlsafe(24)}"
    world.uploads[session] = int(query["file_length"])
    return {"id": session}


def take(world: World, call: Call) -> dict[str, Any]:
    """`POST /{session}` with the bytes; `file_offset` says where they begin."""
    if not call.request.header("Authorization").startswith("OAuth "):
        raise Refusal.unauthorized("An upload wants its token in `Authorization: OAuth`")
    if call.request.header("file_offset") != "0" or len(call.request.body) != world.uploads[call.target]:
        raise Refusal.invalid("The bytes are not those that were announced")
    del world.uploads[call.target]
    handle = f"4::{secrets.token_urlsafe(32)}"
    world.handles.add(handle)
    return {"h": handle}
