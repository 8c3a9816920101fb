"""Every key of the inbox, once: the dialog behind `?`, the palette behind Ctrl+K, and static/inbox/shortcuts.js,
which does them, are all made from this list.

A browser matches `place`, not the letter: with an Arabic layout J writes ت.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from whatsapp.models import Preference

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

MAC_NAMES = {"Alt": "⌥", "Ctrl": "⌘", "Shift": "⇧", "Enter": "↩"}
"""What stands on a Mac's keys. Where others press Ctrl, its people press ⌘."""


@dataclass(frozen=True)
class Shortcut:
    """`does` names what static/inbox/shortcuts.js does; without it another module does, and this only tells."""

    label: StrPromise
    keys: str = ""  # as they are pressed together: "Ctrl+Alt+E"
    code: str = ""  # of the last of them; filled in for letters
    does: str = ""
    needs_chat: bool = False
    in_palette: bool = True

    @property
    def caps(self) -> list[tuple[str, str]]:
        """What stands on the keys, and on a Mac's."""
        return [(key, MAC_NAMES.get(key, key)) for key in self.keys.split("+") if key]

    @property
    def place(self) -> str:
        letter = self.keys.rpartition("+")[2]
        return self.code or (f"Key{letter}" if self.does and len(letter) == 1 and letter.isalpha() else "")

    @property
    def with_alt(self) -> bool:
        return "Alt" in self.keys.split("+")

    @property
    def with_shift(self) -> bool:
        return "Shift" in self.keys.split("+")

    @property
    def with_ctrl(self) -> bool:
        return "Ctrl" in self.keys.split("+")


@dataclass(frozen=True)
class Group:
    name: StrPromise
    shortcuts: tuple[Shortcut, ...]


CHATS = Group(
    _("Chats"),
    (
        Shortcut(_("Next chat"), "Alt+J", does="next-chat"),
        Shortcut(_("Previous chat"), "Alt+K", does="previous-chat"),
        Shortcut(_("To the list of chats"), "Alt+C", does="to-chats"),
        Shortcut(_("Next tab of the list"), "Alt+N", does="next-tab"),
        Shortcut(_("New chat"), does="new-chat"),
    ),
)
CHAT = Group(
    _("The open chat"),
    (
        Shortcut(_("Resolve"), "Alt+E", does="resolve", needs_chat=True),
        Shortcut(_("Resolve, and open the next"), "Ctrl+Alt+E", does="resolve-and-next", needs_chat=True),
        Shortcut(_("Assign it to me"), does="assign-to-me", needs_chat=True),
        Shortcut(_("Search this chat"), "Ctrl+Shift+F", does="search-chat", needs_chat=True),
        Shortcut(_("More about this chat"), "Alt+O", does="chat-menu", needs_chat=True),
        Shortcut(
            _("Close what lies over the page, then the quote, then the note, then the chat"),
            "Esc",
            in_palette=False,
        ),
    ),
)
EVERYWHERE = Group(
    _("Everywhere"),
    (
        Shortcut(_("Find a chat or a command"), "Ctrl+K", does="palette", in_palette=False),
        Shortcut(_("Show these keys"), "?", does="shortcuts"),
        Shortcut(_("Change the language"), does="language"),
    ),
)


def shortcuts_for(liked: Preference) -> list[Group]:
    return [_composer(liked.enter_sends), CHAT, CHATS, EVERYWHERE]


def _composer(enter_sends: bool) -> Group:
    send, line = ("Enter", "Shift+Enter") if enter_sends else ("Ctrl+Enter", "Enter")
    return Group(
        _("Writing"),
        (
            Shortcut(pgettext_lazy("verb", "Send"), send, in_palette=False),
            Shortcut(_("New line"), line, in_palette=False),
            Shortcut(_("Answer the customer"), "Alt+L", does="reply", needs_chat=True),
            Shortcut(_("Note for the team"), "Alt+P", does="note", needs_chat=True),
            Shortcut(_("Files and photos"), "Ctrl+Alt+A", does="attach", needs_chat=True),
            Shortcut(_("Choose a template"), does="templates", needs_chat=True),
            Shortcut(_("Ready replies"), "/", in_palette=False),
            Shortcut(_("Emojis by name"), ":", in_palette=False),
            Shortcut(_("Bold"), "Ctrl+B", does="bold", in_palette=False),
            Shortcut(_("Italic"), "Ctrl+I", does="italic", in_palette=False),
        ),
    )
