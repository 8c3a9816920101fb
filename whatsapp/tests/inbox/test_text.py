import time

import pytest

from whatsapp.templatetags.chat_people import phone
from whatsapp.templatetags.chat_text import as_written, without_marks


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("*bold* _it_ ~no~", "<strong>bold</strong> <em>it</em> <s>no</s>"),
        ("*a _b_ c*", "<strong>a <em>b</em> c</strong>"),
        ("*عريض*، _مائل_", "<strong>عريض</strong>، <em>مائل</em>"),
        ("*x*", "<strong>x</strong>"),
        ("```a *b*\n<c>```", '<code dir="auto">a *b*\n&lt;c&gt;</code>'),
        ("`code`", '<code dir="auto">code</code>'),
    ],
)
def test_marks_are_drawn_as_whatsapp_draws_them(written, drawn):
    assert as_written(written) == drawn


def test_one_line_of_a_message_has_its_words_without_the_marks():
    written = "*السعر _الجديد_*: ~300~ 250, `A1` ```x\ny``` file_name_2 https://x.io/*a*"
    assert without_marks(written) == "السعر الجديد: 300 250, A1 x\ny file_name_2 https://x.io/*a*"


@pytest.mark.parametrize(
    "plain", ["3*4*5", "file_name_2.txt", "* a *", "**", "***", "_", "~ ~", "a * b", "*a\nb*", "``", "1/2"]
)
def test_marks_inside_words_or_around_nothing_stay_as_they_are(plain):
    assert as_written(plain) == plain


def test_html_is_escaped_everywhere():
    for hostile in ("<img onerror=x>", "*<b>*", "```<b>```", "`<b>`", "_\"'&<_"):
        assert "<b>" not in as_written(hostile)
        assert "<img" not in as_written(hostile)
    assert as_written("<>&\"'") == "&lt;&gt;&amp;&quot;&#x27;"


@pytest.mark.parametrize(
    ("text", "target", "after"),
    [
        ("see https://a.example/x_y_z.", "https://a.example/x_y_z", "."),
        ("(www.a.example)", "https://www.a.example", ")"),
        ("https://a.example/?a=1&b=2؟", "https://a.example/?a=1&amp;b=2", "؟"),
        ("*https://a.example/*", "https://a.example/", "*"),
    ],
)
def test_links_lead_out_safely_and_leave_the_punctuation(text, target, after):
    html = as_written(text)
    assert f'href="{target}"' in html
    assert 'rel="noopener noreferrer nofollow"' in html
    assert html.endswith(after) or after == "*"


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("إلى a.b+c@shop.example.", '<a href="mailto:a.b+c@shop.example" dir="ltr">a.b+c@shop.example</a>.'),
        ("*x_y@a.example*", '<strong><a href="mailto:x_y@a.example" dir="ltr">x_y@a.example</a></strong>'),
        ("اتصل +966 55-123 4567", '<a href="tel:+966551234567" dir="ltr">+966 55-123 4567</a>'),
        ("رقم الطلب 966551234567", "رقم الطلب 966551234567"),
        ("1+966551234567", "1+966551234567"),
        ("@handle a@b", "@handle a@b"),
    ],
)
def test_mail_addresses_and_international_numbers_are_links_that_keep_their_order(text, link):
    assert as_written(text).endswith(link)


def test_no_other_scheme_becomes_a_link():
    assert as_written("javascript:alert(1) data:text/html,x ftp://x") == (
        "javascript:alert(1) data:text/html,x ftp://x"
    )


def test_a_quote_in_a_link_can_not_end_its_attribute():
    assert "onclick" not in as_written('https://a.example/"onclick="x').split(">")[0]


@pytest.mark.parametrize(
    "piece",
    [
        "*",
        "_*~",
        "`",
        "```",
        "*a",
        "www.",
        "https://",
        "(https://a",
        "*_~a",
        "a",
        "a.",
        "a@",
        "+9",
        "+9 ",
        "a@a.",
    ],
)
def test_hostile_repetition_takes_no_time(piece):
    began = time.thread_time()  # of this thread alone: a busy machine makes nothing slower
    as_written(piece * (65536 // len(piece)))
    assert time.thread_time() - began < 2


@pytest.mark.parametrize(
    ("digits", "shown"),
    [
        ("966551234567", "+966 55 123 4567"),
        ("201012345678", "+20 101 234 5678"),
        ("971501234567", "+971 50 123 4567"),
        ("12025550123", "+1 202 555 0123"),
        ("96898765432", "+968 9876 5432"),
        ("999", "+999"),
        ("", "+"),
    ],
)
def test_numbers_are_grouped_for_reading(digits, shown):
    assert phone(digits) == shown.replace(" ", "\N{NO-BREAK SPACE}")
