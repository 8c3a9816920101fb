"""What stops the work of everybody, at the top of every page of the inbox."""

from django import template
from django.db.models import QuerySet

from whatsapp.models import Notice
from whatsapp.notices import standing, wording

register = template.Library()


@register.simple_tag
def stopping_work() -> QuerySet[Notice]:
    return standing.stopping_work()


@register.filter
def in_words(notice: Notice) -> str:
    return wording.in_words(notice)


@register.filter
def what_to_do(notice: Notice) -> str:
    return wording.what_to_do(notice)
