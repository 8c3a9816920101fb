"""The page of every bubble: in the demo, and nowhere else."""

import re

import pytest
from django.conf import settings
from django.contrib.auth.models import User

from config import demo_settings
from whatsapp.bubbles.kinds import KINDS
from whatsapp.demo.gallery.samples import SECTIONS
from whatsapp.models import Message
from whatsapp.tests.conftest import signed_in

PAGE = "/demo/bubbles"


@pytest.fixture
def in_the_demo(settings):
    settings.ROOT_URLCONF = demo_settings.ROOT_URLCONF


def test_only_the_demo_has_it(agent: User) -> None:
    assert settings.ROOT_URLCONF == "config.urls"
    assert signed_in(agent).get(PAGE).status_code == 404


@pytest.mark.parametrize(("language", "word"), [("ar", "كل أشكال الرسائل"), ("en", "Every bubble")])
def test_it_shows_every_sample_and_stores_none(agent, outsider, in_the_demo, language, word) -> None:
    client = signed_in(agent)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    html = client.get(PAGE).content.decode()
    assert word in html
    assert len(re.findall(r'id="message-\d+"', html)) == sum(len(samples) for _heading, samples in SECTIONS)
    assert "javascript:" not in html
    assert "never shown" not in html
    assert not Message.objects.exists()
    assert signed_in(outsider).get(PAGE).status_code == 403


def test_a_stranger_is_sent_to_the_sign_in(client, db, in_the_demo) -> None:
    assert client.get(PAGE)["Location"].startswith("/accounts/login/")


def test_no_type_is_missing_from_it() -> None:
    older_names = {"calls", "unknown", "ephemeral"}
    shown = {sample.type for _heading, samples in SECTIONS for sample in samples}
    assert set(KINDS) - older_names <= shown
