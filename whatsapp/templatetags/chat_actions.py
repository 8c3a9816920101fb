"""What can be done with a bubble. Each page has it fifty times over, so it is put together by hand."""

from functools import lru_cache

from django import template
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from whatsapp.bubbles.days import Bubble
from whatsapp.models import Conversation
from whatsapp.outbound.reactions import may_be_reacted_to

from .chat_signs import icon

register = template.Library()

COMMON_EMOJIS = ("👍", "❤️", "😂", "😮", "😢", "🙏")
"""Those that WhatsApp offers first."""
MORE_EMOJIS = tuple(
    "😊 😀 😍 🥰 😎 🤔 😅 🙂 😇 🤗 😴 😔 😡 🥳 👏 🙌 👌 ✌️ 💪 🤝 👋 🤲 🌹 🌷 💐 🎉 🎁 ⭐ ✨ 🔥 "  # noqa: SIM905
    "💯 ✅ ❌ ❓ ❗ ⏰ 📌 📦 🚚 💰 📞 ☕ 💚 💙 💔 🇸🇦".split()
)


@register.simple_tag
def actions_on(bubble: Bubble) -> SafeString:
    """Nothing on what WhatsApp doesn't have yet, or its author took back."""
    message = bubble.message
    if not message.whatsapp_message_id or message.revoked_at:
        return SafeString("")
    reply, react = _patterns(get_language() or "")
    if not may_be_reacted_to(message):
        return SafeString(reply % message.pk)
    return SafeString(reply % message.pk + react % (message.pk, escape(bubble.reacted.ours)))


@lru_cache(maxsize=8)
def _patterns(language: str) -> tuple[str, str]:
    """To put ids into; `language` is the one that is switched on."""
    start = '<button class="bubble-action" type="button" tabindex="-1" '
    reply = format_html('data-reply-to="%d" aria-label="{}">{}', _("Reply"), icon("reply", "mirrored"))
    react = format_html(
        'data-react="%d" data-ours="%s" aria-haspopup="dialog" aria-label="{}">{}', _("React"), icon("smile")
    )
    return f"{start}{reply}</button>", f"{start}{react}</button>"


@register.inclusion_tag("inbox/_reaction_menu.html")
def reaction_menu(conversation: Conversation) -> dict[str, object]:
    return {"conversation": conversation, "common": _buttons(COMMON_EMOJIS), "more": _buttons(MORE_EMOJIS)}


def _buttons(emojis: tuple[str, ...]) -> SafeString:
    return format_html_join(
        "",
        '<button class="emoji-button" type="button" data-emoji="{0}">{0}</button>',
        ((emoji,) for emoji in emojis),
    )
