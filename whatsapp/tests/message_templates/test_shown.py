from whatsapp.message_templates.definition import read
from whatsapp.message_templates.shown import from_json, plain, show

PARTS = [
    {"type": "HEADER", "format": "TEXT", "text": "طلب {{1}}"},
    {"type": "BODY", "text": "طلبك {{1}} من iPhone جاهز يا {{2}} اليوم."},
    {"type": "FOOTER", "text": "متجر نخيل"},
    {"type": "BUTTONS", "buttons": [{"type": "URL", "text": "تتبّع", "url": "https://n.example/{{1}}"}]},
]


def test_each_value_stands_in_an_isolate_of_its_own() -> None:
    shown = show(read(PARTS), {"header.1": "A-7", "1": "A-7 (2)", "button.0": "A7"})
    assert shown.header == "طلب \u2068A-7\u2069"
    assert shown.body == "طلبك \u2068A-7 (2)\u2069 من iPhone جاهز يا \u2068{{2}}\u2069 اليوم."
    assert (shown.footer, shown.buttons[0].detail) == ("متجر نخيل", "https://n.example/A7")
    assert plain(shown.body) == "طلبك A-7 (2) من iPhone جاهز يا {{2}} اليوم."


def test_an_isolate_that_somebody_typed_does_not_break_out() -> None:
    assert show(read(PARTS), {"1": "\u2069x\u2067"}).body.startswith("طلبك \u2068x\u2069 من")


def test_what_was_shown_can_be_kept_and_shown_again() -> None:
    shown = show(read(PARTS), {"1": "7"})
    assert from_json(shown.as_json()) == shown
    assert from_json({}) is from_json(None) is None
    assert from_json({"body": 7, "buttons": [3]}).body == ""
