"""Where a process apart finds the bytes that it works on."""

from __future__ import annotations

import pytest
from django.core.files.storage import FileSystemStorage, default_storage

from whatsapp.media.drawing import drawn
from whatsapp.media.keeping import source_of
from whatsapp.media.taking import take
from whatsapp.tests.codecs.recorded import picture

pytestmark = pytest.mark.django_db


def test_a_file_on_this_disk_is_told_by_its_path_and_drawn_from_there(monkeypatch, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(default_storage, "_wrapped", FileSystemStorage(tmp_path))
    photo = take([picture("JPEG")])
    assert source_of(photo) == tmp_path / photo.name
    assert drawn(photo).thumbnail


def test_a_file_in_a_store_elsewhere_is_told_by_its_bytes():
    photo = take([picture("JPEG")])
    assert source_of(photo) == picture("JPEG")
    assert drawn(photo).thumbnail
