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

WAITING_AT_THE_DOOR = 2048
"""Connections that were made and not looked at yet; the system turns away what comes above."""

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
        lifespan="on",
        access_log=False,
        server_header=False,
        log_level="warning",
        timeout_graceful_shutdown=GOODBYE_SECONDS,
        proxy_headers=settings.BEHIND_HTTPS,
        ws_max_size=WORDS_OF_A_BROWSER,
        ws_per_message_deflate=False,  # notices are short, and a compressor for each open page is not small
    )
    # Ctrl+C is said once more by uvicorn, after it has ended everything in order.
    with _opened(host, port) as door, suppress(KeyboardInterrupt):
        _Server(config, when_ready).run([door])


def _opened(host: str, port: int) -> socket.socket:
    """Where they call us, before anybody answers. The worker starts before the server does, and in the demo Meta
    itself is on that server: the worker, who calls first, waits a moment and is not turned away.
    """
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        # Of a name's addresses IPv4's: we call ourselves by it, and who has heard of IPv6's tries both.
        family, _, _, _, address = min(places, key=lambda place: place[0] != socket.AF_INET)
        return socket.create_server(address, family=family, backlog=WAITING_AT_THE_DOOR)
    except OSError as problem:
        cure = "choose another --port or --host."
        raise SystemExit(f"Cannot listen on {host}:{port} ({problem.strerror}); {cure}") from None


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
