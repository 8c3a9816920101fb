"""What people write, as WhatsApp draws it: *bold* _italic_ ~strike~ ```mono``` and links. All is escaped."""

import re

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from whatsapp.message_templates.shown import plain

register = template.Library()

TAGS = {"bold": "strong", "italic": "em", "strike": "s"}


def _marked(name: str, mark: str) -> str:
    """A mark stands at the edge of a word, never inside one: 3*4*5 and file_name_2 stay as they are."""
    return rf"(?<![\w{mark}]){mark}(?P<{name}>(?=\S)[^{mark}\n]*[^{mark}\s]){mark}(?![\w{mark}])"


TOKEN = re.compile(
    "|".join(
        (
            r"```(?P<mono>.+?)```",
            r"(?<![\w`])`(?P<code>[^`\n]+)`(?![\w`])",
            r"(?P<link>\b(?:https?://|www\.)[^\s<>\"«»]*[^\s<>\"«».,;:!?'*_~()\[\]،؛؟…])",
            # Each piece has a length: nobody can write what takes long to read.
            r"(?<![\w.+-])(?P<mail>[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6})(?![\w@])",
            r"(?<![\w+])(?P<phone>\+[1-9](?:[ -]?[0-9]){6,14})(?![\w-])",
            _marked("bold", r"\*"),
            _marked("italic", "_"),
            _marked("strike", "~"),
        )
    ),
    re.DOTALL | re.IGNORECASE,
)


@register.filter
def as_written(text: str) -> SafeString:
    """HTML of one message."""
    html, done = [], 0
    for token in TOKEN.finditer(text):
        html += [escape(text[done : token.start()]), _draw(token)]
        done = token.end()
    html.append(escape(text[done:]))
    return mark_safe("".join(html))  # noqa: S308 (each piece is escaped above or drawn below)


@register.filter
def without_marks(text: str) -> str:
    """The words alone, for where one line of a message is shown: *bold* is bold there."""
    return TOKEN.sub(_words, text)


def _words(token: re.Match[str]) -> str:
    kind = token.lastgroup or ""
    if kind in TAGS:
        return without_marks(token[kind])
    return token[kind].strip("\n") if kind in ("mono", "code") else token[0]


def _draw(token: re.Match[str]) -> str:
    kind = token.lastgroup or ""
    inside = token[kind]
    if kind == "link":
        return _link(inside)
    if kind == "mail":
        return _address(f"mailto:{inside}", inside)
    if kind == "phone":
        return _address(f"tel:{re.sub(r'[ -]', '', inside)}", inside)
    if kind in TAGS:
        return f"<{TAGS[kind]}>{as_written(inside)}</{TAGS[kind]}>"
    return f'<code dir="auto">{escape(inside.strip(chr(10)))}</code>'


def _link(address: str) -> str:
    address = plain(address)  # a value inside it is isolated for the eye, not for the browser
    target = address if "://" in address else f"https://{address}"
    attributes = 'dir="ltr" target="_blank" rel="noopener noreferrer nofollow"'
    return f'<a href="{escape(target)}" {attributes}>{escape(address)}</a>'


def _address(target: str, shown: str) -> str:
    return f'<a href="{escape(target)}" dir="ltr">{escape(shown)}</a>'
