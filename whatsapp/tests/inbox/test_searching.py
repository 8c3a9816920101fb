"""Messages that a search found, beside the list; the piece of a thread around one; the search in one chat."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from whatsapp.conversations.listing import key_of, list_messages, list_messages_after
from whatsapp.models import Conversation, Message, Note, SearchMark
from whatsapp.search import finding
from whatsapp.tests.conftest import signed_in

from .conftest import HTMX

pytestmark = pytest.mark.django_db

LIST = "/whatsapp/chat"


def found(client, **query: object) -> list[str]:
    """The hits below the chats, as words."""
    html = client.get(LIST, query, headers=HTMX).content.decode()
    return [
        re.sub(r"<[^>]+>", "", hit).strip() for hit in re.findall(r'class="snippet"[^>]*>(.*?)</bdi>', html)
    ]


def test_hits_stand_below_the_chats_marked_and_escaped_and_lead_to_their_message(agent, outsider, write):
    old = write("أين <i>السَّيارة</i>؟", ago=timedelta(days=300))
    write("شكرًا", ago=timedelta(minutes=1))
    html = signed_in(agent).get(LIST, {"search": "سياره"}, headers=HTMX).content.decode()
    assert "أين &lt;i&gt;<mark>السَّيارة</mark>&lt;/i&gt;؟" in html
    assert (
        f"/whatsapp/chat/{old.conversation_id}?search=%D8%B3%D9%8A%D8%A7%D8%B1%D9%87&amp;message={old.pk}"
        in html
    )
    assert "لا يوجد اسم أو رقم مطابق" in html
    assert 'hx-swap-oob="true"' in html
    assert "لا توجد رسالة فيها هذه الكلمات" in signed_in(agent).get(LIST, {"search": "قطار"}).content.decode()
    assert 'class="hits"' not in signed_in(agent).get(LIST).content.decode(), "nothing was asked"
    assert signed_in(outsider).get(LIST, {"search": "سيارة"}).status_code == 403


def test_filters_narrow_the_hits_down_and_resolved_chats_are_searched_too(agent, outsider, write, someone):
    done = someone("done", "966550000004", status="resolved", assigned_to=agent)
    write("طلب مفتوح")
    write("طلب منتهٍ", conversation=done, whatsapp_message_id="wamid.done")
    client = signed_in(agent)
    assert set(found(client, search="طلب")) == {"طلب مفتوح", "طلب منتهٍ"}
    assert found(client, search="طلب", show="mine") == ["طلب منتهٍ"]
    assert found(client, search="طلب", status="active") == ["طلب مفتوح"]
    assert found(client, search="طلب", show="unread") == []
    assert signed_in(outsider).get(LIST, {"search": "طلب"}, headers=HTMX).status_code == 403


def test_more_hits_follow_where_the_first_ones_end(agent, outsider, write, monkeypatch):
    monkeypatch.setattr(finding.find_messages, "__kwdefaults__", {"before": finding.LAST, "size": 2})
    for n in range(5):
        write(f"عرض {n}", ago=timedelta(minutes=10 - n))
    client, address = signed_in(agent), f"{LIST}?search=عرض"
    seen = []
    while address:
        html = client.get(address, headers=HTMX).content.decode()
        assert ("جارٍ التحميل" in html) is ("/whatsapp/search?" in html), "what is on its way says so"
        seen += re.findall(r"<mark>عرض</mark> (\d)", html)
        more = re.search(r'hx-get="(/whatsapp/search\?[^"]+)"', html)
        address = more[1].replace("&amp;", "&") if more else None
    assert seen == list("43210")
    assert client.get("/whatsapp/search?search=x&before=nonsense", headers=HTMX).status_code == 400
    assert signed_in(outsider).get("/whatsapp/search?search=عرض&before=9", headers=HTMX).status_code == 403


def test_it_is_said_when_the_index_does_not_reach_back_to_the_beginning_yet(agent, outsider, write):
    SearchMark.objects.update(version=0)
    write("طلب")
    client = signed_in(agent)
    assert "لا تزال الرسائل الأقدم تُضاف إلى البحث" in client.get(LIST, {"search": "طلب"}).content.decode()
    assert signed_in(outsider).get(LIST, {"search": "طلب"}).status_code == 403


@pytest.fixture
def history(conversation: Conversation) -> list[int]:
    """Ids of 150 messages, the oldest first."""
    began = datetime.now(UTC) - timedelta(days=1)
    Message.objects.bulk_create(
        Message(
            conversation=conversation,
            number=conversation.number,
            content=f"رسالة {n}",
            direction="incoming",
            status="received",
            created_at=began + timedelta(minutes=n),
        )
        for n in range(150)
    )
    return list(conversation.messages.order_by("created_at").values_list("pk", flat=True))


def bubbles(html: str) -> list[int]:
    return [int(pk) for pk in re.findall(r'<article id="message-(\d+)"', html)]


def test_a_chat_opens_around_the_message_that_the_address_names(agent, outsider, conversation, history):
    client, address = signed_in(agent), f"{LIST}/{conversation.pk}"
    html = client.get(address, {"message": history[40], "search": "رسالة"}).content.decode()
    assert bubbles(html) == [*history[15:66], *history[-50:]]
    assert f'data-goto="{history[40]}" data-goto-words="رسالة"' in html
    near = client.get(address, {"message": history[-3]}).content.decode()
    assert bubbles(near) == history[-50:], "what is on the page anyway is not drawn twice"
    for nowhere in ("999999", "x", "9" * 30):
        assert "data-goto" not in client.get(address, {"message": nowhere}).content.decode()
    assert signed_in(outsider).get(address, {"message": history[40]}).status_code == 403


def test_the_gap_below_fills_page_by_page_until_the_newest_part(agent, outsider, conversation, history):
    client, address = signed_in(agent), f"{LIST}/{conversation.pk}"
    until = list_messages(conversation).next
    piece = {"around": history[20], "until": until}
    html = client.get(address, piece, headers=HTMX).content.decode()
    seen = bubbles(html)
    assert 'id="older"' not in html, "it reaches up to the beginning"
    while told := re.search(r'"after": "([^"]+)", "until": "([^"]+)", "seam": "([^"]+)"', html):
        asked = dict(zip(("after", "until", "seam"), told.groups(), strict=True))
        html = client.get(address, asked, headers=HTMX).content.decode()
        seen += bubbles(html)
    assert seen == history[:-50]
    gone = {"around": 999999, "until": until}
    assert client.get(address, gone, headers=HTMX).status_code == 404
    odd = {"around": history[20], "until": "nonsense"}
    assert client.get(address, odd, headers=HTMX).status_code == 400
    assert signed_in(outsider).get(address, piece, headers=HTMX).status_code == 403


def test_one_chat_is_searched_by_itself(agent, outsider, write, someone):
    hit = write("السيارة والسيّارة")
    write("سيارة حمراء", conversation=someone("other", "966550000004"))
    write("غير ذلك")
    address = f"{LIST}/{hit.conversation_id}/find"
    answer = signed_in(agent).get(address, {"words": "سيارة"})
    assert answer.json() == {"hits": [{"id": str(hit.pk), "words": ["السيارة", "والسيّارة"]}], "more": False}
    assert signed_in(agent).get(address, {"words": ""}).json() == {"hits": [], "more": False}
    assert signed_in(agent).get(f"{LIST}/999999/find", {"words": "x"}).status_code == 404
    assert signed_in(outsider).get(address, {"words": "سيارة"}).status_code == 403


def test_a_note_is_a_hit_that_says_so_and_the_way_leads_to_it(agent, outsider, conversation, history):
    note = Note.objects.create(conversation=conversation, content="وعدناه <b>بالخصم</b>", by=agent)
    rows = {message.pk: message for message in conversation.messages.all()}
    Note.objects.update(created_at=rows[history[40]].created_at + timedelta(seconds=5))
    client, chat = signed_in(agent), f"{LIST}/{conversation.pk}"
    html = client.get(LIST, {"search": "خصم"}, headers=HTMX).content.decode()
    assert "وعدناه &lt;b&gt;<mark>بالخصم</mark>&lt;/b&gt;" in html
    assert f'id="hit-note-{note.pk}"' in html
    assert 'class="hit-you">ملاحظة:' in html
    assert f"&amp;message=note-{note.pk}" in html
    found = client.get(f"{chat}/find", {"words": "خصم"}).json()
    assert found == {"hits": [{"id": f"note-{note.pk}", "words": ["بالخصم"]}], "more": False}

    opened = client.get(chat, {"message": f"note-{note.pk}", "search": "خصم"}).content.decode()
    assert bubbles(opened) == [*history[15:66], *history[-50:]]
    assert opened.count(f'id="note-{note.pk}"') == 1
    assert f'data-goto="note-{note.pk}" data-goto-words="بالخصم"' in opened
    piece = {"around": f"note-{note.pk}", "until": list_messages(conversation).next}
    assert f'id="note-{note.pk}"' in client.get(chat, piece, headers=HTMX).content.decode()
    Note.objects.update(created_at=rows[history[0]].created_at - timedelta(days=1))
    assert f'id="note-{note.pk}"' in client.get(chat, piece, headers=HTMX).content.decode()
    for nothing in ("note-", "note-999999", "note-x", "-1"):
        assert client.get(chat, piece | {"around": nothing}, headers=HTMX).status_code == 404
    assert signed_in(outsider).get(LIST, {"search": "خصم"}, headers=HTMX).status_code == 403
    assert signed_in(outsider).get(chat, piece, headers=HTMX).status_code == 403


def test_an_edge_of_the_gap_is_no_message_of_the_piece(conversation, history):
    """`until` is shown already, and `after` too."""
    rows = {message.pk: message for message in conversation.messages.all()}
    after, until = (key_of(rows[history[n]], "created_at") for n in (3, 6))
    assert [message.pk for message in list_messages_after(conversation, after, until).rows] == history[4:6]
