import pytest
from django.utils import translation

from whatsapp.conversations.listing import Wanted, list_conversations
from whatsapp.conversations.reaching import NotAnAddress, default_region, find_conversation, phone_of
from whatsapp.models import Contact, Conversation


@pytest.fixture
def saudi_number(number):
    number.display_phone_number = "966112345678"
    number.save(update_fields=["display_phone_number"])
    return number


def test_a_national_number_is_one_of_the_country_of_our_own_number(saudi_number, conversation):
    assert phone_of("٠٥٥ ١٢٣ ٤٥٦٧") == "+966551234567"
    assert find_conversation(Conversation.objects.all(), "0551234567") == conversation


def test_the_setting_goes_before_the_country_of_our_number(saudi_number, settings):
    settings.WHATSAPP_DEFAULT_REGION = "EG"
    assert phone_of("01001234567") == "+201001234567"


def test_before_our_number_is_known_only_whole_numbers_are_understood(db):
    assert default_region() is None
    assert phone_of("00966 55 123 4567") == "+966551234567"
    with pytest.raises(NotAnAddress):
        phone_of("0551234567")


def test_what_is_no_number_is_refused_in_words_of_both_languages(saudi_number):
    said = set()
    for language in ("ar", "en"):
        with translation.override(language), pytest.raises(NotAnAddress) as refused:
            find_conversation(Conversation.objects.all(), "055123")
        said.add(str(refused.value)[:12])
    assert said == {"This is no p", "هذا ليس رقم "}


def test_the_other_spelling_of_a_mobile_and_what_only_meta_writes_are_found(saudi_number, conversation):
    for stored, asked in (("551187654321", "+55 11 98765-4321"), ("966551234567000", "966551234567000")):
        Contact.objects.update(phone=stored, wa_id=stored)
        assert find_conversation(Conversation.objects.all(), asked) == conversation


@pytest.mark.parametrize(
    "words", ["0551234567", "+966 (0)55 123 4567", "٠٠٩٦٦ ٥٥ ١٢٣ ٤٥٦٧", "‎+966 055 1234567‎"]
)
def test_the_search_finds_a_whole_number_in_any_form(saudi_number, conversation, words):
    found = list_conversations(Conversation.objects.all(), Wanted(search=words), me=None)
    assert list(found.rows) == [conversation]
