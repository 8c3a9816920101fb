"""The colours themselves: grey words on green bubbles are where contrast usually fails."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from .colours import CSS, DARK, LIGHT

DESIGN = (Path(settings.BASE_DIR) / "docs/design.md").read_text()
ROW = re.compile(
    r"\| `--([\w-]+)` \| `--([\w-]+)` \| (#\w+) on (#\w+) \| ([\d.]+) \| (#\w+) on (#\w+) \| ([\d.]+) \|"
)

WORDS = [
    *(("text", ground) for ground in ("ground", "panel", "chosen", "hover", "field", "incoming", "outgoing")),
    *(("muted", ground) for ground in ("panel", "chosen", "hover", "field", "ground", "chip")),
    *(("meta", ground) for ground in ("incoming", "outgoing", "note")),
    *(("link", ground) for ground in ("incoming", "outgoing", "note")),
    *(("text", "note"), ("warning", "note")),
    *(("accent-strong", ground) for ground in ("panel", "chosen", "incoming", "outgoing", "chip")),
    *(("danger", "danger-ground"), ("warning", "warning-ground"), ("avatar-text", "avatar-a")),
    *((f"label-{c}", f"label-{c}-ground") for c in ("green", "blue", "purple", "rose", "amber", "grey")),
    *(("on-accent", "accent"), ("on-accent", "badge"), ("on-accent", "whatsapp"), ("accent", "panel")),
]
SIGNS = [("read", "outgoing"), ("danger", "outgoing"), ("read", "panel"), ("accent", "panel")]


def luminance(colour: str) -> float:
    channels = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(theme: str, one: str, other: str) -> float:
    tokens = dict(re.findall(r"--([\w-]+): (#\w{6});", theme))
    high, low = sorted((luminance(tokens[one]), luminance(tokens[other])), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_words_can_be_read_and_signs_seen(theme):
    too_faint = [(w, g, round(contrast(theme, w, g), 2)) for w, g in WORDS if contrast(theme, w, g) < 4.5]
    too_faint += [(s, g, round(contrast(theme, s, g), 2)) for s, g in SIGNS if contrast(theme, s, g) < 3]
    assert too_faint == []


def test_no_style_knows_left_from_right():
    for sheet in CSS.glob("*.css"):
        assert not re.findall(
            r"\b(left|right)\b", re.sub(r"/\*.*?\*/", "", sheet.read_text(), flags=re.DOTALL)
        )


def test_the_page_about_the_design_names_tokens_that_exist_and_their_true_figures():
    named, known = set(re.findall(r"`--([\w-]+)`", DESIGN)), set(re.findall(r"--([\w-]+):", LIGHT))
    assert named - known == set()
    rows = ROW.findall(DESIGN)
    assert len(rows) > 15
    for words, ground, *figures in rows:
        for theme, (one, other, ratio) in ((LIGHT, figures[:3]), (DARK, figures[3:])):
            assert f"--{words}: {one};" in theme
            assert f"--{ground}: {other};" in theme
            assert float(ratio) == pytest.approx(contrast(theme, words, ground), abs=0.051)
