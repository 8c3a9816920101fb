"""Times as a chat shows them: short when near, longer when far."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.formats import date_format, time_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from whatsapp.conversations.window import Window, window_of
from whatsapp.digits import digits_in_use, in_digits
from whatsapp.models import Conversation

register = template.Library()

THIS_WEEK = 7


@register.filter
def day_name(day: date) -> str:
    """Today, Yesterday, Sunday, 3 May, 3 May 2024."""
    today = timezone.localdate()
    near = _near(day, today)
    if near:
        return near
    # Translators: Django's date format, day and month of this year, as "3 May".
    return _written(day, _("j F") if day.year == today.year else _("j F Y"))


@register.filter
def list_time(at: datetime) -> str:
    """The time of today, then Yesterday, a weekday, a short date."""
    day = timezone.localtime(at).date()
    if day == timezone.localdate():
        return clock_time(at)
    # Translators: Django's date format, a short date in figures, as "3/5/2024".
    return _near(day, timezone.localdate()) or _written(day, _("j/n/Y"))


@register.filter
def clock_time(at: datetime) -> str:
    # Translators: Django's date format, hour and minute, as "3:45 PM".
    minute = timezone.localtime(at).time().replace(second=0, microsecond=0)
    return _written(minute, _("g:i A"))


@register.filter
def until_time(at: datetime) -> str:
    """A moment less than a day ahead."""
    time = clock_time(at)
    is_today = timezone.localtime(at).date() == timezone.localdate()
    return time if is_today else _("tomorrow at %(time)s") % {"time": time}


@register.filter
def window(conversation: Conversation) -> Window:
    return window_of(conversation, timezone.now())


@register.filter
def full_time(at: datetime) -> str:
    # Translators: Django's date format, weekday, day, month and year, as "Sunday 3 May 2024".
    day = _written(timezone.localtime(at).date(), _("l j F Y"))
    return _("%(day)s, %(time)s") % {"day": day, "time": clock_time(at)}


@register.simple_tag
def moment(at: datetime) -> SafeString:
    """The time of day at the end of a bubble, and the whole of it for who asks."""
    precisely = timezone.localtime(at).isoformat()
    return format_html('<time datetime="{}" title="{}">{}</time>', precisely, full_time(at), clock_time(at))


@register.filter
def ahead_time(at: datetime) -> str:
    """A moment still to come: today, tomorrow, Sunday 3 May, with the time."""
    day, today = timezone.localtime(at).date(), timezone.localdate()
    near = {0: _("today"), 1: _("tomorrow")}.get((day - today).days)
    # Translators: Django's date format, weekday, day and month of this year, as "Sunday 3 May".
    name = near or _written(day, _("l j F") if day.year == today.year else _("l j F Y"))
    return _("%(day)s at %(time)s") % {"day": name, "time": clock_time(at)}


@register.filter
def input_time(at: datetime | None) -> str:
    """As a browser's field for date and time has it, by the team's clock. These compare as text."""
    return f"{timezone.localtime(at):%Y-%m-%dT%H:%M}" if at else ""


@register.filter
def duration(lasted: timedelta) -> str:
    """0:45, 12:05, 1:02:05. It belongs into `<bdi dir="ltr">`."""
    minutes, seconds = divmod(int(lasted.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return in_digits(f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}")


def _written(moment: date | time, form: str) -> str:
    return _once_written(moment, form, get_language(), digits_in_use())


# To write a date takes longer than the rest of a bubble's foot, and a page has a hundred.
@lru_cache(maxsize=4096)
def _once_written(moment: date | time, form: str, _language: str | None, _digits: str) -> str:
    words = time_format(moment, form) if isinstance(moment, time) else date_format(moment, form)
    return in_digits(words)


def _near(day: date, today: date) -> str:
    days = (today - day).days
    if days == 0:
        return _("Today")
    if days == 1:
        return _("Yesterday")
    return date_format(day, "l") if 1 < days < THIS_WEEK else ""
