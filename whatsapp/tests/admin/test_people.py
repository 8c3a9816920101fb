from typing import Any

import pytest
from django.contrib.auth.models import Group, Permission, User

from whatsapp.access import ADMINS, AGENTS, MANAGERS
from whatsapp.models import ApiToken, AuditEntry
from whatsapp.tests.conftest import make_user, signed_in

from .refused import assert_closed_to

LIST = "/admin/auth/user/"
ADD = "/admin/auth/user/add/"
NEW_PASSWORD = "Kahwa-wa-tamr-7"


def page_of(person: User) -> str:
    return f"/admin/auth/user/{person.pk}/change/"


def password_of(person: User) -> str:
    return f"/admin/auth/user/{person.pk}/password/"


def group(name: str) -> int:
    return Group.objects.get(name=name).pk


def filled(person: User, **changes: Any) -> dict[str, Any]:
    """The form as the browser would send it, with `changes`."""
    groups = list(person.groups.values_list("pk", flat=True))
    known = {"username": person.username, "first_name": "", "last_name": "", "email": "", "groups": groups}
    return known | {"is_active": "on"} | changes


def newcomer(**changes: Any) -> dict[str, Any]:
    return {"username": "salma", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD} | changes


def roles(person: User) -> set[str]:
    return set(person.groups.values_list("name", flat=True))


def test_a_manager_adds_an_agent_who_can_sign_in(manager: User, agent: User, outsider: User) -> None:
    answer = signed_in(manager).post(ADD, newcomer(first_name="سلمى", groups=[group(AGENTS)]))
    assert answer.status_code == 302
    salma = User.objects.get(username="salma")
    assert (salma.first_name, roles(salma), salma.is_staff) == ("سلمى", {AGENTS}, False)
    assert salma.check_password(NEW_PASSWORD)
    entry = AuditEntry.objects.get(verb="added", noun="user", noun_id=salma.pk)
    assert entry.by == manager
    assert NEW_PASSWORD not in str(entry.details)
    assert_closed_to(ADD, agent, outsider)
    assert_closed_to(ADD, agent, outsider, data=newcomer(username="nobody"))
    assert not User.objects.filter(username="nobody").exists()


def test_a_weak_password_is_refused(manager: User) -> None:
    answer = signed_in(manager).post(ADD, newcomer(password1="12345", password2="12345"))
    assert answer.status_code == 200
    assert not User.objects.filter(username="salma").exists()


def test_a_manager_changes_name_role_and_activity_of_an_agent(
    manager: User, agent: User, outsider: User
) -> None:
    changes = {"first_name": "سارة", "groups": [group(AGENTS), group(MANAGERS)]}
    assert signed_in(manager).post(page_of(agent), filled(agent, **changes)).status_code == 302
    agent.refresh_from_db()
    assert (agent.first_name, roles(agent)) == ("سارة", {AGENTS, MANAGERS})
    inactive = filled(agent)
    del inactive["is_active"]
    signed_in(manager).post(page_of(agent), inactive)
    agent.refresh_from_db()
    assert not agent.is_active
    assert AuditEntry.objects.filter(verb="changed", noun="user", noun_id=agent.pk, by=manager).count() == 2
    assert_closed_to(page_of(manager), make_user("another agent", AGENTS), outsider)


def test_a_manager_sets_an_agents_password(manager: User, agent: User, outsider: User) -> None:
    client = signed_in(manager)
    assert client.get(password_of(agent)).status_code == 200
    new = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.post(password_of(agent), new).status_code == 302
    agent.refresh_from_db()
    assert agent.check_password(NEW_PASSWORD)
    assert AuditEntry.objects.filter(verb="changed", noun="user", noun_id=agent.pk, by=manager).exists()
    assert_closed_to(password_of(manager), make_user("another agent", AGENTS), outsider, data=new)


def test_the_page_of_a_person_shows_and_takes_nothing_of_a_password(manager: User, agent: User) -> None:
    page = signed_in(manager).get(page_of(agent)).content.decode()
    _algorithm, salt, digest = agent.password.split("$")
    assert salt[:6] not in page
    assert digest[:6] not in page
    signed_in(manager).post(page_of(agent), filled(agent, password="plain", password_link="plain"))
    assert User.objects.get(pk=agent.pk).password == agent.password


@pytest.mark.parametrize("switch", ["is_superuser", "is_staff"])
def test_a_manager_makes_nobody_a_superuser(manager: User, agent: User, switch: str) -> None:
    client = signed_in(manager)
    for person in (agent, manager):
        client.post(page_of(person), filled(person, **{switch: "on"}))
    client.post(ADD, newcomer(**{switch: "on"}))
    assert User.objects.filter(username="salma").exists()
    assert not User.objects.filter(**{switch: True}).exists()


def test_a_manager_makes_nobody_an_admin(manager: User, agent: User) -> None:
    client = signed_in(manager)
    answer = client.post(page_of(agent), filled(agent, groups=[group(AGENTS), group(ADMINS)]))
    assert answer.status_code == 200  # the form again, with its complaint
    answer = client.post(ADD, newcomer(groups=[group(ADMINS)]))
    assert answer.status_code == 200
    client.post(page_of(manager), filled(manager, groups=[group(MANAGERS), group(ADMINS)]))
    assert not User.objects.filter(groups__name=ADMINS).exists()


def test_a_manager_gives_no_right_beside_the_roles(manager: User, agent: User) -> None:
    client = signed_in(manager)
    right = Permission.objects.get(codename="delete_user").pk
    for person in (agent, manager):
        client.post(page_of(person), filled(person, user_permissions=[right]))
    client.post(ADD, newcomer(user_permissions=[right]))
    assert not User.user_permissions.through.objects.exists()


def test_a_group_that_can_do_more_than_managers_is_not_for_managers_to_give(
    manager: User, agent: User
) -> None:
    owners, trainees = Group.objects.create(name="owners"), Group.objects.create(name="trainees")
    owners.permissions.add(Permission.objects.get(codename="delete_user"))
    client = signed_in(manager)
    assert client.post(page_of(agent), filled(agent, groups=[owners.pk])).status_code == 200
    assert client.post(page_of(agent), filled(agent, groups=[trainees.pk])).status_code == 302
    assert roles(agent) == {"trainees"}


@pytest.mark.parametrize("powerful", ["administrator", "superuser", "sleeping", "specially trusted"])
def test_a_manager_changes_nothing_of_those_who_can_do_more(
    manager: User, administrator: User, superuser: User, powerful: str
) -> None:
    sleeping = make_user("sleeping", ADMINS)
    User.objects.filter(pk=sleeping.pk).update(is_active=False)
    make_user("specially trusted").user_permissions.add(Permission.objects.get(codename="delete_user"))
    person = User.objects.get(username=powerful)
    client = signed_in(manager)
    new = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
    assert client.get(password_of(person)).status_code == 403
    assert client.post(password_of(person), new).status_code == 403
    assert client.post(page_of(person), filled(person, first_name="x", username="taken")).status_code == 403
    assert client.post(f"/admin/auth/user/{person.pk}/delete/", {"post": "yes"}).status_code == 403
    after = User.objects.get(username=powerful)
    assert (after.password, after.first_name, after.is_active) == (
        person.password,
        person.first_name,
        person.is_active,
    )


def test_a_manager_sees_an_admin_but_nothing_of_the_password(manager: User, administrator: User) -> None:
    page = signed_in(manager).get(page_of(administrator))
    assert page.status_code == 200
    assert administrator.password not in page.content.decode()
    assert "password/" not in page.content.decode().split('id="content"')[1]


def test_a_manager_deletes_nobody(manager: User, agent: User) -> None:
    client = signed_in(manager)
    assert client.post(f"/admin/auth/user/{agent.pk}/delete/", {"post": "yes"}).status_code == 403
    client.post(LIST, {"action": "delete_selected", "_selected_action": [agent.pk], "post": "yes"})
    assert User.objects.filter(pk=agent.pk).exists()


def test_a_manager_keeps_their_own_role_and_activity(manager: User) -> None:
    answer = signed_in(manager).post(page_of(manager), {"username": "manager", "first_name": "خالد"})
    assert answer.status_code == 302
    manager.refresh_from_db()
    assert (manager.first_name, roles(manager), manager.is_active) == ("خالد", {MANAGERS}, True)


@pytest.mark.parametrize("name", ["administrator", "superuser"])
def test_admins_may_do_all(name: str, administrator: User, superuser: User, agent: User) -> None:
    client = signed_in(User.objects.get(username=name))
    right = Permission.objects.get(codename="delete_user").pk
    everything = filled(agent, is_superuser="on", groups=[group(ADMINS)], user_permissions=[right])
    assert client.post(page_of(agent), everything).status_code == 302
    agent.refresh_from_db()
    assert agent.is_superuser
    assert roles(agent) == {ADMINS}
    assert client.get(password_of(agent)).status_code == 200
    assert client.post(f"/admin/auth/user/{agent.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not User.objects.filter(pk=agent.pk).exists()
    assert AuditEntry.objects.filter(verb="deleted", noun="user").exists()


def test_the_list_can_not_be_asked_about_passwords(superuser: User) -> None:
    assert signed_in(superuser).get(LIST, {"password__startswith": "md5"}).status_code == 400


def test_the_list_of_people_costs_the_same_however_many_they_are(
    manager: User, agent: User, outsider: User, django_assert_max_num_queries: Any
) -> None:
    for n in range(20):
        make_user(f"agent {n}", AGENTS)
    client = signed_in(manager)
    client.get(LIST)
    with django_assert_max_num_queries(9):
        assert client.get(LIST).status_code == 200
    assert_closed_to(LIST, agent, outsider)


def test_roles_are_for_admins(manager: User, administrator: User, agent: User, outsider: User) -> None:
    page = f"/admin/auth/group/{group(AGENTS)}/change/"
    assert signed_in(administrator).get(page).status_code == 200
    rights = Permission.objects.filter(codename="use_inbox").values_list("pk", flat=True)
    data = {"name": AGENTS, "permissions": list(rights)}
    assert signed_in(administrator).post(page, data).status_code == 302
    assert AuditEntry.objects.filter(verb="changed", noun="group").exists()
    assert_closed_to(page, manager, agent, outsider)
    assert_closed_to(page, manager, agent, outsider, data=data)


def test_a_token_can_be_seen_and_taken_away_but_never_read(
    administrator: User, manager: User, agent: User, outsider: User
) -> None:
    secret = ApiToken.create_for(agent)
    token = ApiToken.objects.get()
    page = f"/admin/whatsapp/apitoken/{token.pk}/change/"
    client = signed_in(administrator)
    for url in ("/admin/whatsapp/apitoken/", page):
        shown = client.get(url).content.decode()
        assert "agent" in shown
        assert secret not in shown
        assert token.digest not in shown
    assert client.get("/admin/whatsapp/apitoken/", {"digest__startswith": "a"}).status_code == 400
    assert client.get("/admin/whatsapp/apitoken/add/").status_code == 403
    remove = f"/admin/whatsapp/apitoken/{token.pk}/delete/"
    assert_closed_to(page, manager, agent, outsider)
    assert_closed_to(remove, manager, agent, outsider, data={"post": "yes"})
    assert client.post(remove, {"post": "yes"}).status_code == 302
    assert not ApiToken.objects.exists()
    assert AuditEntry.objects.filter(verb="deleted", noun="apitoken", by=administrator).exists()
