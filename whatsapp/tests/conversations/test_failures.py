import re

import pytest
from django.utils.translation import override

from whatsapp.conversations.failures import advice_on, title_of
from whatsapp.tests.cloud_api import error_codes

ARABIC = re.compile("[\u0621-\u064a]")


@pytest.mark.parametrize("words_on", [title_of, advice_on])
def test_every_code_has_words_in_both_languages(words_on) -> None:
    for code in (*error_codes.ALL, 999999, None):
        with override("en"):
            english = words_on(code)
        with override("ar"):
            arabic = words_on(code)
        assert english, code
        assert not ARABIC.search(english), code
        assert ARABIC.search(arabic), f"{code}: {english}"
        assert "_" not in arabic + english, "no jargon of programs"


def test_a_title_is_no_whole_sentence_and_advice_is() -> None:
    for language in ("ar", "en"):
        with override(language):
            for code in (*error_codes.ALL, 999999, None):
                assert title_of(code)[-1] not in ".؟!"
                assert advice_on(code)[-1] == "."


def test_the_two_that_agents_meet_most_say_what_helps() -> None:
    with override("en"):
        assert "template" in advice_on(131047)
        assert "may not have WhatsApp" in title_of(131026)
    with override("ar"):
        assert "قالبًا معتمدًا" in advice_on(131047)
        assert "قد لا يكون" in title_of(131026)
