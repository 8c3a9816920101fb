"""What some tests need and not every machine has. A missing one skips them with its reason, or fails them.

`REQUIRE=postgres,redis,browser,s3` in the environment turns a missing service into a failure: CI sets it.
"""

import os
import shutil
import socket
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import pytest

CHROMIUM = "/usr/bin/chromium"
REDIS_URL = "redis://127.0.0.1:6379/9"
S3 = ("storages", "boto3", "moto", "flask", "flask_cors")
POSTGRES_URL = "postgres://postgres@127.0.0.1:5432/postgres"


def answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(0.5)
        return probe.connect_ex(("127.0.0.1", port)) == 0


SERVICES: dict[str, tuple[Callable[[], bool], str]] = {
    "postgres": (lambda: answers(5432), "no PostgreSQL answers on 127.0.0.1:5432"),
    "redis": (lambda: answers(6379), "no Redis answers on 127.0.0.1:6379"),
    "browser": (lambda: Path(CHROMIUM).exists() or bool(shutil.which("chromium")), "there is no Chromium"),
    "s3": (
        lambda: all(map(find_spec, S3)),
        f"not all of {', '.join(S3)} is installed (requirements-dev.txt)",
    ),
}


def skip_or_fail(items: list[pytest.Item]) -> None:
    required = os.environ.get("REQUIRE", "").split(",")
    for name, (is_there, reason) in SERVICES.items():
        needing = [item for item in items if item.get_closest_marker(name)]
        if not needing or is_there():
            continue
        if name in required:
            raise pytest.UsageError(f"{reason}, and REQUIRE names {name}")
        for item in needing:
            item.add_marker(pytest.mark.skip(reason=reason))
