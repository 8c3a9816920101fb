"""The filters of the list, their address, and the views that are kept of them."""

import re

import pytest

from whatsapp.models import AuditEntry, BusinessNumber, Label, Preference, SavedView
from whatsapp.tests.conftest import signed_in

from .conftest import HTMX

LIST, FILTERS, VIEWS = "/whatsapp/chat", "/whatsapp/filters", "/whatsapp/views"


@pytest.fixture
def paid(db) -> Label:
    return Label.objects.create(name="مدفوع", color="blue")


@pytest.fixture
def chats(agent, manager, someone, paid) -> None:
    someone("new", "966550000001", unread_count=1)
    someone("mine", "966550000002", assigned_to=agent, unread_count=1)
    someone("theirs", "966550000003", assigned_to=manager, status="pending").labels.add(paid)
    someone("done", "966550000004", status="resolved", assigned_to=agent)


def names(client, **query: object) -> set[str]:
    html = client.get(LIST, query, headers=HTMX).content.decode()
    return set(re.findall(r'class="name"[^>]*>([^<]+)<', html))


def test_each_filter_keeps_what_it_names_and_they_add_up(agent, manager, outsider, chats, paid, number):
    client = signed_in(agent)
    assert names(client) == {"new", "mine", "theirs"}, "what is resolved is out of the way"
    assert names(client, search="done") == {"done"}, "but it is found"
    assert names(client, status="all") == {"new", "mine", "theirs", "done"}
    assert names(client, status="resolved") == {"done"}
    assert names(client, status="pending") == {"theirs"}
    assert names(client, show="mine") == {"mine"}
    assert names(client, show="mine", status="all") == {"mine", "done"}
    assert names(client, show="unassigned") == {"new"}
    assert names(client, show="unread", assigned_to="me") == {"mine"}
    assert names(client, assigned_to=manager.pk) == {"theirs"}
    assert names(client, label=paid.pk) == {"theirs"}
    assert names(client, number=number.pk) == {"new", "mine", "theirs"}
    assert names(client, number=number.pk + 1) == set()
    for odd in ({"status": "x"}, {"label": "x"}, {"number": "0"}, {"assigned_to": "x"}, {"show": "x"}):
        assert names(client, **odd) == {"new", "mine", "theirs"}
    assert signed_in(outsider).get(LIST, {"show": "mine"}).status_code == 403


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({"show": "mine"}, "لم تُسنَد إليك أي محادثة."),
        ({"show": "unassigned"}, "لكل محادثة من يتولّاها."),
        ({"status": "resolved"}, "لا توجد محادثة توافق هذه التصفية."),
        ({"label": "1"}, "لا توجد محادثة توافق هذه التصفية."),
        ({}, "لا توجد محادثات مفتوحة."),
    ],
)
def test_a_list_with_nothing_in_it_says_why(agent, outsider, query, words):
    assert words in signed_in(agent).get(LIST, query).content.decode()
    assert signed_in(outsider).get(LIST, query).status_code == 403


def test_the_address_says_what_is_shown_and_every_chat_keeps_it(agent, outsider, chats, paid, number):
    client = signed_in(agent)
    beside = HTMX | {"HX-Current-URL": "http://testserver/whatsapp/chat/7?show=mine"}
    asked = {"search": "", "show": "", "status": "pending", "label": paid.pk, "order": "", "number": ""}
    answer = client.get(LIST, asked, headers=beside)
    assert answer["HX-Replace-Url"] == f"/whatsapp/chat/7?status=pending&label={paid.pk}"
    html = answer.content.decode()
    assert re.search(rf'href="/whatsapp/chat/\d+\?status=pending&amp;label={paid.pk}"', html)
    assert 'data-clear="status"' in html
    assert 'data-clear="label"' in html
    assert 'data-clear="order"' not in html
    version = html.split('"version": "')[1].split('"')[0]
    assert client.get(LIST, asked | {"version": version}, headers=beside).status_code == 204
    refreshed = client.get(LIST, asked | {"version": "another"}, headers=beside)
    assert "HX-Replace-Url" not in refreshed, "a refresh leaves the address alone"
    page = client.get(LIST, {"status": "pending", "label": paid.pk}).content.decode()
    assert f'name="label" value="{paid.pk}"' in page, "the form knows what the address says"
    assert signed_in(outsider).get(LIST, asked).status_code == 403


def test_the_panel_offers_what_there_is(agent, manager, outsider, chats, paid, number):
    client = signed_in(agent)
    panel = client.get(FILTERS, {"label": paid.pk}, headers=HTMX).content.decode()
    assert f'value="{paid.pk}" selected>مدفوع<' in panel
    assert f'value="{manager.pk}"' in panel
    assert 'name="number"' not in panel, "there is only one"
    BusinessNumber.objects.create(phone_number_id="2", display_phone_number="966110000002")
    assert 'name="number"' in client.get(FILTERS, headers=HTMX).content.decode()
    assert signed_in(outsider).get(FILTERS).status_code == 403


def test_a_view_is_kept_under_a_name_renamed_and_deleted(agent, manager, outsider, chats):
    client = signed_in(agent)
    kept = client.post(
        VIEWS, {"name": " مستعجل ", "show": "unread", "order": "waiting", "x": "y"}, headers=HTMX
    )
    view = SavedView.objects.get()
    assert (view.name, view.owner, view.query) == ("مستعجل", agent, "show=unread&order=waiting")
    assert 'data-view="show=unread&amp;order=waiting"' in kept.content.decode()
    again = client.post(VIEWS, {"name": "مستعجل", "show": "mine"}, headers=HTMX)
    assert "لديك عرض بهذا الاسم." in again.content.decode()
    client.post(f"{VIEWS}/{view.pk}", {"name": "اليوم"}, headers=HTMX)
    view.refresh_from_db()
    assert (view.name, view.query) == ("اليوم", "show=unread&order=waiting")
    assert signed_in(manager).post(f"{VIEWS}/{view.pk}/delete").status_code == 404, "nobody else sees it"
    client.post(f"{VIEWS}/{view.pk}/delete", headers=HTMX)
    assert not SavedView.objects.exists()
    assert not AuditEntry.objects.exists()
    assert signed_in(outsider).post(VIEWS, {"name": "x"}).status_code == 403


def test_what_managers_share_everybody_sees_and_only_they_change(agent, manager, outsider):
    shared = {"name": "للفريق", "show": "unassigned", "is_shared": "1"}
    assert signed_in(agent).post(VIEWS, shared).status_code == 403
    signed_in(manager).post(VIEWS, shared, headers=HTMX)
    view = SavedView.objects.get(owner=None)
    client = signed_in(agent)
    assert "للفريق" in client.get(FILTERS, headers=HTMX).content.decode()
    assert client.post(f"{VIEWS}/{view.pk}", {"name": "x"}).status_code == 403
    assert client.post(f"{VIEWS}/{view.pk}/delete").status_code == 403
    signed_in(manager).post(f"{VIEWS}/{view.pk}", {"name": "بلا صاحب"}, headers=HTMX)
    signed_in(manager).post(f"{VIEWS}/{view.pk}/delete", headers=HTMX)
    assert list(AuditEntry.objects.order_by("pk").values_list("verb", flat=True)) == [
        "added",
        "changed",
        "deleted",
    ]
    assert signed_in(outsider).post(f"{VIEWS}/{view.pk}/delete").status_code == 403


def test_the_list_opens_with_the_view_that_somebody_chose(agent, manager, outsider, chats):
    view = SavedView.objects.create(name="mine", query="show=mine")
    client = signed_in(agent)
    client.post(f"{VIEWS}/{view.pk}/first", headers=HTMX)
    assert client.get(LIST)["Location"] == f"{LIST}?show=mine"
    assert client.get(LIST, {"show": ""}).status_code == 200, "what is asked for is shown"
    assert client.get(LIST, headers=HTMX).status_code == 200
    assert signed_in(manager).get(LIST).status_code == 200
    client.post(f"{VIEWS}/{view.pk}/first", headers=HTMX)
    assert client.get(LIST).status_code == 200
    assert signed_in(outsider).post(f"{VIEWS}/{view.pk}/first").status_code == 403


def test_the_sound_can_be_switched_off(agent, outsider, conversation):
    client = signed_in(agent)
    switch = client.get("/accounts/sound").content.decode()
    assert ">مفعّل<" in switch
    assert ">مغلق<" in switch
    assert (
        " data-sound>" in client.get(LIST).content.decode()
        or " data-sound " in client.get(LIST).content.decode()
    )
    client.post("/accounts/sound", {"sound": "off"})
    assert Preference.objects.get(user=agent).plays_sound is False
    assert " data-sound" not in client.get(LIST).content.decode()
    assert 'value="off" aria-pressed="true"' in client.get("/accounts/sound").content.decode()
    assert signed_in(outsider).post("/accounts/sound", {"sound": "off"}).status_code == 403
