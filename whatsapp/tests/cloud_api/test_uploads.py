"""A file goes up as multipart/form-data, read while it is sent."""

from __future__ import annotations

import io

import pytest
import requests

from whatsapp.cloud_api import transport
from whatsapp.cloud_api.client import Client
from whatsapp.cloud_api.errors import NoAnswer, NotSent, Refused
from whatsapp.cloud_api.uploads import Form, upload
from whatsapp.simulator.media_types import MediaFile
from whatsapp.simulator.meta import Meta
from whatsapp.simulator.transport import Fault, Faults, SimulatorTransport

OGG = b"OggS" + bytes(24) + b"OpusHead\x01\x01" + b"\r\n--\xff" * 50_000
CLIENT = Client("https://graph.facebook.com", "v26.0", "106540352242922", "secret-token")


@pytest.fixture
def wire():
    meta = Meta(
        phone_number_id=CLIENT.phone_number_id, waba_id="1", access_token=CLIENT.access_token, app_secret="s"
    )
    made = SimulatorTransport(meta, Faults())
    with transport.replaced_by(made):
        yield made


def send(data: bytes = OGG, name: str = "voice.ogg", mime_type: str = "audio/ogg") -> str:
    return upload(CLIENT, io.BytesIO(data), len(data), name=name, mime_type=mime_type)


def test_meta_has_the_very_bytes_under_the_id_it_gave(wire):
    file: MediaFile = wire.meta.media[send()]
    assert (file.data, file.mime_type, file.filename) == (OGG, "audio/ogg", "voice.ogg")


def test_the_length_is_said_before_and_the_file_is_read_in_pieces():
    form = Form(io.BytesIO(OGG), len(OGG), name="voice.ogg", mime_type="audio/ogg")
    request = requests.Request("POST", "https://graph.facebook.com/", data=form).prepare()
    assert int(request.headers["Content-Length"]) == len(form) == len(b"".join(request.body))
    assert "Transfer-Encoding" not in request.headers
    again = Form(io.BytesIO(OGG), len(OGG), name="voice.ogg", mime_type="audio/ogg")
    assert max(len(piece) for piece in again) <= 64 * 1024


def test_what_meta_refuses_is_told_with_its_code(wire):
    for data, name, mime_type in (
        (OGG, "voice.webm", "audio/webm"),
        (OGG, "voice.mp4", "audio/ogg"),
        (b"\x1aE\xdf\xa3", "voice.ogg", "audio/ogg"),
    ):
        with pytest.raises(Refused) as refused:
            send(data, name, mime_type)
        assert refused.value.code == 100


def test_an_answer_that_never_came_is_told_apart_from_a_connection_that_was_never_made(wire):
    wire.faults.add(Fault.CONNECT_TIMEOUT, Fault.TIMEOUT_AFTER, Fault.TRUNCATED)
    with pytest.raises(NotSent):
        send()
    for _ in range(2):
        with pytest.raises(NoAnswer):
            send()
