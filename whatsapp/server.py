"""One process that is all of it: pages, webhooks, websocket, and (embedded) the worker."""

import hashlib
import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import uvicorn
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command

GOODBYE_SECONDS = 2
"""How long an open page may hold up the end of the server."""


WORDS_OF_A_BROWSER = 4096
"""Bytes that a page may say at once over its websocket; ours say less than a hundred."""


def prepare() -> None:
    """The database as this version wants it, and the static files as they are served."""
    call_command("migrate", verbosity=0, interactive=False)
    _collect_static(Path(settings.STATIC_ROOT))


def run(application: str, host: str, port: int, *, when_ready: Callable[[], None]) -> None:
    """Serves until Ctrl+C or SIGTERM. `application` is an import string."""
    config = uvicorn.Config(
        application,
        host=host,
        port=port,
        lifespan="on",
        access_log=False,
        server_header=False,
        log_level="warning",
        timeout_graceful_shutdown=GOODBYE_SECONDS,
        proxy_headers=settings.BEHIND_HTTPS,
        ws_max_size=WORDS_OF_A_BROWSER,
        ws_per_message_deflate=False,  # notices are short, and a compressor for each open page is not small
    )
    with suppress(KeyboardInterrupt):  # said once more by uvicorn, after it has ended everything in order
        _Server(config, when_ready).run()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, when_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._when_ready = when_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._when_ready()


def _collect_static(root: Path) -> None:
    """Compresses and fingerprints the static files, again only when one of them changed."""
    fingerprint, stamp = _fingerprint(), root / ".fingerprint"
    if stamp.exists() and stamp.read_text() == fingerprint:
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=root.exists())
    stamp.write_text(fingerprint)


def _fingerprint() -> str:
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            digest.update(f"{path} {storage.size(path)} {storage.get_modified_time(path)}\n".encode())
    return digest.hexdigest()
