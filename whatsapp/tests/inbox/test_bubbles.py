"""Everything that can arrive has its bubble, in both languages, and nothing in it can hurt the page."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client

from whatsapp.bubbles.kinds import KINDS
from whatsapp.cloud_api.text import storable
from whatsapp.inbound.keep import keep_and_apply
from whatsapp.models import Contact, Conversation, Message, Reaction
from whatsapp.tests.conftest import PAYLOADS, payload, signed_in

from .conftest import HTMX, REFRESH_OF_THREAD
from .test_chat import address, asked_again

NOW = datetime.now(UTC)
PLACE = {"latitude": 24.711667, "longitude": 46.674167, "name": "برج المملكة", "address": "الرياض"}
GOODS = [{"product_retailer_id": "sukkari", "quantity": 2, "item_price": 7.99, "currency": "SAR"}]


def wire(name: str) -> dict[str, Any]:
    """The message inside a real body."""
    value = json.loads(payload(name))["entry"][0]["changes"][0]["value"]
    return (value.get("messages") or value.get("message_echoes"))[0]


def interactive(kind: str, reply: object) -> dict[str, Any]:
    return {"interactive": {"type": kind, kind: reply}}


def said_to(client: Client, conversation: Any, language: str = "ar") -> str:
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
    response = client.get(address(conversation), headers=HTMX)
    assert response.status_code == 200
    return response.content.decode()


def bubble(html: str, message: Message) -> str:
    """What the page shows of this message alone."""
    (_, shown) = html.split(f'id="message-{message.pk}"')
    return re.split(r'id="message-\d+"', shown)[0]


@contextmanager
def undone() -> Iterator[None]:
    """What happens inside has never happened for whoever comes next."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


SHOWN = [
    ("image", {}, "صورة", "Photo"),
    ("video", {}, "مقطع مرئي", "Video"),
    ("audio", {"audio": {"voice": True}}, "رسالة صوتية", "Voice message"),
    ("audio", {"audio": {"voice": False}}, "ملف صوتي", "Audio file"),
    ("document", {"document": {"filename": "عرض.pdf", "file_size": 2048}}, "عرض.pdf", "2.0"),
    ("sticker", {"sticker": {"animated": True}}, "ملصق متحرك", "Animated sticker"),
    ("image", {"errors": [{"code": 131052}]}, "اطلب منه إرساله مرة أخرى", "Ask them to send it again"),
    ("location", {"location": PLACE}, "فتح الخريطة", "Open the map"),
    ("contacts", {"contacts": [{"origin": "contact_request"}]}, "بناءً على طلبنا", "because we asked"),
    ("button", {"button": {"text": "نعم أؤكد"}}, "ضغط زرًّا", "Tapped a button"),
    ("interactive", interactive("button_reply", {"title": "A"}), "ضغط زرًّا", "Tapped a button"),
    ("interactive", interactive("list_reply", {"title": "A"}), "اختار من القائمة", "Chose from the list"),
    ("interactive", interactive("nfm_reply", {"response_json": "{}"}), "ملأ نموذجًا", "Filled in a form"),
    (
        "interactive",
        interactive("call_permission_reply", {"response": "accept"}),
        "يسمح",
        "allows you to call",
    ),
    (
        "interactive",
        interactive("call_permission_reply", {"response": "reject"}),
        "المكالمات",
        "not want calls",
    ),
    ("order", {"order": {"product_items": GOODS}}, "قطعتان", "2 pieces"),
    ("system", {"system": {"type": "user_changed_number"}}, "للعميل رقم جديد", "has a new number"),
    ("system", {"system": {"type": "user_changed_user_id"}}, "تجدّد حساب", "account was renewed"),
    ("system", {"system": {"type": "customer_identity_changed"}}, "رمز أمان", "security code has changed"),
    ("unsupported", {"unsupported": {"type": "poll"}}, "استطلاع رأي", "A poll"),
    ("unsupported", {"errors": [{"code": 131051}]}, "(الرمز 131051)", "Open WhatsApp on the phone to see it"),
    ("unsupported", {"errors": [{"code": "131060"}]}, "لم تصل هذه الرسالة", "did not reach the inbox"),
    ("unknown", {}, "لا يمرّره واتساب", "does not pass on"),
    ("request_welcome", {}, "لأول مرة", "for the first time"),
    ("call", {"event": "terminate"}, "مكالمة فائتة", "Missed call"),
    ("call", {"event": "terminate", "duration": 125}, "2:05", "Call<"),
    ("media_placeholder", {}, "ملف من محادثة سابقة", "file of an earlier chat"),
    ("hologram", {}, "(hologram)", "be shown yet"),
]


def test_each_type_is_shown_in_both_languages(agent, outsider, conversation, write, subtests):
    messages = [write("", message_type=kind, payload=body) for kind, body, *_ in SHOWN]
    client = signed_in(agent)
    pages = {language: said_to(client, conversation, language) for language in ("ar", "en")}
    for message, (kind, body, arabic, english) in zip(messages, SHOWN, strict=True):
        with subtests.test(kind, body=body):
            assert arabic in bubble(pages["ar"], message)
            assert english in bubble(pages["en"], message)
    assert signed_in(outsider).get(address(conversation)).status_code == 403


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("order", ["di9ozbzfi4", "2 × 7.99 SAR", "15.98 SAR", "للهدية"]),
        ("flow_reply", ["day", "الأحد"]),
        ("address_reply", ["Al Olaya, Riyadh"]),
        ("call_permission_refused", ["لا يرغب العميل في المكالمات"]),
        ("contacts_in_full", ["+966 50 765 4321", "saad@example.com", "https://example.com/saad"]),
        ("contacts_in_full", ["طريق الملك فهد", "مدير", "الواحة", "1984", "نور"]),
        ("contacts_asked_for", ["بناءً على طلبنا"]),
        ("from_a_post", ["تمور الموسم", 'href="https://fb.me/9post"']),
        ("unsupported_edit", ["رسالة معدَّلة"]),
        ("number_changed", ["+966\N{NO-BREAK SPACE}55\N{NO-BREAK SPACE}999\N{NO-BREAK SPACE}9999"]),
        ("from_an_ad", ["من إعلان", "خصم ٢٠٪", 'href="https://fb.me/3cr4Wqqkv"']),
        ("unsupported", ["استطلاع رأي"]),
        ("forwarded", ["مُعاد توجيهها"]),
    ],
)
def test_what_meta_really_sends_is_told_in_full(agent, outsider, conversation, write, name, shown):
    message = wire(name)
    write("", message_type=message["type"], payload=message)
    html = said_to(signed_in(agent), conversation)
    for words in shown:
        assert words in html
    assert "flow_token" not in html
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_whatever_meta_sends_can_be_opened_afterwards(agent, outsider, number, subtests):
    client = signed_in(agent)
    for name in sorted(path.stem for path in PAYLOADS.glob("*.json")):
        with subtests.test(name), undone():
            keep_and_apply([payload(name)])
            assert client.get("/whatsapp/chat", headers=HTMX).status_code == 200
            for language in ("ar", "en"):
                for conversation in Conversation.objects.all():
                    assert "None" not in said_to(client, conversation, language)
    assert signed_in(outsider).get("/whatsapp/chat").status_code == 403


def test_the_name_of_a_document_is_not_its_caption_too(agent, outsider, number):
    keep_and_apply([payload("document_without_caption")])
    conversation = Conversation.objects.get()
    name = conversation.last_message
    html = said_to(signed_in(agent), conversation)
    assert html.count(name) == 1
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_a_type_has_a_row_and_every_row_a_template():
    templates = settings.BASE_DIR / "templates/inbox/bubbles"
    assert [k.template for k in KINDS.values() if not (templates / f"_{k.template}.html").exists()] == []


JUNK: list[Any] = [None, "x", 3, 1e308, True, [], [None], [1, {"name": 3}], {}, {"type": ["list"]}]
JUNK += [{"name": [], "type": "nfm_reply", "nfm_reply": {"response_json": "{"}}, {"code": [], "type": {}}]
JUNK += [{"product_items": [{"item_price": "NaN", "quantity": "1e999"}, {"item_price": [1]}, None]}]
JUNK += [{"latitude": "nan", "longitude": 10**400}, {"latitude": {}, "longitude": 1, "filename": 5, "url": 7}]
# Half an emoji is mended on the way in: the row holds its stand-in.
JUNK += [
    storable({"filename": "\ud83d", "text": "\udc00", "title": "\ud83d", "body": "\ud83d", "name": "\ud83d"})
]


def test_broken_or_missing_keys_never_break_the_page(agent, outsider, conversation, write):
    outer = ("context", "referral", "errors", "unsupported", "event", "duration", "call")
    for kind in (*KINDS, "hologram", "../../../base", "text/html", "attachment"):
        write("", message_type=kind, payload={})
        for junk in JUNK:
            write("", message_type=kind, payload=dict.fromkeys((kind, *outer), junk))
        for odd in ([], "x", None) if kind in ("text", "order", "contacts") else ():
            write("", message_type=kind, payload=odd if odd is not None else {kind: None})
    client, url = signed_in(agent), address(conversation)
    html = client.get(url).content.decode()
    while 'id="older"' in html:
        cursor = re.search(r'"cursor": "([\w-]+)"', html)
        response = client.get(url, {"cursor": cursor[1], "seam": "2026-01-01"}, headers=HTMX)
        assert response.status_code == 200
        html = response.content.decode()
    assert signed_in(outsider).get(url).status_code == 403


EVIL = '"><img src=x onerror=alert(1)><script>alert(2)</script>'
SCRIPT = "javascript:alert(1)"
EVIL_PAYLOADS = [
    ("document", {"document": {"filename": EVIL}}),
    (
        "location",
        {"location": {"latitude": EVIL, "longitude": 2, "name": EVIL, "address": EVIL, "url": SCRIPT}},
    ),
    ("location", {"location": {"latitude": 1, "longitude": 2, "name": EVIL, "url": f"https://x/{EVIL}"}}),
    ("contacts", {"contacts": [{"name": {"formatted_name": EVIL}, "phones": [{"phone": EVIL}]}]}),
    ("contacts", {"contacts": [{"urls": [{"url": SCRIPT}], "org": {"title": EVIL}, "birthday": EVIL}]}),
    ("button", {"button": {"text": EVIL}}),
    ("interactive", interactive("list_reply", {"title": EVIL, "description": EVIL})),
    ("interactive", interactive("nfm_reply", {"body": EVIL, "response_json": json.dumps({EVIL: EVIL})})),
    ("order", {"order": {"text": EVIL, "product_items": [{"product_retailer_id": EVIL, "currency": EVIL}]}}),
    ("system", {"system": {"type": EVIL, "body": EVIL}}),
    ("system", {"system": {"type": "user_changed_number", "wa_id": EVIL}}),
    ("unsupported", {"unsupported": {"type": EVIL}}),
    ("text", {"referral": {"headline": EVIL, "body": EVIL, "source_url": SCRIPT}}),
    ("text", {"context": {"referred_product": {"product_retailer_id": EVIL}}}),
    (EVIL[:40], {}),
]


def test_what_a_stranger_wrote_is_only_ever_text(agent, outsider, conversation, write, subtests):
    client = signed_in(agent)
    for kind, body in EVIL_PAYLOADS:
        with subtests.test(kind, body=body), undone():
            message = write("", message_type=kind, payload=body)
            react(message, conversation.contact, EVIL[:60])
            write("what?", quoted_wamid=message.whatsapp_message_id)
            html = said_to(client, conversation)
            assert "<img" not in html
            assert "<script>alert" not in html
            assert "javascript:" not in html
            for link in re.findall(r'<a [^>]*href="https?:[^>]*>', html):
                assert 'rel="noopener noreferrer nofollow"' in link
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_the_map_is_asked_for_with_our_own_figures_only(agent, outsider, conversation, write):
    for degrees in ("24.7&layers=x", 91, None):
        write("", message_type="location", payload={"location": {"latitude": degrees, "longitude": 46.6}})
    assert "openstreetmap" not in said_to(signed_in(agent), conversation)
    write("", message_type="location", payload={"location": {"latitude": "24.70", "longitude": -46.6}})
    html = said_to(signed_in(agent), conversation)
    assert 'href="https://www.openstreetmap.org/?mlat=24.7&amp;mlon=-46.6#map=16/24.7/-46.6"' in html
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_the_name_of_a_file_can_not_turn_its_ending_over(agent, outsider, conversation, write):
    write("", message_type="document", payload={"document": {"filename": "invoice\u202efdp.exe"}})
    html = said_to(signed_in(agent), conversation)
    assert "invoicefdp.exe" in html
    assert "EXE" in html
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_a_form_tells_its_answers_and_a_broken_one_its_words(agent, outsider, conversation, write):
    answers = json.dumps({"flow_token": "secret-token", "gift": True, "items": ["a", "b"]})
    write("", message_type="interactive", payload=interactive("nfm_reply", {"response_json": answers}))
    write(
        "",
        message_type="interactive",
        payload=interactive("nfm_reply", {"response_json": "{", "body": "Sent"}),
    )
    html = said_to(signed_in(agent), conversation, "en")
    for words in ("gift", "Yes", "a, b", "Sent"):
        assert words in html
    assert "secret-token" not in html
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_a_note_about_the_chat_stands_in_the_middle_and_not_in_a_bubble(agent, outsider, conversation, write):
    message = write("", message_type="system", payload=wire("number_changed"))
    html = said_to(signed_in(agent), conversation)
    assert f'<p class="notice-line" id="message-{message.pk}">' in html
    assert "<article id=" not in html
    assert signed_in(outsider).get(address(conversation)).status_code == 403


@pytest.mark.parametrize(
    ("context", "shown"),
    [
        ({"forwarded": True}, "Forwarded<"),
        ({"frequently_forwarded": True}, "Forwarded many times"),
        ({"referred_product": {"product_retailer_id": "dates-1"}}, "dates-1"),
    ],
)
def test_where_a_message_comes_from_stands_above_it(agent, outsider, conversation, write, context, shown):
    write("look", payload={"context": context})
    assert shown in said_to(signed_in(agent), conversation, "en")
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_a_quote_says_what_the_quoted_had_instead_of_words(agent, outsider, conversation, write):
    asked = write("", message_type="document", payload={"document": {"filename": "offer.pdf"}})
    write("this one", quoted_wamid=asked.whatsapp_message_id)
    assert said_to(signed_in(agent), conversation).count("offer.pdf") == 2
    assert signed_in(outsider).get(address(conversation)).status_code == 403


@pytest.mark.parametrize(
    ("origin", "english"),
    [("phone_app", ("Written on the phone:", "Phone app")), ("history", ("Written before", "Imported"))],
)
def test_what_others_wrote_for_us_is_not_said_to_be_the_readers(
    agent, outsider, conversation, write, origin, english
):
    write("hi", direction="outgoing", origin=origin)
    html = said_to(signed_in(agent), conversation, "en")
    for words in english:
        assert words in html
    assert "You wrote:" not in html
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_a_voice_message_that_was_played_has_a_blue_microphone(agent, outsider, conversation, write):
    write("", direction="outgoing", message_type="audio", status="played")
    html = said_to(signed_in(agent), conversation, "en")
    assert '<span class="tick tick-played" title="Played">' in html
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_an_edited_message_says_so_and_keeps_its_original_within_reach(agent, outsider, conversation, write):
    message = write("six", edited_at=NOW, original_content="*five*")
    html = said_to(signed_in(agent), conversation, "en")
    assert f'popovertarget="original-{message.pk}"' in html
    assert "<strong>five</strong>" in html
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_a_deleted_message_shows_nothing_of_what_it_said_anywhere(agent, outsider, conversation, write):
    gone = write("secret", original_content="older secret", edited_at=NOW, revoked_at=NOW)
    file = {"document": {"filename": "secret.pdf"}, "referral": {"headline": "secret"}}
    write("secret caption", message_type="document", payload=file, revoked_at=NOW)
    write("why?", quoted_wamid=gone.whatsapp_message_id)
    html = signed_in(agent).get(address(conversation)).content.decode()
    assert "secret" not in html
    assert html.count("حُذفت هذه الرسالة") == 3
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_the_list_does_not_show_a_deleted_message_either(agent, outsider, conversation, write):
    write("secret", revoked_at=NOW)
    html = signed_in(agent).get("/whatsapp/chat").content.decode()
    assert "secret" not in html
    assert "حُذفت هذه الرسالة" in html
    assert signed_in(outsider).get("/whatsapp/chat").status_code == 403


LISTED = [
    ("order", "طلب شراء", "basket"),
    ("location", "موقع", "place"),
    ("call", "مكالمة فائتة", "call-missed"),
    ("unsupported", "رسالة لا يمكن عرضها هنا", "attention"),
    ("interactive", "أجاب بالاختيار", "list"),
    ("request_welcome", "فتح المحادثة", "chat-call"),
]


def test_the_list_names_each_kind_with_its_sign(agent, outsider, conversation, write, subtests):
    client = signed_in(agent)
    for kind, arabic, sign in LISTED:
        with subtests.test(kind), undone():
            write("", message_type=kind)
            row = client.get("/whatsapp/chat", headers=HTMX).content.decode()
            assert f'dir="auto">{arabic}</bdi>' in row
            assert f'icons.svg#{sign}"' in row
    assert signed_in(outsider).get("/whatsapp/chat").status_code == 403


def react(message: Any, contact: Contact | None, emoji: str) -> None:
    Reaction.objects.create(
        number_id=message.number_id,
        target_wamid=message.whatsapp_message_id,
        contact=contact,
        emoji=emoji,
        wamid="wamid.r",
        at=NOW,
    )


def test_reactions_are_grouped_counted_and_told_in_words(agent, outsider, conversation, write):
    one, two = write("one"), write("two")
    react(one, conversation.contact, "👍")
    react(one, None, "👍")
    react(two, conversation.contact, "")  # taken back
    html = said_to(signed_in(agent), conversation, "en")
    assert html.count('<li class="reaction">') == 1
    assert '<bdi class="emoji">👍</bdi><span aria-hidden="true">2</span>' in html
    assert "from the customer and from us" in html
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_a_reaction_changes_the_open_chat(agent, outsider, conversation, write):
    message = write("hi")
    client, url = signed_in(agent), address(conversation)
    known = asked_again(client.get(url).content.decode())
    assert client.get(url, known, headers=REFRESH_OF_THREAD).status_code == 204
    react(message, conversation.contact, "❤️")
    assert "❤️" in client.get(url, known, headers=REFRESH_OF_THREAD).content.decode()
    assert signed_in(outsider).get(url, known, headers=REFRESH_OF_THREAD).status_code == 403


@pytest.mark.parametrize("change", [{"edited_at": NOW}, {"revoked_at": NOW}, {"status": "played"}])
def test_a_change_of_a_message_changes_the_open_chat(agent, outsider, conversation, write, change):
    message = write("hi", direction="outgoing", status="read")
    client, url = signed_in(agent), address(conversation)
    known = asked_again(client.get(url).content.decode())
    type(message).objects.update(**change)
    assert client.get(url, known, headers=REFRESH_OF_THREAD).status_code == 200
    assert signed_in(outsider).get(url, known, headers=REFRESH_OF_THREAD).status_code == 403


def test_a_page_full_of_reactions_and_quotes_costs_no_more_queries(
    agent, outsider, conversation, write, django_assert_max_num_queries
):
    first = write("first")
    for n in range(30):
        message = write(
            f"{n}", quoted_wamid=first.whatsapp_message_id, payload={"referral": {"headline": "x"}}
        )
        react(message, conversation.contact, "👍")
    client, url = signed_in(agent), address(conversation)
    client.get(url)
    with django_assert_max_num_queries(11):
        client.get(url)
    with django_assert_max_num_queries(8):
        client.get(url, headers=HTMX)
    assert signed_in(outsider).get(url).status_code == 403


def test_the_raw_body_is_one_click_away_for_managers_alone(
    agent: User, manager: User, outsider: User, conversation, write
):
    write("hi", event_id=77)
    write("", message_type="system", event_id=78)
    write("ours", direction="outgoing")
    html = said_to(signed_in(manager), conversation)
    assert re.findall(r'href="(/admin/whatsapp/webhookevent/\d+/change/)"', html) == [
        "/admin/whatsapp/webhookevent/77/change/",
        "/admin/whatsapp/webhookevent/78/change/",
    ]
    assert "/admin/" not in said_to(signed_in(agent), conversation)
    assert signed_in(outsider).get(address(conversation)).status_code == 403
