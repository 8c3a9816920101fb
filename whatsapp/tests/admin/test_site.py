import pytest
from django.contrib.auth.models import User
from django.test import Client

from whatsapp.tests.conftest import signed_in

from .refused import assert_closed_to


def test_managers_and_admins_get_in_and_others_do_not(
    manager: User, administrator: User, superuser: User, agent: User, outsider: User
) -> None:
    for person in (manager, administrator, superuser):
        assert signed_in(person).get("/admin/").status_code == 200
    assert_closed_to("/admin/", agent, outsider)


def test_a_stranger_is_sent_to_our_own_sign_in_and_back_to_the_page(manager: User) -> None:
    client = Client()
    page = "/admin/whatsapp/message/?direction__exact=incoming"
    answer = client.get(page)
    assert answer.status_code == 302
    answer = client.post(answer.headers["Location"], {"username": "manager", "password": "manager"})
    assert answer.headers["Location"] == page
    assert client.get(page).status_code == 200


def test_djangos_own_sign_in_is_never_shown(manager: User, agent: User, outsider: User) -> None:
    url = "/admin/login/?next=/admin/whatsapp/contact/"
    assert signed_in(manager).get(url).headers["Location"] == "/admin/"
    assert Client().get(url).headers["Location"] == "/accounts/login/?next=/admin/whatsapp/contact/"
    assert_closed_to(url, agent, outsider)


def test_the_sign_in_leads_to_no_other_site(manager: User) -> None:
    answer = Client().get("/admin/login/?next=//evil.example/")
    answer = Client().post(answer.headers["Location"], {"username": "manager", "password": "manager"})
    assert answer.headers["Location"] == "/whatsapp/chat"


def test_an_agent_does_not_go_round_in_circles(agent: User) -> None:
    answer = signed_in(agent).get("/accounts/login/?next=/admin/", follow=True)
    assert answer.status_code == 403
    assert len(answer.redirect_chain) == 1


def test_a_deactivated_manager_is_out(manager: User) -> None:
    client = signed_in(manager)
    User.objects.filter(pk=manager.pk).update(is_active=False)
    assert client.get("/admin/").headers["Location"] == "/accounts/login/?next=/admin/"


def test_the_staff_switch_opens_nothing(outsider: User) -> None:
    User.objects.filter(pk=outsider.pk).update(is_staff=True)
    assert_closed_to("/admin/", outsider)


def test_the_front_page_is_ordered_by_what_managers_look_for(manager: User, superuser: User) -> None:
    listed = signed_in(manager).get("/admin/").context["app_list"]
    assert [(app["app_label"], [m["object_name"] for m in app["models"]]) for app in listed] == [
        ("customers", ["Conversation", "Message", "Contact", "MergeRequest"]),
        ("team", ["User", "ReplyTemplate", "Label"]),
        (
            "channel",
            ["MessageTemplate", "Notice", "BusinessNumber", "WebhookEvent", "MessageFile", "AuditEntry"],
        ),
    ]
    listed = signed_in(superuser).get("/admin/").context["app_list"]
    names = [m["object_name"] for m in listed[1]["models"]]
    assert names == ["User", "Group", "ApiToken", "ReplyTemplate", "Label"]


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("en", "ltr")])
def test_the_header_leads_back_to_the_inbox_in_both_languages(
    manager: User, language: str, direction: str
) -> None:
    client = signed_in(manager)
    client.cookies["django_language"] = language
    page = client.get("/admin/").content.decode()
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert 'href="/whatsapp/chat"' in page
    assert 'action="/accounts/language"' in page
    assert 'action="/accounts/logout/"' in page


def test_a_manager_may_change_their_own_password(manager: User, agent: User, outsider: User) -> None:
    client = signed_in(manager)
    assert client.get("/admin/password_change/").status_code == 200
    answer = client.post(
        "/admin/password_change/",
        {"old_password": "manager", "new_password1": "Kahwa-wa-tamr-7", "new_password2": "Kahwa-wa-tamr-7"},
    )
    assert answer.status_code == 302
    manager.refresh_from_db()
    assert manager.check_password("Kahwa-wa-tamr-7")
    assert_closed_to("/admin/password_change/", agent, outsider)
