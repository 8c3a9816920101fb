"""What a style sheet or an icon may not say, where half of the people read from right to left."""

import re
from pathlib import Path

import pytest
from django.conf import settings

TEMPLATES = settings.BASE_DIR / "templates"
ALONG_THE_LINE = {"back", "forward", "forward-often", "onward", "reopen", "reply", "send", "sign-out"}
"""What points where one goes, or comes from. A play button, ticks, a clock or a logo show a thing."""

SHEETS = sorted(Path(settings.BASE_DIR / "static" / "css").glob("*.css"))
PHYSICAL = re.compile(
    r"(?:^|[\s;{])((?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)[\w-]*|left|right)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)"
)


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_no_style_knows_left_or_right_or_tears_arabic_letters_apart(sheet):
    css = re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
    assert not PHYSICAL.findall(css)
    assert not re.findall(r"letter-spacing\s*:(?!\s*(?:inherit|normal|0\b))", css)


def test_icons_that_point_along_the_line_are_mirrored_everywhere_and_no_others():
    written = [
        *TEMPLATES.rglob("*.html"),
        settings.BASE_DIR / "whatsapp" / "templatetags" / "chat_actions.py",
    ]
    used = {
        (name, "mirrored" in look)
        for path in written
        for name, look in re.findall(r"""icon[ (]"([\w-]+)"(?:[ ,]+"([^"]*)")?""", path.read_text())
    }
    assert len(used) > 40
    assert {name for name, is_mirrored in used if is_mirrored} == ALONG_THE_LINE
    assert not {name for name, is_mirrored in used if not is_mirrored} & ALONG_THE_LINE
