"""From a plan to what is uploaded: Meta's other side, the simulator, takes all of it."""

from __future__ import annotations

import io

import av
import pytest
from PIL import Image

from whatsapp.codecs import film_encoding
from whatsapp.codecs.faults import NotTaken, TooLarge, TooLong, Unreadable
from whatsapp.codecs.kinds import HEAD, plan, plan_voice
from whatsapp.codecs.prepare import Prepared, prepare, prepare_change
from whatsapp.codecs.videos import sendable
from whatsapp.simulator.media_types import TAKEN, ending_fits, fits, is_mono_opus

from .recorded import hours_of_silence, laid_on_its_side, picture, sound, video


def prepared(data: bytes, name: str, **more: bool) -> Prepared:
    made = prepare(data, plan(data[:HEAD], len(data), name, **more))
    assert fits(made.mime_type, made.data), name
    assert ending_fits(made.mime_type, made.upload_name), name
    assert len(made.data) <= TAKEN[made.mime_type].largest
    return made


def test_each_file_arrives_as_what_whatsapp_takes():
    table = [
        (picture("JPEG"), "a.jpg", "image", "image/jpeg", True),
        (picture("WEBP"), "a.webp", "image", "image/jpeg", False),
        (sound("mp3"), "a.mp3", "audio", "audio/mpeg", True),
        (sound("amr"), "a.amr", "audio", "audio/amr", True),
        (sound("aac"), "a.aac", "audio", "audio/aac", True),
        (sound("safari"), "a.m4a", "audio", "audio/mp4", True),
        (sound("wav"), "a.wav", "audio", "audio/ogg", False),
        (sound("chrome, as audio/mp4"), "a.mp4", "audio", "audio/ogg", False),
        (video(), "a.mp4", "video", "video/mp4", False),  # its index was at the end
        (sendable(video(), "video/mp4").data, "a.mp4", "video", "video/mp4", True),
        (video("mov"), "a.mov", "video", "video/mp4", False),
        (b"%PDF-1.7 and so on", "a.pdf", "document", "application/pdf", True),
        (b"a,b", "a.csv", "document", "text/plain", True),
    ]
    for data, name, kind, mime_type, as_it_is in table:
        made = prepared(data, name)
        assert (made.kind, made.mime_type, made.data == data) == (kind, mime_type, as_it_is), name
        assert not made.is_voice
        assert prepare_change(data, plan(data[:HEAD], len(data), name)).data == (
            b"" if as_it_is else made.data
        )
    assert prepared(picture("JPEG"), "a.jpg", as_document=True).kind == "document"


def test_ogg_that_is_not_mono_opus_is_made_so():
    with av.open(io.BytesIO(sound("firefox"))) as source:
        assert source.streams.audio[0].codec_context.name == "opus"
    stereo = prepared(sound("stereo ogg"), "a.ogg")
    assert is_mono_opus(stereo.data)


def test_mp4_is_taken_at_its_word_only_when_it_holds_aac():
    pretender = sound("chrome, as audio/mp4").replace(b"ftypisom", b"ftypM4A ")
    assert is_mono_opus(prepared(pretender, "a.m4a").data)


def test_a_sound_of_three_hours_goes_as_it_is_while_its_bytes_allow():
    hours = hours_of_silence(3)
    assert prepared(hours, "lecture.mp3").data == hours
    with pytest.raises(TooLong):
        prepare(hours, plan_voice(hours[:HEAD], len(hours)))


def test_a_recording_is_a_voice_message():
    for maker in ("chrome", "firefox", "safari"):
        data = sound(maker)
        made = prepare(data, plan_voice(data[:HEAD], len(data)))
        assert (made.kind, made.mime_type, made.is_voice, made.upload_name) == (
            *("audio", "audio/ogg", True, "voice.ogg"),
        )
        assert is_mono_opus(made.data)


def seen(data: bytes) -> tuple[str, str, bool, list[str], Image.Image]:
    with av.open(io.BytesIO(data)) as source:
        codec = source.streams.video[0].codec_context
        sounds = [stream.codec_context.name for stream in source.streams.audio]
        first = next(source.decode(video=0))
        return codec.name, codec.profile, codec.has_b_frames, sounds, first.to_image()


def test_a_video_of_another_codec_is_made_anew_as_every_phone_can_show_it(monkeypatch):
    for given in (
        video("mp4", "mpeg4"),
        video("mov", "mpeg4"),
        video("mp4", "libx264", is_plain=False),  # H.264 High with B-frames
        video("mov", "mpeg4", with_sound=False),
    ):
        made = prepared(given, "a.mp4")
        name, profile, has_b_frames, sounds, first = seen(made.data)
        assert (made.mime_type, name, profile, has_b_frames) == ("video/mp4", "h264", "Main", False)
        assert sounds in (["aac"], [])
        assert first.size == (32, 16) == (made.width, made.height)
        assert made.data.find(b"moov") < made.data.find(b"mdat")
        assert first.getpixel((4, 8))[0] > 200 > 60 > first.getpixel((28, 8))[0]
    upright = prepared(laid_on_its_side(video("mp4", "mpeg4")), "a.mp4")
    first = seen(upright.data)[-1]
    assert first.size == (16, 32) == (upright.width, upright.height)
    assert first.getpixel((8, 4))[0] > 200 > 60 > first.getpixel((8, 28))[0]
    monkeypatch.setattr(film_encoding, "LONGEST", 0.01)
    with pytest.raises(NotTaken) as refused:
        prepared(video("mp4", "mpeg4"), "a.mp4")
    assert "mpeg4" in refused.value.kind
    assert prepared(video("mp4", "mpeg4"), "a.mp4", as_document=True).kind == "document"


def test_a_moved_video_can_be_shown_before_all_of_it_is_there():
    made = prepared(video("mov"), "a.mov")
    assert made.data.find(b"moov") < made.data.find(b"mdat")
    assert (made.width, made.height) == (32, 16)


def test_a_broken_video_is_said_to_be_broken():
    for data in (video()[:-1600], b"\x00\x00\x00\x20ftypisom" + bytes(500)):
        with pytest.raises(Unreadable):
            prepared(data, "a.mp4")
    with pytest.raises(TooLarge):
        sendable(bytes(16 * 1024 * 1024 + 1), "video/mp4")
