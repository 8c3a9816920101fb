"""What axe-core finds on every page, in both languages and both lights: nothing."""

from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from axe_playwright_python.sync_playwright import DEFAULT_OPTIONS, Axe
from django.contrib.auth.models import User
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import Page, Route, expect

from config import demo_settings
from whatsapp.message_templates.sync import sync_all
from whatsapp.models import Conversation, Label, MessageTemplate, ReplyTemplate, SavedView
from whatsapp.simulator.server import simulator_app
from whatsapp.tests.simulator.conftest import Stage, stage  # noqa: F401 (a fixture)

from .conftest import Street

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize(("language", "scheme"), [("ar", "light"), ("en", "dark")]),
]

COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}
"""All that the other light can change: the rest of axe-core looks once a language."""
REFUSALS = ("400", "403_csrf", "500")
OTHER = {"light": "dark", "dark": "light"}


def assert_clean(page: Page, scheme: str, within: str | None = None) -> None:
    """`within`: only what opened over a page that was looked at before."""
    script = "0" if page.evaluate("'axe' in window") else AXE_SCRIPT
    for light, options in ((scheme, DEFAULT_OPTIONS), (OTHER[scheme], COLOURS)):
        page.emulate_media(color_scheme=light)
        found = Axe(script).run(page, within, options)
        assert found.violations_count == 0, f"{page.url} ({light})\n{found.generate_report()}"
        script = "0"  # half a megabyte, which is there now


def refusals(page: Page, language: str) -> Iterator[str]:
    """The pages of what goes wrong, at addresses of this very site."""
    for name in REFUSALS:
        with translation.override(language):
            body = render_to_string(f"{name}.html")
        page.route(f"**/shown-{name}", partial(shown, body))
        yield f"/shown-{name}"


def shown(body: str, route: Route) -> None:
    route.fulfill(body=body, content_type="text/html")


@pytest.fixture
def page(enter: Callable[..., Page], manager: User, settings: Any, language: str, scheme: str) -> Page:
    """A manager's list of chats, at the demo's addresses: it has a page of all bubbles."""
    settings.ROOT_URLCONF = demo_settings.ROOT_URLCONF
    # Without motion a colour is what it will be. axe-core styles what it measures, which our policy forbids.
    return enter(manager, language=language, color_scheme=scheme, reduced_motion="reduce", bypass_csp=True)


def fill(street: Street, manager: User) -> tuple[str, str]:
    """Something of everything. The addresses of two chats: one that is open, and one whose window is closed."""
    street.writes(street.meets("سعد", "+966550000001"), "hi", ago=25 * 3600)
    street.writes(street.meets("نورة", "+966551234567"), "https://a.example/")
    sync_all()
    ReplyTemplate.objects.create(name="hello", content="Hello", owner=manager)
    SavedView.objects.create(owner=manager, name="paid", query="show=unread")
    labels = [Label.objects.create(name=color, color=color) for color in Label.Color.values]
    for pair, conversation in zip((labels[:2], labels), Conversation.objects.all(), strict=True):
        conversation.labels.set(pair)
    closed, chat = (reverse("inbox:chat", args=[c.pk]) for c in Conversation.objects.order_by("pk"))
    return chat, closed


def addresses_of_the_team(chat: str, boxes: MessageTemplate) -> Iterator[str]:
    yield f"{chat}/templates"
    yield reverse("inbox:template", args=[chat.rsplit("/", maxsplit=1)[-1], boxes.pk])
    yield "/demo/bubbles"
    yield reverse("inbox:start")
    yield reverse("inbox:replies")
    yield "/nowhere"


def addresses_of_the_back_office(boxes: MessageTemplate) -> Iterator[str]:
    yield reverse("admin:whatsapp_messagetemplate_add")  # 403: they are written elsewhere
    yield reverse("admin:index")
    yield reverse("admin:health")
    yield reverse("admin:whatsapp_conversation_changelist")
    yield reverse("admin:whatsapp_replytemplate_add")
    yield reverse("admin:whatsapp_messagetemplate_write")
    yield reverse("admin:whatsapp_messagetemplate_rewrite", args=[boxes.pk])  # with its cards


def pick_up_the_customers_phone(page: Page, stage: Stage, street: Street, language: str) -> None:  # noqa: F811
    stage.app = simulator_app(street.meta)
    page.goto(f"{stage.url}/")
    if language == "en":
        page.locator("#language").click()
    page.locator(".person").first.click()
    expect(page.locator(".bubble").first).to_be_visible()


def test_axe_finds_nothing_on_any_page(
    page,
    street,
    manager,
    settings,
    stage: Stage,  # noqa: F811
    language: str,
    scheme: str,
):
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert_clean(page, scheme)  # nobody has written yet
    chat, closed = fill(street, manager)
    boxes = MessageTemplate.objects.get(name="gift_boxes", language=language)  # files, cards, links
    for path in (
        *(chat, closed, *addresses_of_the_team(chat, boxes)),
        *(*refusals(page, language), *addresses_of_the_back_office(boxes)),
    ):
        page.goto(path)
        assert_clean(page, scheme)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.goto(reverse("inbox:sign_in"))
    assert_clean(page, scheme)
    pick_up_the_customers_phone(page, stage, street, language)
    assert_clean(page, scheme)


def menus(page: Page, chat: str) -> Iterator[str | None]:
    """Opens one after the other. Each time says where; nowhere in particular is all of the page."""
    page.goto(chat)
    page.locator(".composer .more").click()
    yield ".more-menu"
    page.locator(".chat-menu-button").click()
    yield "#chat-menu"


def of_the_list(page: Page) -> Iterator[str | None]:
    page.goto(f"{reverse('inbox:list')}?status=all")
    page.locator(".filter-button").click()
    page.locator(".view-more summary").click()
    yield "#filter-panel"
    page.keyboard.press("Escape")
    page.locator(".row-link").first.click(button="right")
    yield "#row-menu"
    page.locator("#row-menu [data-row-select]").click()
    page.locator("#selected [data-choices]").last.click()
    expect(page.locator("#choices [aria-checked=true]")).to_have_count(6)
    yield None
    page.keyboard.press("Escape")


def a_note_and_the_emojis(page: Page, chat: str) -> Iterator[str | None]:
    page.goto(chat)
    page.locator(".composer .more").click()
    page.locator(".more-menu [data-note]").click()
    page.locator("#composer textarea").fill("only for us")
    page.locator("#composer textarea").press("Enter")
    expect(page.locator("#messages .bubble-note")).to_be_visible()
    page.locator("button[data-emojis]").click()
    expect(page.locator("#emoji-picker")).to_be_visible()
    yield None
    page.keyboard.press("Escape")


def what_keys_open(page: Page) -> Iterator[str | None]:
    page.keyboard.press("Control+k")
    expect(page.locator("#palette [data-href]")).to_have_count(2)
    yield "#palette"
    page.keyboard.press("Escape")
    page.locator("#scroller").focus()
    page.keyboard.press("?")
    yield "dialog[open]"
    page.keyboard.press("Escape")


def test_axe_finds_nothing_in_what_opens_over_a_page(page, street, manager, language: str, scheme: str):
    chat, _ = fill(street, manager)
    opened = (menus(page, chat), of_the_list(page), a_note_and_the_emojis(page, chat), what_keys_open(page))
    for within in chain(*opened):
        assert_clean(page, scheme, within)
