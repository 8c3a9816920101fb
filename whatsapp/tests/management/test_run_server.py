import io
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from whatsapp import server

MISSING = {
    "WHATSAPP_ACCESS_TOKEN": "",
    "WHATSAPP_PHONE_NUMBER_ID": "",
    "WHATSAPP_APP_SECRETS": [],
    "WHATSAPP_WEBHOOK_TOKEN": "",
    "SECRET_KEY": "short",
}


@pytest.fixture
def never_started(monkeypatch):
    def started(*_args, **_kwargs):
        raise AssertionError("it was started")

    monkeypatch.setattr(server, "prepare", started)
    monkeypatch.setattr(server, "run", started)


def complaints() -> list[str]:
    err = io.StringIO()
    with pytest.raises(CommandError, match="nothing was started"):
        call_command("run_server", stderr=err)
    return err.getvalue().splitlines()


@pytest.mark.parametrize("name", MISSING)
def test_one_missing_setting_is_one_line_that_says_what_it_is(settings, never_started, name):
    setattr(settings, name, MISSING[name])
    (line,) = complaints()
    assert line.startswith(name.replace("SECRETS", "SECRET"))
    assert len(line) > 60, "what it is, and where to find it"


def test_all_that_is_wrong_is_said_at_once(settings, never_started):
    for name, nothing in MISSING.items():
        setattr(settings, name, nothing)
    settings.WHATSAPP_GRAPH_URL, settings.WHATSAPP_WORKER = "http://example.com", "perhaps"
    assert len(complaints()) == len(MISSING) + 2


@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("WHATSAPP_PHONE_NUMBER_ID", "+966 50 123", "106540352242922"),
        ("WHATSAPP_GRAPH_URL", "http://graph.example", "http://127.0.0.1:8000/simulator/graph"),
        ("WHATSAPP_WORKER", "celery", "external"),
        ("WHATSAPP_DEFAULT_REGION", "KSA", "SA"),
        ("PUBLIC_URL", "inbox.example.com", "https://inbox.example.com"),
    ],
)
def test_a_wrong_setting_is_told_from_a_right_one(settings, monkeypatch, never_started, name, wrong, right):
    setattr(settings, name, wrong)
    (line,) = complaints()
    assert line.startswith(name)
    setattr(settings, name, right)
    with pytest.raises(AssertionError, match="it was started"):
        call_command("run_server")


def test_no_line_repeats_a_secret(settings, never_started):
    settings.WHATSAPP_APP_SECRETS, settings.WHATSAPP_ACCESS_TOKEN = ["hush-hush"], "my-token"
    settings.SECRET_KEY, settings.WHATSAPP_PHONE_NUMBER_ID = "not-long", "x"
    said = "\n".join(complaints())
    assert not [secret for secret in ("hush-hush", "my-token", "not-long") if secret in said]


@pytest.mark.process
def test_with_nothing_set_the_real_command_ends_with_a_line_for_each_setting(tmp_path):
    """Empty, and not absent: a developer's `.env` must not fill them in."""
    names = [*MISSING, "WHATSAPP_APP_SECRET", "DATABASE_URL", "PUBLIC_URL", "WHATSAPP_GRAPH_URL"]
    nothing = dict.fromkeys(names, "") | {"WHATSAPP_WORKER": "embedded"}
    nothing["DATABASE_URL"] = f"sqlite:///{tmp_path}/never-made.sqlite3"
    nothing["WHATSAPP_GRAPH_URL"] = "https://graph.facebook.com"
    ended = subprocess.run(
        [sys.executable, "manage.py", "run_server"],
        check=False,
        cwd=settings.BASE_DIR,
        env={"PATH": os.environ["PATH"], "PYTHONUTF8": "1", **nothing},
        capture_output=True,
        text=True,
        timeout=20,
    )
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr
    *lines, last = ended.stderr.splitlines()
    named = [line.split()[0] for line in lines]
    required = [name.replace("SECRETS", "SECRET") for name in MISSING]
    assert sorted(named) == sorted(required)
    assert ".env.example" in last
    assert not list(tmp_path.iterdir()), "no database was made"
