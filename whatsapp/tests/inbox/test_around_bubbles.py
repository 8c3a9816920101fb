"""What stands around the words: where they come from, what they answer, what happened to them afterwards."""

import re

import pytest
from django.contrib.auth.models import User

from whatsapp.tests.conftest import signed_in

from .bubbles import NOW, react, said_to
from .conftest import HTMX, REFRESH_OF_THREAD
from .thread import address, asked_again


@pytest.mark.parametrize(
    ("context", "shown"),
    [
        ({"forwarded": True}, "Forwarded<"),
        ({"frequently_forwarded": True}, "Forwarded many times"),
        ({"referred_product": {"product_retailer_id": "dates-1"}}, "dates-1"),
    ],
)
def test_where_a_message_comes_from_stands_above_it(agent, outsider, conversation, write, context, shown):
    write("look", payload={"context": context})
    assert shown in said_to(signed_in(agent), conversation, "en")
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_a_quote_says_what_the_quoted_had_instead_of_words(agent, outsider, conversation, write):
    asked = write("", message_type="document", payload={"document": {"filename": "offer.pdf"}})
    write("this one", quoted_wamid=asked.whatsapp_message_id)
    assert said_to(signed_in(agent), conversation).count("offer.pdf") == 2
    assert signed_in(outsider).get(address(conversation)).status_code == 403


@pytest.mark.parametrize(
    ("origin", "english"),
    [("phone_app", ("Written on the phone:", "Phone app")), ("history", ("Written before", "Imported"))],
)
def test_what_others_wrote_for_us_is_not_said_to_be_the_readers(
    agent, outsider, conversation, write, origin, english
):
    write("hi", direction="outgoing", origin=origin)
    html = said_to(signed_in(agent), conversation, "en")
    for words in english:
        assert words in html
    assert "You wrote:" not in html
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_a_voice_message_that_was_played_has_a_blue_microphone(agent, outsider, conversation, write):
    write("", direction="outgoing", message_type="audio", status="played")
    html = said_to(signed_in(agent), conversation, "en")
    assert '<span class="tick tick-played" title="Played">' in html
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_an_edited_message_says_so_and_keeps_its_original_within_reach(agent, outsider, conversation, write):
    message = write("six", edited_at=NOW, original_content="*five*")
    html = said_to(signed_in(agent), conversation, "en")
    assert f'popovertarget="original-{message.pk}"' in html
    assert "<strong>five</strong>" in html
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_a_deleted_message_shows_nothing_of_what_it_said_anywhere(agent, outsider, conversation, write):
    gone = write("secret", original_content="older secret", edited_at=NOW, revoked_at=NOW)
    file = {"document": {"filename": "secret.pdf"}, "referral": {"headline": "secret"}}
    write("secret caption", message_type="document", payload=file, revoked_at=NOW)
    write("why?", quoted_wamid=gone.whatsapp_message_id)
    html = signed_in(agent).get(address(conversation)).content.decode()
    assert "secret" not in html
    assert html.count("حُذفت هذه الرسالة") == 3
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_the_list_does_not_show_a_deleted_message_either(agent, outsider, conversation, write):
    write("secret", revoked_at=NOW)
    html = signed_in(agent).get("/whatsapp/chat").content.decode()
    assert "secret" not in html
    assert "حُذفت هذه الرسالة" in html
    assert signed_in(outsider).get("/whatsapp/chat").status_code == 403


def test_reactions_are_grouped_counted_and_told_in_words(agent, outsider, conversation, write):
    one, two = write("one"), write("two")
    react(one, conversation.contact, "👍")
    react(one, None, "👍")
    react(two, conversation.contact, "")  # taken back
    html = said_to(signed_in(agent), conversation, "en")
    assert html.count('<li class="reaction">') == 1
    assert '<bdi class="emoji">👍</bdi><span aria-hidden="true">2</span>' in html
    assert "from the customer and from us" in html
    assert signed_in(outsider).get(address(conversation)).status_code == 403


def test_a_reaction_changes_the_open_chat(agent, outsider, conversation, write):
    message = write("hi")
    client, url = signed_in(agent), address(conversation)
    known = asked_again(client.get(url).content.decode())
    assert client.get(url, known, headers=REFRESH_OF_THREAD).status_code == 204
    react(message, conversation.contact, "❤️")
    assert "❤️" in client.get(url, known, headers=REFRESH_OF_THREAD).content.decode()
    assert signed_in(outsider).get(url, known, headers=REFRESH_OF_THREAD).status_code == 403


@pytest.mark.parametrize("change", [{"edited_at": NOW}, {"revoked_at": NOW}, {"status": "played"}])
def test_a_change_of_a_message_changes_the_open_chat(agent, outsider, conversation, write, change):
    message = write("hi", direction="outgoing", status="read")
    client, url = signed_in(agent), address(conversation)
    known = asked_again(client.get(url).content.decode())
    type(message).objects.update(**change)
    assert client.get(url, known, headers=REFRESH_OF_THREAD).status_code == 200
    assert signed_in(outsider).get(url, known, headers=REFRESH_OF_THREAD).status_code == 403


def test_a_page_full_of_reactions_and_quotes_costs_no_more_queries(
    agent, outsider, conversation, write, django_assert_max_num_queries
):
    first = write("first")
    for n in range(30):
        message = write(
            f"{n}", quoted_wamid=first.whatsapp_message_id, payload={"referral": {"headline": "x"}}
        )
        react(message, conversation.contact, "👍")
    client, url = signed_in(agent), address(conversation)
    client.get(url)
    with django_assert_max_num_queries(13):
        client.get(url)
    with django_assert_max_num_queries(9):
        client.get(url, headers=HTMX)
    assert signed_in(outsider).get(url).status_code == 403


def test_the_raw_body_is_one_click_away_for_managers_alone(
    agent: User, manager: User, outsider: User, conversation, write
):
    write("hi", event_id=77)
    write("", message_type="system", event_id=78)
    write("ours", direction="outgoing")
    html = said_to(signed_in(manager), conversation)
    assert re.findall(r'href="(/admin/whatsapp/webhookevent/\d+/change/)"', html) == [
        "/admin/whatsapp/webhookevent/77/change/",
        "/admin/whatsapp/webhookevent/78/change/",
    ]
    assert "/admin/" not in said_to(signed_in(agent), conversation)
    assert signed_in(outsider).get(address(conversation)).status_code == 403
