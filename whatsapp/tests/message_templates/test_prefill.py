import pytest

from whatsapp.message_templates.definition import read
from whatsapp.message_templates.prefill import Known, first_name, suggestions

KNOWN = Known(customer="سارة العتيبي", phone="966551234567", agent="نورة")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("أهلاً {{1}}، طلبك {{2}} جاهز.", {"1": "سارة"}),
        ("السلام عليكم يا {{1}}، أهلاً.", {"1": "سارة"}),
        ("Hello {{1}}, your order {{2}} is ready.", {"1": "سارة"}),
        ("طلبك {{1}} جاهز.", {}),
        ("This {{1}} is ready.", {}),
        (
            "مرحباً {{first_name}} من {{customer_name}}.",
            {"first_name": "سارة", "customer_name": "سارة العتيبي"},
        ),
        ("معك {{agent_name}} على {{phone}}.", {"agent_name": "نورة", "phone": "+966551234567"}),
        ("سعر {{product_name}} اليوم.", {}),
    ],
)
def test_only_what_is_surely_meant_is_filled_in(text, found) -> None:
    assert suggestions(read([{"type": "BODY", "text": text}]), KNOWN) == found


def test_a_first_name_is_more_than_a_word_where_the_word_is_no_name() -> None:
    named = {
        "أبو فهد المطيري": "أبو فهد",
        "عبد الله": "عبد الله",
        "Daniel Okafor": "Daniel",
        "🌸": "",
        "": "",
    }
    assert {name: first_name(name) for name in named} == named
