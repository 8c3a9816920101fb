"""Small signs with a meaning: icons, ticks, and what a message is when it has no words."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django import template
from django.contrib.auth.models import User
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from whatsapp.bubbles import kinds
from whatsapp.bubbles.kinds import kind_of
from whatsapp.conversations import failures
from whatsapp.models import Message
from whatsapp.outbound.again import may_be_sent_again
from whatsapp.outbound.undo import may_be_undone

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

register = template.Library()

Status = Message.Status


@dataclass(frozen=True)
class Tick:
    icon: str
    text: StrPromise
    kind: str = ""


WAITING = Tick("clock", _("Waiting to be sent"))
TICKS = {
    Status.PENDING: WAITING,
    Status.SENDING: WAITING,
    Status.ACCEPTED: WAITING,  # Meta has it, but nobody was told so yet
    Status.SENT: Tick("tick", _("Sent")),
    Status.DELIVERED: Tick("double-tick", _("Delivered")),
    Status.READ: Tick("double-tick", _("Read"), "read"),
    Status.PLAYED: Tick("microphone", _("Played"), "played"),
    Status.FAILED: Tick("failed", _("Not sent"), "failed"),
    Status.UNKNOWN: Tick("clock-question", _("Perhaps sent: WhatsApp did not answer"), "unknown"),
}


@register.simple_tag
@lru_cache(maxsize=256)  # a page has some fifty, and there are not many more in all
def icon(name: str, extra_class: str = "") -> SafeString:
    """Decoration only: whatever it means has to be there in words too."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        extra_class,
        static("icons.svg"),
        name,
    )


@register.simple_tag
def tick(status: str) -> SafeString:
    return _drawn_tick(TICKS.get(Status(status), WAITING), get_language())


@lru_cache(maxsize=32)
def _drawn_tick(tick: Tick, _language: str | None) -> SafeString:
    look = f"tick tick-{tick.kind}" if tick.kind else "tick"
    return format_html(
        '<span class="{}" title="{}">{}<span class="hidden-text">{}</span></span>',
        *(look, tick.text, icon(tick.icon), tick.text),
    )


@register.filter
def kind_icon(message_type: str) -> str:
    """Empty for plain text."""
    return kind_of(message_type).icon


@register.filter
def kind_name(message_type: str) -> str:
    return str(kind_of(message_type).name)


@register.filter
def in_short(message: Message) -> str:
    return kinds.in_short(message)


@register.filter
def failure_title(code: int | None) -> str:
    return failures.title_of(code)


@register.filter
def advice(code: int | None) -> str:
    return failures.advice_on(code)


@register.filter
def can_be_sent_again(message: Message) -> bool:
    return message.is_outgoing and may_be_sent_again(message)


@register.filter
def can_be_undone(message: Message, user: User) -> bool:
    """By the one who wrote it: nobody else is surprised to find the text in their composer."""
    return message.is_outgoing and message.sent_by_id == user.pk and may_be_undone(message)
