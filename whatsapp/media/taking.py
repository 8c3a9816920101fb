"""What somebody of the team gives us to send: into the same storage, by content."""

import hashlib
from collections.abc import Iterable

from whatsapp.models import StoredFile

from .keeping import IncomingFile, bytes_of, keep


def take(pieces: Iterable[bytes]) -> StoredFile:
    digest = hashlib.sha256()
    with IncomingFile() as file:
        for piece in pieces:
            digest.update(piece)
            bytes_of(file).write(piece)
        return keep(file, digest.hexdigest())
