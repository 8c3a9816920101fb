"""The door is open before anybody stands behind it."""

import socket
import sys
from typing import Any

import pytest

from whatsapp import server

THIS = sys.modules[__name__]


@pytest.fixture
def port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


IPV4, IPV6 = (socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")


@pytest.mark.parametrize("places", [[IPV4], [IPV6, IPV4]])
def test_who_calls_while_the_server_still_starts_is_not_turned_away(port, monkeypatch, places):
    found = [(family, socket.SOCK_STREAM, 6, "", (address, port)) for family, address in places]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: found)
    called = []

    async def application(_scope: Any, _receive: Any, send: Any) -> None:
        """Calls itself, as the demo's worker calls Meta, and has nothing more to do."""
        with socket.socket() as caller:
            caller.connect(("127.0.0.1", port))
            called.append(port)
        await send({"type": "lifespan.startup.failed", "message": "that was all"})

    monkeypatch.setattr(THIS, "application", application, raising=False)
    with pytest.raises(SystemExit):
        server.run(f"{__name__}:application", "a-name", port, when_ready=pytest.fail)
    assert called == [port]


def test_a_port_that_somebody_has_is_one_line_that_says_so(port):
    with (
        socket.create_server(("127.0.0.1", port)),
        pytest.raises(SystemExit, match=rf"127\.0\.0\.1:{port} .*in use.*--port"),
    ):
        server.run("never:loaded", "127.0.0.1", port, when_ready=pytest.fail)
