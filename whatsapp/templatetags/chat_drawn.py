"""Pieces of a page that look as they did before, because nothing they show has changed: not drawn again.

A row of the list, or a bubble, costs the better part of a millisecond, and a page has fifty of them, which are
drawn for every agent at every change. Each says by its *facts* all that it shows; two of the same facts look the
same, in one language and one kind of digits.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

from django import template
from django.conf import settings
from django.contrib.auth.models import User
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from whatsapp.bubbles.days import Bubble
from whatsapp.bubbles.facts import facts_of
from whatsapp.digits import digits_in_use

register = template.Library()

MOST_PIECES = 4000
"""Some 2.5 kB each: what twenty agents look at."""


class Drawn:
    """The pieces that were asked for last, by any thread."""

    def __init__(self, most: int) -> None:
        self._most, self._lock = most, threading.Lock()
        self._pieces: OrderedDict[Hashable, SafeString] = OrderedDict()

    def get(self, facts: Hashable, draw: Callable[[], SafeString]) -> SafeString:
        with self._lock:
            piece = self._pieces.get(facts)
            if piece is not None:
                self._pieces.move_to_end(facts)
                return piece
        piece = draw()
        with self._lock:
            self._pieces[facts] = piece
            if len(self._pieces) > self._most:
                self._pieces.popitem(last=False)
        return piece


_drawn = Drawn(MOST_PIECES)


@register.simple_tag(takes_context=True)
def drawn(context: Context, template_name: str, facts: Hashable) -> SafeString:
    """As `include`, but from memory where it can. No facts: what changes by the minute is drawn each time, and
    while DEBUG is on so is everything.
    """
    assert context.template is not None
    piece = context.template.engine.get_template(template_name)
    if facts is None or settings.DEBUG:
        return piece.render(context)
    key = (template_name, get_language(), digits_in_use(), facts)
    return _drawn.get(key, lambda: piece.render(context))


@register.filter
def facts_for(bubble: Bubble, user: User) -> Hashable:
    return facts_of(bubble, user)
