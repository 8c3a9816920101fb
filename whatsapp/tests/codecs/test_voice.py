from __future__ import annotations

import io

import av
import pytest

from whatsapp.codecs import voice
from whatsapp.codecs.faults import Empty, TooLarge, TooLong, Unreadable
from whatsapp.codecs.voice import voice_note
from whatsapp.codecs.waveforms import PEAKS, waveform
from whatsapp.simulator.media_types import is_mono_opus

from .recorded import BROWSERS, OTHERS, hours_of_silence, packets, picture, sound

OPUS_ALREADY = {"chrome", "chrome, as audio/mp4", "firefox"}


def test_whatever_is_recorded_becomes_ogg_opus_with_one_channel():
    for maker in BROWSERS | OTHERS:
        note = voice_note(sound(maker))
        assert note.data.startswith(b"OggS"), maker
        assert is_mono_opus(note.data), maker
        assert note.was_moved == (maker in OPUS_ALREADY), maker
        with av.open(io.BytesIO(note.data)) as made:
            assert (made.format.name, made.streams.audio[0].codec_context.name) == ("ogg", "opus")
            assert made.duration / av.time_base == pytest.approx(0.5, abs=0.05), maker


def test_what_is_opus_already_keeps_its_very_packets():
    for maker in OPUS_ALREADY:
        assert packets(voice_note(sound(maker)).data) == packets(sound(maker))


def test_the_same_recording_is_the_same_file_and_making_it_again_keeps_its_packets():
    """Its name in the storage, and at Meta, is its content."""
    for maker in BROWSERS:
        made = voice_note(sound(maker)).data
        assert voice_note(sound(maker)).data == made
        assert packets(voice_note(made).data) == packets(made)


def test_the_last_moment_is_not_lost():
    """An encoder or a resampler that was not flushed keeps a twentieth of a second for itself."""
    for maker in BROWSERS | OTHERS:
        drawn = waveform(voice_note(sound(maker)).data)
        assert drawn.seconds >= 0.5, maker


def test_a_waveform_tells_how_long_and_how_loud():
    for maker in ("chrome", "safari", "mp3"):
        drawn = waveform(sound(maker))
        assert drawn.seconds == pytest.approx(0.5, abs=0.05)
        assert len(drawn.peaks) == PEAKS
        assert max(drawn.peaks) == 255
        assert max(drawn.peaks[:8]) < 100 < min(drawn.peaks[-16:-8])


def test_silence_is_a_flat_line():
    assert waveform(sound("silence")).peaks == bytes(PEAKS)
    hiss = waveform(voice_note(sound("silence")).data).peaks  # what an encoder makes of it
    assert max(hiss) < 10


def test_three_hours_are_refused_before_they_are_decoded(monkeypatch):
    with pytest.raises(TooLong) as refused:
        voice_note(hours_of_silence(3))
    assert refused.value.limit == voice.LONGEST == 1800
    # A file that does not say how long it is, is counted while it is read.
    monkeypatch.setattr(voice, "LONGEST", 0.3)
    for maker in ("chrome", "chrome, stereo", "safari"):
        with pytest.raises(TooLong):
            voice_note(sound(maker))


def test_what_is_no_sound_is_said_to_be_none():
    broken = {
        "an HTML page": b"<!doctype html><p>hello",
        "a picture": picture("JPEG"),
        "noise": bytes(range(256)) * 20,
        "a head without a body": sound("chrome")[:200],
        "an MP4 that was cut off": sound("safari")[:-2000],
        "a playlist that reads other files": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
        "another playlist": b"ffconcat version 1.0\nfile /etc/passwd\n",
    }
    for data in broken.values():
        with pytest.raises(Unreadable):
            voice_note(data)
        with pytest.raises(Unreadable):
            waveform(data)
    with pytest.raises(Empty):
        voice_note(b"")
    with pytest.raises(TooLarge) as refused:
        voice_note(bytes(16 * 1024 * 1024 + 1))
    assert refused.value.limit == 16 * 1024 * 1024


def test_a_recording_that_broke_off_is_sent_as_far_as_it_goes():
    """A WebM has no index: what was recorded before the browser died is still there."""
    assert is_mono_opus(voice_note(sound("chrome")[:-1500]).data)
    assert 0.2 < waveform(voice_note(sound("chrome")[:-1500]).data).seconds < 0.5
