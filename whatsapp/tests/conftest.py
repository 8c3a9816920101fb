"""The cast and the stage of every test. The customer is the simulator: nothing is mocked before the wire."""

import gc
import signal
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import Group, User
from django.contrib.sessions.backends.db import SessionStore
from django.template.base import Template
from django.test import Client
from django.test.utils import instrumented_test_render

from whatsapp.access import AGENTS, MANAGERS
from whatsapp.cloud_api import transport
from whatsapp.inbound.keep import keep_and_apply
from whatsapp.models import BusinessNumber, Contact, Conversation
from whatsapp.simulator.meta import Meta
from whatsapp.simulator.transport import SimulatorTransport

from . import services
from .chromium import chromium  # noqa: F401 (a fixture of all browser tests)
from .database import django_db_keepdb, django_db_setup, kept_database  # noqa: F401 (fixtures)

draw = Template._render  # before Django's test environment puts its own there
roles = import_module("whatsapp.migrations.0002_roles")

PAYLOADS = Path(__file__).parent / "payloads"


def pytest_configure() -> None:
    """What a shell starts in the background has SIGINT ignored, and so has all that we start and interrupt."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    services.skip_or_fail(items)


def pytest_collection_finish() -> None:
    """What was loaded until now never dies: the collector need not look through it a thousand times."""
    gc.freeze()
    gc.set_threshold(100_000, 20, 100)
    gc.enable()


@pytest.hookimpl(tryfirst=True)
def pytest_runtestloop(session: pytest.Session) -> object:
    """Runs all tests with room for their frames.

    Python keeps the frames of its calls in pieces of 16 kB, and gives a piece back to the system when the calls in
    it have returned. A template in a template lies deep enough to cross from one piece to the next hundreds of
    times a page: a tenth of all the tests' time. Above a frame that wants a large piece, all of them fit into that.
    """
    plugins = session.config.pluginmanager
    the_others = plugins.subset_hook_caller("pytest_runtestloop", [sys.modules[__name__]])
    return with_room(lambda: the_others(session=session))


def with_room(call: Callable[[], object]) -> object:
    return call()


with_room.__code__ = with_room.__code__.replace(co_stacksize=2**17)  # of 8 bytes each


@pytest.fixture(scope="session", autouse=True)
def untold_templates(django_test_environment: None) -> None:
    """Django's test environment tells of each template that is drawn, with a copy of all that it was given: for a
    page that is a hundred times. Those who ask for it want `told_templates`.
    """
    Template._render = draw


@pytest.fixture
def told_templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """`context` of an answer is what its templates were given."""
    monkeypatch.setattr(Template, "_render", instrumented_test_render)


def payload(name: str) -> bytes:
    """One real wire body."""
    return (PAYLOADS / f"{name}.json").read_bytes()


def make_user(username: str, *groups: str) -> User:
    user = User.objects.create_user(username, password=username)
    found = list(Group.objects.filter(name__in=groups)) if groups else []
    if len(found) < len(groups):
        # A test that really commits leaves an empty database behind, without what the migrations put there.
        roles.make_roles(apps, None)
        found = list(Group.objects.filter(name__in=groups))
    user.groups.through.objects.bulk_create([User.groups.through(user=user, group=group) for group in found])
    return user


@pytest.fixture
def agent(db: None) -> User:
    return make_user("agent", AGENTS)


@pytest.fixture
def manager(db: None) -> User:
    return make_user("manager", MANAGERS)


@pytest.fixture
def outsider(db: None) -> User:
    """Signed in, and of no group: the one who must be refused."""
    return make_user("outsider")


def signed_in(user: User) -> Client:
    """As `force_login` does it, without noting when: half of all tests begin so, and it took longer than most."""
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session.save(must_create=True)
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session.session_key
    return client


@pytest.fixture
def number(db: None) -> BusinessNumber:
    """As `ensure_configured_number` makes it."""
    return BusinessNumber.objects.create(
        phone_number_id=settings.WHATSAPP_PHONE_NUMBER_ID, waba_id=settings.WHATSAPP_BUSINESS_ACCOUNT_ID
    )


@pytest.fixture
def conversation(number: BusinessNumber) -> Conversation:
    """With Amal, who wrote a minute ago: the window is open."""
    contact = Contact.objects.create(phone="966551234567", wa_id="966551234567", bsuid="SA.1001", name="أمل")
    now = datetime.now(UTC)
    return Conversation.objects.create(
        number=number,
        contact=contact,
        customer_phone=contact.phone,
        customer_name=contact.name,
        last_inbound_at=now - timedelta(minutes=1),
        last_message_at=now - timedelta(minutes=1),
    )


def take_in(body: bytes, headers: dict[str, str]) -> int:
    """What the simulator calls to tell us something: straight into the journal's transaction."""
    keep_and_apply([body])
    return 200


@pytest.fixture
def meta(number: BusinessNumber) -> Iterator[Meta]:
    """A simulated Meta in the real one's stead: the transport of every call to the Graph."""
    simulated = Meta(
        phone_number_id=settings.WHATSAPP_PHONE_NUMBER_ID,
        waba_id=settings.WHATSAPP_BUSINESS_ACCOUNT_ID,
        access_token=settings.WHATSAPP_ACCESS_TOKEN,
        app_id=settings.WHATSAPP_APP_ID,
        app_secret=settings.WHATSAPP_APP_SECRETS[0],
        deliver=take_in,
        base_url=settings.WHATSAPP_GRAPH_URL,
    )
    with transport.replaced_by(SimulatorTransport(simulated)):
        yield simulated
