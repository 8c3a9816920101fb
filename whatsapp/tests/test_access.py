"""Who may what: the groups that the migration makes, and the doors that they open."""

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from whatsapp.access import ADMINS, AGENTS, MANAGERS, conversations_for, may_use_inbox, messages_for

from .conftest import make_user, signed_in

pytestmark = pytest.mark.django_db


def permissions_of(role: str) -> set[str]:
    found = Permission.objects.filter(group__name=role)
    return {f"{p.content_type.app_label}.{p.codename}" for p in found.select_related("content_type")}


def test_the_migration_makes_three_roles():
    assert set(Group.objects.values_list("name", flat=True)) == {AGENTS, MANAGERS, ADMINS}


def test_agents_have_the_chat_and_nothing_else():
    assert permissions_of(AGENTS) == {"whatsapp.use_inbox"}


def test_managers_have_the_back_office_too_and_see_the_customers_without_changing_them():
    may = permissions_of(MANAGERS)
    assert {"whatsapp.use_inbox", "whatsapp.open_back_office", "auth.add_user", "auth.change_user"} <= may
    assert {f"whatsapp.{verb}_replytemplate" for verb in ("add", "change", "delete", "view")} <= may
    assert {"whatsapp.view_webhookevent", "whatsapp.view_auditentry", "whatsapp.view_message"} <= may
    assert not {p for p in may if p.endswith(("_message", "_contact", "_conversation")) and ".view_" not in p}


def test_only_admins_touch_numbers_tokens_and_roles():
    more = permissions_of(ADMINS) - permissions_of(MANAGERS)
    assert more >= {"whatsapp.add_businessnumber", "whatsapp.delete_apitoken", "auth.change_group"}
    assert permissions_of(MANAGERS) < permissions_of(ADMINS)
    assert not {p for p in permissions_of(ADMINS) if "auditentry" in p and ".view_" not in p}


def test_every_permission_of_a_role_is_one_that_django_knows():
    """Made by the migration before Django makes its own: they must be the same rows, with the same names."""
    names = Permission.objects.filter(codename="view_webhookevent").values_list("name", flat=True)
    assert list(names) == ["Can view webhook event"]


@pytest.mark.parametrize(
    ("groups", "inbox", "back_office"),
    [((), False, False), ((AGENTS,), True, False), ((MANAGERS,), True, True), ((ADMINS,), True, True)],
)
def test_each_role_opens_its_doors(groups, inbox, back_office, conversation):
    user = make_user("somebody", *groups)
    assert may_use_inbox(user) is inbox
    assert conversations_for(user).exists() is inbox
    assert messages_for(user).exists() is False
    assert signed_in(user).get("/whatsapp/chat").status_code == (200 if inbox else 403)
    assert signed_in(user).get("/admin/").status_code == (200 if back_office else 403)


def test_who_is_not_signed_in_sees_no_door_open():
    for path in ("/whatsapp/chat", "/admin/"):
        answer = Client().get(path)
        assert (answer.status_code, "login" in answer.headers["Location"]) == (302, True)


def test_who_has_left_may_nothing(manager, conversation):
    browser = signed_in(manager)
    manager.is_active = False
    manager.save()
    assert not may_use_inbox(manager)
    assert not conversations_for(manager).exists()
    assert browser.get("/whatsapp/chat").status_code == 302
    assert browser.get("/admin/").status_code == 302
