"""The variables of a ready-made reply."""

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import translation

from whatsapp.replies.fill import check_variables, fill


@pytest.fixture
def chat(conversation, agent):
    conversation.customer_name = "أمل القحطاني"
    conversation.number.verified_name = "متجر النخيل"
    agent.first_name = "سارة"
    return conversation


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("أهلًا {{first_name}}", "أهلًا أمل"),
        ("{{name}}", "أمل القحطاني"),
        ("{{ الاسم_الأول }}، معك {{الموظف}} من {{النشاط}}", "أمل، معك سارة من متجر النخيل"),
        ("{{phone}}", "+966551234567"),
        ("{{first_name|عميلنا}}", "أمل"),
        ("{first_name} {{}", "{first_name} {{}"),
        ("no variables", "no variables"),
    ],
)
def test_a_variable_is_filled_in_for_the_chat(chat, agent, text, filled):
    assert fill(text, chat, agent) == filled


@pytest.mark.parametrize(
    ("called", "filled"), [("أم عبدالله", "أم عبدالله"), ("🌸", "عميلنا"), ("أبو فهد العتيبي", "أبو فهد")]
)
def test_people_are_greeted_by_a_name_that_is_one(chat, agent, called, filled):
    chat.customer_name = called
    assert fill("{{first_name|عميلنا}}", chat, agent) == filled


def test_what_is_not_known_is_a_gap_that_can_be_seen_or_the_words_given_for_it(chat, agent):
    chat.customer_name, chat.customer_phone = "", None
    with translation.override("en"):
        assert fill("Dear {{first_name}}", chat, agent) == "Dear ⟨first name of the customer⟩"
    assert (
        fill("{{first_name | عميلنا العزيز }}، {{الهاتف|بلا رقم}}", chat, agent) == "عميلنا العزيز، بلا رقم"
    )


def test_what_a_customer_is_called_is_never_read_as_a_variable(chat, agent):
    chat.customer_name = "{{agent}}"
    assert fill("{{name}}", chat, agent) == "{{agent}}"


@time_machine.travel("2026-11-23 21:30:00+00:00", tick=False)
def test_today_is_the_day_of_the_shop_not_of_greenwich(chat, agent):
    with translation.override("en"):
        assert "24" in fill("{{today}}", chat, agent)


def test_an_unknown_variable_is_refused_with_the_names_of_the_known(db):
    check_variables("{{first_name}} {{اليوم|x}}")
    with pytest.raises(ValidationError, match="surname") as refusal:
        check_variables("{{surname}}")
    assert "first_name" in refusal.value.messages[0]
