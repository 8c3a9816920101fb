"""Everything that can arrive has its bubble, in both languages."""

import json
import re

from django.conf import settings
from django.contrib.auth.models import User
from django.template.loader import render_to_string

from whatsapp.bubbles.kinds import KINDS
from whatsapp.inbound.keep import keep_and_apply
from whatsapp.inbox.chat_list import chat_list
from whatsapp.inbox.forms import ListForm
from whatsapp.models import Conversation
from whatsapp.tests.conftest import PAYLOADS, payload, signed_in

from .bubbles import bubble, interactive, said_to, undone, wire
from .conftest import HTMX
from .thread import address

ON_ONE_PAGE = 40

PLACE = {"latitude": 24.711667, "longitude": 46.674167, "name": "برج المملكة", "address": "الرياض"}
GOODS = [{"product_retailer_id": "sukkari", "quantity": 2, "item_price": 7.99, "currency": "SAR"}]
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


IN_FULL = (
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
)


def test_what_meta_really_sends_is_told_in_full(agent, outsider, conversation, write, subtests):
    bodies = [(wire(name), shown) for name, shown in IN_FULL]
    messages = [write("", message_type=body["type"], payload=body) for body, _ in bodies]
    html = said_to(signed_in(agent), conversation)
    for message, (body, shown) in zip(messages, bodies, strict=True):
        with subtests.test(body["type"], shown=shown):
            told = bubble(html, message)
            assert [words for words in shown if words not in told] == []
    assert "flow_token" not in html
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def unrelated(names: list[str]) -> list[list[str]]:
    """Groups of bodies in which none names a message of another: each is shown as if it had come alone."""
    groups: list[tuple[list[str], set[bytes]]] = []
    for name in names:
        named = set(re.findall(rb'wa[mc]id\.[^"\\]+', payload(name)))
        fitting = (g for g in groups if len(g[0]) < ON_ONE_PAGE and not g[1] & named)
        group = next(fitting, None) or ([], set())
        groups += [group] if not group[0] else []
        group[0].append(name)
        group[1].update(named)
    return [group for group, _ in groups]


def listed(user: User) -> str:
    """The list as it is drawn for them."""
    chats = chat_list(user, ListForm({}), open_id=None)
    return render_to_string("inbox/_conversations.html", {"list": chats, "user": user})


def test_whatever_meta_sends_can_be_opened_afterwards(agent, outsider, number, subtests):
    client, names = signed_in(agent), sorted(path.stem for path in PAYLOADS.glob("*.json"))
    for group in unrelated(names):
        with undone():
            for name in group:
                with subtests.test(name):
                    keep_and_apply([payload(name)])
                    assert "None" not in listed(agent)
            with subtests.test(group):
                for conversation in Conversation.objects.all():
                    assert "None" not in said_to(client, conversation)
    keep_and_apply([payload(name) for name in names])
    for conversation in Conversation.objects.all():
        assert "None" not in said_to(client, conversation, "en")
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
