"""What is done with a chat beside answering it, with one or with many."""

from datetime import timedelta

import pytest
from django.utils import timezone

from whatsapp.models import AuditEntry, Conversation, Label, Message
from whatsapp.tests.conftest import signed_in

from .conftest import HTMX, REFRESH_OF_THREAD

CHATS = "/whatsapp/chats"
LIST = "/whatsapp/chat"


@pytest.fixture
def three(conversation, someone) -> list[int]:
    others = [someone("سعد", "966550000001"), someone("نورة", "966550000002", status="resolved")]
    return [conversation.pk, *(other.pk for other in others)]


def said(client, verb: str, ids: list[int], **fields: object) -> str:
    answer = client.post(f"{CHATS}/{verb}", {"ids": ids, **fields}, headers=HTMX)
    assert answer.status_code == 200
    return answer.content.decode()


def of(column: str) -> list[object]:
    return list(Conversation.objects.order_by("pk").values_list(column, flat=True))


def test_many_chats_change_at_once_and_only_those_that_are_not_so_already(
    agent, outsider, three, django_assert_max_num_queries
):
    client = signed_in(agent)
    with django_assert_max_num_queries(9):  # session, member, rights; transaction, lock, update, log
        assert "محادثتان" in said(client, "resolve", three)
    assert of("status") == ["resolved"] * 3
    assert list(AuditEntry.objects.values_list("verb", "noun_id", "by")) == [
        ("resolved", pk, agent.pk) for pk in three[:2]
    ]
    assert said(client, "resolve", three) == "لا شيء ليتغيّر."
    said(client, "set-pending", three[:1])
    said(client, "reopen", three[1:])
    assert of("status") == ["pending", "active", "active"]
    assert signed_in(outsider).post(f"{CHATS}/resolve", {"ids": three}).status_code == 403
    assert "resolved" not in of("status")


def test_a_chat_is_given_to_a_colleague_and_to_nobody(agent, manager, outsider, three):
    client = signed_in(agent)
    menu = client.get(f"{CHATS}/colleagues", {"ids": three}, headers=HTMX).content.decode()
    assert f'value="{manager.pk}"' in menu
    assert f'value="{outsider.pk}"' not in menu, "who can't use the inbox can't be given a chat"
    said(client, "assign", three, user=manager.pk)
    assert of("assigned_to") == [manager.pk] * 3
    menu = client.get(f"{CHATS}/colleagues", {"ids": three}, headers=HTMX).content.decode()
    assert f'aria-checked="true" data-field="user" value="{manager.pk}"' in menu
    assert said(client, "assign", three, user=manager.pk) == "لا شيء ليتغيّر."
    said(client, "assign", three[:1], user="")
    assert of("assigned_to") == [None, manager.pk, manager.pk]
    for nobody in (outsider.pk, 999, "x"):
        assert client.post(f"{CHATS}/assign", {"ids": three, "user": nobody}).status_code == 404
    assert signed_in(outsider).post(f"{CHATS}/assign", {"ids": three}).status_code == 403
    assert signed_in(outsider).get(f"{CHATS}/colleagues").status_code == 403


def test_labels_are_put_on_many_and_the_menu_says_who_wears_them(agent, outsider, three):
    paid = Label.objects.create(name="مدفوع", color="blue")
    client, field = signed_in(agent), {"label": paid.pk}

    def worn() -> str:
        menu = client.get(f"{CHATS}/labels", {"ids": three}, headers=HTMX).content.decode()
        return menu.split('aria-checked="')[1].split('"')[0]

    assert worn() == "false"
    said(client, "put-label", three[:1], **field)
    assert worn() == "mixed"
    assert "محادثتان" in said(client, "put-label", three, **field)
    assert worn() == "true"
    assert 'class="tag label-blue">مدفوع<' in client.get(LIST).content.decode()
    for name in ("أ", "ب", "ج"):
        Conversation.objects.get(pk=three[0]).labels.create(name=name, position=9)
    for html in (client.get(LIST).content.decode(), client.get(f"{LIST}/{three[0]}").content.decode()):
        assert '>أ</bdi><span class="tag tag-more" title="ب · ج"><span aria-hidden="true">+2</span>' in html
    said(client, "take-label", three[1:], **field)
    assert list(paid.conversations.values_list("pk", flat=True)) == three[:1]
    assert client.post(f"{CHATS}/put-label", {"ids": three, "label": 999}).status_code == 404
    assert signed_in(outsider).post(f"{CHATS}/put-label", {"ids": three, **field}).status_code == 403
    assert signed_in(outsider).get(f"{CHATS}/labels").status_code == 403


def test_a_label_changes_the_list_of_everybody(agent, manager, conversation, write):
    write("hi")
    paid = Label.objects.create(name="مدفوع")
    client = signed_in(manager)
    version = client.get(LIST).content.decode().split('"version": "')[1].split('"')[0]
    assert client.get(LIST, {"version": version}, headers=HTMX).status_code == 204
    said(signed_in(agent), "put-label", [conversation.pk], label=paid.pk)
    assert "مدفوع" in client.get(LIST, {"version": version}, headers=HTMX).content.decode()
    assert (
        'id="chat-labels"><bdi class="tag label-green">مدفوع<'
        in client.get(f"{LIST}/{conversation.pk}").content.decode()
    )


def test_what_was_marked_unread_stays_so_until_somebody_opens_it(
    agent, manager, outsider, conversation, write
):
    write("hi")
    chat = f"{LIST}/{conversation.pk}"
    client, colleague = signed_in(agent), signed_in(manager)
    said(client, "mark-unread", [conversation.pk])
    html = client.get(LIST, {"show": "unread"}).content.decode()
    assert "badge-mark" in html
    assert "معلَّمة كغير مقروءة" in html
    colleague.get(chat, headers=REFRESH_OF_THREAD)  # has had it open for an hour
    assert of("unread_count") == [1]
    Conversation.objects.update(unread_count=3)  # two more came
    html = client.get(LIST).content.decode()
    assert 'aria-hidden="true">2<' in html
    colleague.get(chat, headers=REFRESH_OF_THREAD)
    assert of("unread_count") == [1]
    assert "unread-divider" not in colleague.get(chat).content.decode(), "no message came"
    assert (of("unread_count"), of("is_marked_unread")) == ([0], [False])
    said(client, "mark-unread", [conversation.pk])
    said(client, "mark-read", [conversation.pk])
    assert of("unread_count") == [0]
    assert signed_in(outsider).post(f"{CHATS}/mark-unread", {"ids": [conversation.pk]}).status_code == 403


def test_the_thread_tells_who_did_what_between_the_bubbles(
    agent, manager, outsider, conversation, write, time_machine
):
    now = timezone.now()
    write("Good morning", ago=timedelta(minutes=30))
    write("Good night", ago=timedelta(minutes=10))
    manager.first_name = "Sara"
    manager.save(update_fields=["first_name"])
    for verb, ago, fields in (
        ("assign", 20, {"user": agent.pk}),
        ("assign", 19, {"user": manager.pk}),
        ("resolve", 5, {}),
    ):
        time_machine.move_to(now - timedelta(minutes=ago), tick=False)
        said(signed_in(manager), verb, [conversation.pk], **fields)
    time_machine.move_to(now, tick=False)
    client = signed_in(agent)
    client.cookies["django_language"] = "en"
    html = client.get(f"{LIST}/{conversation.pk}", headers=HTMX).content.decode()
    sara = "\u2068Sara\u2069"
    order = [
        "Good morning",
        f"{sara} assigned this chat to \u2068agent",
        f"{sara} took",
        "Good night",
        f"{sara} resolved",
    ]
    places = [html.index(words) for words in order]
    assert places == sorted(places)
    assert 'data-action="reopen"' in html
    assert signed_in(outsider).get(f"{LIST}/{conversation.pk}").status_code == 403


def test_older_pages_tell_what_happened_among_their_bubbles_once(
    agent, outsider, conversation, unsaved, time_machine
):
    now = timezone.now()
    Message.objects.bulk_create(unsaved(f"bubble {n}", ago=timedelta(minutes=60 - n)) for n in range(60))
    time_machine.move_to(now - timedelta(minutes=57, seconds=30), tick=False)
    said(signed_in(agent), "resolve", [conversation.pk])
    time_machine.move_to(now, tick=False)
    client, chat = signed_in(agent), f"{LIST}/{conversation.pk}"
    html = client.get(chat, headers=HTMX).content.decode()
    assert "happened-" not in html
    cursor = html.split('"cursor": "')[1].split('"')[0]
    older = client.get(chat, {"cursor": cursor}, headers=HTMX).content.decode()
    assert older.index("bubble 2<") < older.index("happened-") < older.index("bubble 3<")
    assert client.get(chat, {"cursor": "odd"}, headers=HTMX).status_code == 400
    assert signed_in(outsider).get(chat, {"cursor": cursor}, headers=HTMX).status_code == 403


@pytest.mark.parametrize("odd", ["x", "-1", "9" * 30, "٣", ""])
def test_an_odd_id_is_nobodys_chat(agent, outsider, conversation, odd):
    assert said(signed_in(agent), "resolve", [odd]) == "لا شيء ليتغيّر."
    assert of("status") == ["active"]
    assert signed_in(agent).post(f"{CHATS}/invented", {"ids": [odd]}).status_code == 404
    assert signed_in(agent).get(f"{CHATS}/resolve").status_code == 405
    assert signed_in(agent).post(f"{CHATS}/resolve", {"ids": [1] * 1001}).status_code == 400
    assert signed_in(outsider).post(f"{CHATS}/resolve", {"ids": [odd]}).status_code == 403
