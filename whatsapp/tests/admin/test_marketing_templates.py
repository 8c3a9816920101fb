"""Carousels and offers of a limited time, written in the back office."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile

from whatsapp.message_templates.sync import sync_all
from whatsapp.models import MessageTemplate
from whatsapp.tests.conftest import signed_in

from .refused import assert_closed_to

LIST = "/admin/whatsapp/messagetemplate/"
NO_BUTTONS = {"buttons-TOTAL_FORMS": "10", "buttons-INITIAL_FORMS": "0"}
BODY = "علب الهدايا الجديدة وصلت يا {{1}}، اختر ما يناسبك."
HTMX = {"HX-Request": "true"}


def card(key: str, text: str) -> dict[str, Any]:
    return {
        f"card-{key}-body": text,
        f"card-{key}-text_0": "لدي سؤال",
        f"card-{key}-text_1": "اطلبها",
        f"card-{key}-value_1": "https://n.example/b/{{1}}",
        f"card-{key}-example_1": "https://n.example/b/7",
    }


CAROUSEL = {
    "name": "gift_boxes_2",
    "language": "ar",
    "category": "MARKETING",
    "shape": "CARDS",
    "body": BODY,
    "examples": "سارة",
    # Left from before another shape was chosen.
    "header_format": "TEXT",
    "header_text": "x",
    "footer": "متجر",
    "offer_text": "x",
    "buttons-0-type": "QUICK_REPLY",
    "buttons-0-text": "x",
    **NO_BUTTONS,
    "card_format": "IMAGE",
    "card_button_0": "QUICK_REPLY",
    "card_button_1": "URL",
    "card": ["new1", "0"],  # added last, and moved to the front
    **card("0", "علبة سكّري فاخر، ب{{1}} ريالاً."),
    "card-0-examples": "120",
    **card("new1", "علبة عجوة المدينة."),
}
OFFER = {
    "name": "flash_sale_2",
    "language": "ar",
    "category": "MARKETING",
    "shape": "OFFER",
    "header_format": "IMAGE",
    "offer_text": "عرض اليوم",
    "offer_ends": "on",
    "footer": "متجر",
    "body": "خصم خاص لك على كل التمور هذا اليوم.",
    **NO_BUTTONS,
    "buttons-0-type": "COPY_CODE",
    "buttons-0-value": "NAKHEEL25",
    "buttons-1-type": "URL",
    "buttons-1-text": "تسوّق",
    "buttons-1-value": "https://n.example",
}


def photo(name: str = "a.png", size: int = 4) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, b"\x89PNG".ljust(size), "image/png")


def both_photos() -> dict[str, Any]:
    return {f"card-{key}-file": photo() for key in ("0", "new1")}


@pytest.fixture
def client(manager: User, number: Any) -> Any:
    return signed_in(manager)


def test_a_carousel_is_written_with_a_sample_on_each_card_and_handed_in(
    client: Any, meta: Any, agent: User, outsider: User
) -> None:
    client.post(f"{LIST}write/", CAROUSEL | both_photos())
    template = MessageTemplate.objects.get()
    body, carousel = template.components
    assert body == {"type": "BODY", "text": BODY, "example": {"body_text": [["سارة"]]}}
    first, second = (part["components"] for part in carousel["cards"])
    handles = [parts[0]["example"]["header_handle"][0] for parts in (first, second)]
    assert set(handles) == meta.handles
    assert first[1]["text"] == "علبة عجوة المدينة."
    assert second == [
        {"type": "HEADER", "format": "IMAGE", "example": {"header_handle": [handles[1]]}},
        {
            "type": "BODY",
            "text": "علبة سكّري فاخر، ب{{1}} ريالاً.",
            "example": {"body_text": [["120"]]},
        },
        {
            "type": "BUTTONS",
            "buttons": [
                {"type": "QUICK_REPLY", "text": "لدي سؤال"},
                {
                    "type": "URL",
                    "text": "اطلبها",
                    "url": "https://n.example/b/{{1}}",
                    "example": ["https://n.example/b/7"],
                },
            ],
        },
    ]
    told = meta.templates[-1]
    assert (told["components"], told["category"]) == (template.components, "MARKETING")
    assert_closed_to(f"{LIST}write/", agent, outsider, data=CAROUSEL)


def test_an_offer_of_a_limited_time_is_written_and_handed_in(
    client: Any, meta: Any, agent: User, outsider: User
) -> None:
    client.post(f"{LIST}write/", OFFER | {"header_file": photo()})
    header, offer, body, buttons = MessageTemplate.objects.get().components
    assert header["example"]["header_handle"][0] in meta.handles
    assert offer == {
        "type": "LIMITED_TIME_OFFER",
        "limited_time_offer": {"text": "عرض اليوم", "has_expiration": True},
    }
    assert body["text"] == OFFER["body"]
    assert [button["type"] for button in buttons["buttons"]] == ["COPY_CODE", "URL"]
    assert meta.templates[-1]["status"] == "PENDING"
    assert_closed_to(f"{LIST}write/", agent, outsider, data=OFFER)


def test_while_it_is_written_it_is_seen_as_on_the_phone_with_what_is_missing(
    client: Any, agent: User, outsider: User
) -> None:
    typed = CAROUSEL | {"card-0-file": "[object File]", "category": "UTILITY"}
    seen = client.post(f"{LIST}preview/", typed).content.decode()
    assert seen.count('class="filled-card"') == 2
    assert '<bdi class="value">سارة</bdi>' in seen
    assert '<bdi class="value">120</bdi>' in seen
    assert seen.index("عجوة") < seen.index("سكّري")
    assert "متجر" not in seen
    assert seen.count("اختر ملفًا نموذجيًا") == 1
    assert "<b>البطاقة 1:</b>" in seen
    assert "<b>التصنيف:</b>" in seen
    seen = client.post(f"{LIST}preview/", OFFER).content.decode()
    assert "عرض اليوم" in seen
    assert "متجر" not in seen
    assert_closed_to(f"{LIST}preview/", agent, outsider, data=typed)


def test_what_is_refused_is_said_beside_the_form_which_keeps_its_files(
    client: Any, meta: Any, agent: User, outsider: User
) -> None:
    wrong = CAROUSEL | both_photos() | {"card-new1-value_1": "n.example"}
    said = client.post(f"{LIST}write/", wrong, headers=HTMX).content.decode()
    assert "<form" not in said
    assert "<b>البطاقة 1:</b>" in said
    assert "https://" in said
    too_large = CAROUSEL | both_photos() | {"card-0-file": photo(size=5 * 1024 * 1024 + 1)}
    assert "<b>البطاقة 2:</b>" in client.post(f"{LIST}write/", too_large, headers=HTMX).content.decode()
    film = CAROUSEL | both_photos() | {"card_format": "VIDEO"}
    assert "<b>البطاقة 2:</b>" in client.post(f"{LIST}write/", film, headers=HTMX).content.decode()
    assert not meta.requests_seen

    done = client.post(f"{LIST}write/", CAROUSEL | both_photos(), headers=HTMX)
    assert done["HX-Redirect"] == f"{LIST}{MessageTemplate.objects.get().pk}/change/"
    again = client.post(f"{LIST}write/", CAROUSEL | both_photos(), headers=HTMX).content.decode()
    assert "already exists" in again  # Meta's own no
    assert "<form" not in again
    assert_closed_to(f"{LIST}write/", agent, outsider, data=wrong)


def test_without_scripts_a_card_is_added_by_the_page_and_faults_come_back_at_their_cards(
    client: Any, meta: Any, agent: User, outsider: User
) -> None:
    page = client.post(f"{LIST}write/", CAROUSEL | {"add_card": "1"})
    assert [form.key for form in page.context["forms"].cards] == ["new1", "0", "2more"]
    page = client.post(f"{LIST}write/", CAROUSEL)
    assert [len(form.non_field_errors()) for form in page.context["forms"].cards] == [1, 1]
    assert [form.key for form in client.get(f"{LIST}write/").context["forms"].cards] == ["0", "1"]
    assert not meta.requests_seen
    assert_closed_to(f"{LIST}write/", agent, outsider)


def test_one_that_is_there_is_changed_with_all_its_cards(
    client: Any, meta: Any, agent: User, outsider: User
) -> None:
    sync_all()
    template = MessageTemplate.objects.get(name="gift_boxes", language="ar")
    address = f"{LIST}{template.pk}/rewrite/"
    page = client.get(address)
    html = page.content.decode()
    assert "علبة عجوة المدينة، {{1}} ريالاً." in html
    assert page.context["forms"].carousel.initial == {
        "card_format": "IMAGE",
        "card_button_0": "QUICK_REPLY",
        "card_button_1": "URL",
    }
    client.post(address, CAROUSEL | both_photos())
    told = next(t for t in meta.templates if t["id"] == template.meta_id)
    assert told["status"] == "PENDING"
    assert told["components"][1]["cards"][0]["components"][1]["text"] == "علبة عجوة المدينة."
    assert_closed_to(address, agent, outsider, data=CAROUSEL)
