"""The same road with an S3-compatible store at its end: a local server that speaks its language."""

from collections.abc import Iterator

import pytest
from django.core.files.storage import default_storage, storages

from whatsapp.media.queue import fetch_waiting
from whatsapp.media.serving import read

from .conftest import a_picture

pytestmark = pytest.mark.s3


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    import boto3  # noqa: PLC0415 (with moto more than a second, for this test alone)
    from moto.server import ThreadedMotoServer  # noqa: PLC0415

    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "test")
    store = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    store.start()
    host, port = store.get_host_and_port()
    options = {"endpoint_url": f"http://{host}:{port}", "region_name": "us-east-1"}
    boto3.client("s3", **options).create_bucket(Bucket="files")
    options |= {"bucket_name": "files", "file_overwrite": False, "default_acl": None}
    options |= {"signature_version": "s3v4", "max_memory_size": 1000}
    backend = {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
    monkeypatch.setattr(default_storage, "_wrapped", storages.create_storage(backend))
    yield
    store.stop()


def test_files_are_kept_in_a_bucket_and_read_from_it_in_parts(bucket, wire, sends, file_of):
    picture = a_picture((900, 600))
    first, again = sends(picture), sends(picture)
    assert fetch_waiting() == 2
    stored = file_of(first).stored
    assert stored == file_of(again).stored
    assert default_storage.exists(stored.thumbnail)
    assert b"".join(read(stored.name, 0, stored.size)) == picture
    assert b"".join(read(stored.name, 10, 50)) == picture[10:50]
