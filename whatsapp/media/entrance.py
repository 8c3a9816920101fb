"""Who may bring how much: asked before a form with files is read."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

from whatsapp.codecs.kinds import LARGEST, MB

LARGEST_BODY = max(LARGEST.values()) + MB
"""The largest file that WhatsApp takes, and the rest of its form."""


class NoLargerThanWhatsAppTakes(FileUploadHandler):
    """The first of Django's upload handlers: it takes nothing itself, and refuses what nobody could send on."""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *args: Any) -> None:  # noqa: N803
        if content_length > LARGEST_BODY:
            raise RequestDataTooBig("The body is larger than anything that can be sent.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None
