import re
from datetime import UTC, datetime, timedelta

from whatsapp.models import Conversation
from whatsapp.tests.conftest import signed_in

from .conftest import HTMX


def address(conversation, verb: str = "") -> str:
    return f"/whatsapp/chat/{conversation.pk}{verb and '/'}{verb}"


def test_managers_block_and_unblock_and_nobody_else(agent, manager, outsider, client, conversation, meta):
    amal = meta.add_customer("أمل", phone="+966551234567", bsuid="SA.1001")
    meta.customer_writes(amal, "hello")
    for person in (agent, outsider):
        assert signed_in(person).post(address(conversation, "block")).status_code == 403
    assert client.post(address(conversation, "block"), headers=HTMX).status_code == 401
    assert not amal.blocked
    assert signed_in(manager).get(address(conversation, "block")).status_code == 405
    assert signed_in(manager).post(address(conversation, "block"), headers=HTMX).status_code == 204
    assert amal.blocked
    assert signed_in(agent).post(address(conversation, "unblock")).status_code == 403
    plain = signed_in(manager).post(address(conversation, "unblock"))
    assert (plain.status_code, plain["Location"]) == (302, address(conversation))
    assert not amal.blocked


def test_a_refusal_is_a_conflict_in_words_with_and_without_javascript(manager, agent, conversation, meta):
    Conversation.objects.update(last_inbound_at=datetime.now(UTC) - timedelta(hours=25))
    client = signed_in(manager)
    said = client.post(address(conversation, "block"), headers=HTMX)
    assert (said.status_code, said["Content-Type"]) == (409, "text/plain; charset=utf-8")
    assert "آخر 24 ساعة" in said.content.decode()
    page = client.post(address(conversation, "block"))
    assert page.status_code == 409
    assert "آخر 24 ساعة" in page.content.decode()
    assert f'href="{address(conversation)}"' in page.content.decode()
    assert signed_in(agent).post(address(conversation, "block")).status_code == 403


def test_the_blocked_state_is_in_the_chat_and_in_the_list_and_locks_the_composer(
    agent, manager, outsider, conversation, write
):
    write("hello", origin="customer")
    before = signed_in(manager).get(address(conversation)).content.decode()
    assert address(conversation, "block") in before
    assert 'data-window="open"' in before
    assert "محظور" not in before
    Conversation.objects.update(blocked_at=datetime.now(UTC))
    blocked = signed_in(manager).get(address(conversation)).content.decode()
    assert address(conversation, "unblock") in blocked
    assert 'data-window="closed"' in blocked
    shut = re.findall(r"<(?:button|textarea)[^>]* disabled", blocked)
    assert len(shut) == 12  # the field, its five buttons, what the + offers (but templates, later)
    assert 'class="row-blocked-sign"' in blocked
    assert "محظور منذ" in blocked
    of_agent = signed_in(agent).get(address(conversation)).content.decode()
    assert "/block" not in of_agent
    assert "يستطيع أحد المديرين إلغاء الحظر" in of_agent
    sent = signed_in(agent).post(address(conversation, "send"), {"text": "?"}, headers=HTMX)
    assert sent.status_code == 409
    assert "محظور" in sent.content.decode()
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_an_open_chat_hears_that_the_customer_was_blocked(agent, conversation, write):
    write("hello", origin="customer")
    client, refresh = signed_in(agent), HTMX | {"HX-Target": "messages"}
    first = client.get(address(conversation), headers=refresh).content.decode()
    version = first.split('"version": "')[1].split('"')[0]
    assert client.get(address(conversation), {"version": version}, headers=refresh).status_code == 204
    Conversation.objects.update(blocked_at=datetime.now(UTC))
    changed = client.get(address(conversation), {"version": version}, headers=refresh).content.decode()
    assert 'id="closed" hx-swap-oob="true" data-window="closed"' in changed
    Conversation.objects.update(last_inbound_at=None)
    closed = client.get(address(conversation), headers=refresh).content.decode()
    version = closed.split('"version": "')[1].split('"')[0]
    Conversation.objects.update(blocked_at=None)
    unblocked = client.get(address(conversation), {"version": version}, headers=refresh)
    assert "محظور" not in unblocked.content.decode()
    assert unblocked.status_code == 200


def test_an_open_list_hears_it_too(agent, outsider, conversation, write):
    write("hello")
    client = signed_in(agent)
    version = (
        client.get("/whatsapp/chat", headers=HTMX).content.decode().split('"version": "')[1].split('"')[0]
    )
    assert client.get("/whatsapp/chat", {"version": version}, headers=HTMX).status_code == 204
    Conversation.objects.update(blocked_at=datetime.now(UTC))
    changed = client.get("/whatsapp/chat", {"version": version}, headers=HTMX)
    assert 'class="row-blocked-sign"' in changed.content.decode()
    assert signed_in(outsider).get("/whatsapp/chat", headers=HTMX).status_code == 403
