import io

import pytest
from django.core.management import CommandError, call_command

from whatsapp.models import ApiToken

pytestmark = pytest.mark.django_db


def create(user: str) -> str:
    out = io.StringIO()
    call_command("create_api_token", user, stdout=out)
    return out.getvalue()


def test_the_token_is_printed_alone_and_opens_the_api(agent, client):
    printed = create("agent")
    assert printed == printed.strip() + "\n"
    token = printed.strip()
    assert token.isascii()
    assert not set(token) & set(" \t\n")
    answer = client.get("/api/whatsapp/conversations", headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 200


def test_each_token_is_another_and_all_of_them_open(agent, client):
    for token in {create("agent").strip(), create("agent").strip()}:
        headers = {"Authorization": f"Bearer {token}"}
        assert client.get("/api/whatsapp/conversations", headers=headers).status_code == 200
    assert ApiToken.objects.count() == 2


def test_a_user_who_is_not_there_is_named(db):
    with pytest.raises(CommandError, match="nobody"):
        create("nobody")


def test_who_may_not_use_the_inbox_gets_no_token(outsider):
    with pytest.raises(CommandError, match="outsider"):
        create("outsider")
    assert not ApiToken.objects.exists()


def test_who_has_left_gets_no_token(agent):
    agent.is_active = False
    agent.save()
    with pytest.raises(CommandError, match="agent"):
        create("agent")
    assert not ApiToken.objects.exists()
