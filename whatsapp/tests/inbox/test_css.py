"""What a style sheet may not say, where half of the people read from right to left."""

import re
from pathlib import Path

import pytest
from django.conf import settings

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
