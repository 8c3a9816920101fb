"""What is broken, missing or meant to hurt: it breaks no page, and is only ever text."""

import json
import re
from typing import Any

from whatsapp.bubbles.kinds import KINDS
from whatsapp.cloud_api.text import storable
from whatsapp.models import Message
from whatsapp.tests.conftest import signed_in

from .bubbles import interactive, react, said_to, undone
from .conftest import HTMX
from .thread import address

JUNK: list[Any] = [None, "x", 3, 1e308, True, [], [None], [1, {"name": 3}], {}, {"type": ["list"]}]
JUNK += [{"name": [], "type": "nfm_reply", "nfm_reply": {"response_json": "{"}}, {"code": [], "type": {}}]
JUNK += [{"product_items": [{"item_price": "NaN", "quantity": "1e999"}, {"item_price": [1]}, None]}]
JUNK += [{"latitude": "nan", "longitude": 10**400}, {"latitude": {}, "longitude": 1, "filename": 5, "url": 7}]
# Half an emoji is mended on the way in: the row holds its stand-in.
JUNK += [
    storable({"filename": "\ud83d", "text": "\udc00", "title": "\ud83d", "body": "\ud83d", "name": "\ud83d"})
]


def test_broken_or_missing_keys_never_break_the_page(agent, outsider, conversation, unsaved):
    outer = ("context", "referral", "errors", "unsupported", "event", "duration", "call")
    broken: list[tuple[str, Any]] = []
    for kind in (*KINDS, "hologram", "../../../base", "text/html", "attachment"):
        broken += [(kind, {}), *((kind, dict.fromkeys((kind, *outer), junk)) for junk in JUNK)]
        if kind in ("text", "order", "contacts"):
            broken += [(kind, []), (kind, "x"), (kind, {kind: None})]
    Message.objects.bulk_create(unsaved("", message_type=kind, payload=body) for kind, body in broken)
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
