import pytest

from whatsapp.access import AGENTS
from whatsapp.models import ApiToken, Message
from whatsapp.tests.conftest import make_user

from .conftest import CSRF, Caller, anonymous, by_session, by_token, refusal

pytestmark = pytest.mark.django_db


@pytest.fixture(
    params=[
        ("GET", "conversations"),
        ("POST", "conversations/{}/read"),
        ("GET", "messages/{}"),
        ("POST", "send-message"),
    ],
    ids=" ".join,
)
def knock(request, conversation):
    """Calls one route with what it wants, as whoever is given."""
    method, path = request.param
    path = path.format(conversation.pk)
    body = {"conversation_id": conversation.pk, "text": "x"} if path == "send-message" else {}
    return lambda caller: caller.get(path) if method == "GET" else caller.post(path, body)


def test_the_team_is_let_in_by_session_and_by_token(api, knock):
    assert knock(api).status_code in {200, 202}


def test_without_a_sign_in_it_is_401(knock):
    assert refusal(knock(anonymous())) == (401, "not_signed_in")


@pytest.mark.parametrize(
    "header", ["Bearer wrong", "Bearer ", "Bearer", "Basic YWdlbnQ6YWdlbnQ=", "Bearer مرحبا"]
)
def test_a_token_that_is_none_is_401(knock, agent, header):
    ApiToken.create_for(agent)
    assert refusal(knock(Caller({"Authorization": header}))) == (401, "not_signed_in")


@pytest.mark.parametrize("way_in", [by_session, by_token])
def test_who_may_not_use_the_inbox_is_403(knock, outsider, way_in):
    assert refusal(knock(way_in(outsider))) == (403, "forbidden")
    assert not Message.objects.exists()


@pytest.mark.parametrize("way_in", [by_session, by_token])
def test_who_has_left_is_refused_at_once(knock, agent, way_in):
    caller = way_in(agent)
    agent.is_active = False
    agent.save()
    assert refusal(knock(caller)) == (401, "not_signed_in")


@pytest.mark.parametrize("token", [None, "x" * 32])
def test_a_session_without_its_csrf_token_may_read_and_not_write(agent, conversation, token):
    browser = by_session(agent)
    browser.headers = {"X-CSRFToken": token} if token else {}
    assert browser.get("conversations").status_code == 200
    assert refusal(browser.post(f"conversations/{conversation.pk}/read"))[0] == 403
    assert refusal(browser.post("send-message", {"conversation_id": conversation.pk, "text": "x"}))[0] == 403
    assert not Message.objects.exists()


def test_a_token_needs_no_csrf_token(script, conversation):
    assert script.post(f"conversations/{conversation.pk}/read").status_code == 200


def test_a_wrong_token_beside_a_good_session_is_that_session(agent, conversation):
    browser = by_session(agent)
    browser.headers["Authorization"] = "Bearer wrong"
    assert browser.get("conversations").status_code == 200


def test_what_a_token_sends_is_sent_by_its_owner(conversation):
    owner = make_user("script", AGENTS)
    sent = by_token(owner).post("send-message", {"conversation_id": conversation.pk, "text": "x"})
    assert sent.json()["sent_by"] == owner.pk


def test_the_database_keeps_a_tokens_digest_and_not_the_token(agent):
    secret = ApiToken.create_for(agent)
    kept = ApiToken.objects.values().get()
    assert secret not in str(kept)
    assert kept["digest"] == ApiToken.digest_of(secret)
    assert len(secret) >= 43
    assert refusal(Caller({"Authorization": f"Bearer {kept['digest']}"}).get("conversations"))[0] == 401


def test_a_token_remembers_when_it_was_used_to_the_minute(agent, time_machine):
    time_machine.move_to("2026-11-23T12:00:00Z", tick=False)
    script = by_token(agent)
    script.get("conversations")
    first = ApiToken.objects.get().last_used_at
    time_machine.shift(30)
    script.get("conversations")
    assert ApiToken.objects.get().last_used_at == first
    time_machine.shift(31)
    script.get("conversations")
    assert (ApiToken.objects.get().last_used_at - first).total_seconds() == 61


def test_a_deleted_token_opens_nothing(agent):
    script = by_token(agent)
    ApiToken.objects.all().delete()
    assert refusal(script.get("conversations")) == (401, "not_signed_in")


def test_csrf_is_really_checked_in_these_tests(agent):
    assert by_session(agent).headers == {"X-CSRFToken": CSRF}
    assert by_session(agent).client.handler.enforce_csrf_checks
