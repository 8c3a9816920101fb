"""The health of the channel: what works now, what waits, and what the daily look at the setup found."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.timesince import timesince
from django.utils.translation import get_language_bidi, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from whatsapp.cloud_api.error_table import ASK, trouble_of
from whatsapp.conversations.failures import advice_on, title_of
from whatsapp.models import BusinessNumber, Checkup, Heartbeat, WebhookEvent
from whatsapp.outbound.setup.checkups import check_now
from whatsapp.outbound.setup.findings import Finding
from whatsapp.outbound.setup.wording import QUALITIES, cure_of, found_in, subject_of
from whatsapp.outbound.vitals import vitals_of
from whatsapp.worker import HEARTBEAT, SILENCE

from .pages import signed_in

A_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True)
class Sign:
    """One line of the page."""

    subject: str
    found: str
    advice: str = ""
    at: datetime | None = None
    is_fault: bool = False


def fault(subject: str, found: str, cure: str, at: datetime | None = None) -> Sign:
    return Sign(subject, found, cure, at, is_fault=True)


@dataclass(frozen=True)
class Card:
    number: BusinessNumber
    checked_at: datetime | None
    now: list[Sign]
    setup: list[Sign]


@never_cache
@require_safe
def show_health(request: HttpRequest) -> HttpResponse:
    cards = [_card(number) for number in BusinessNumber.objects.select_related("checkup").order_by("pk")]
    context = {
        **admin.site.each_context(request),
        "title": _("Health of the channel"),
        "ours": [_worker(), _last_webhook()],
        "cards": cards,
    }
    return TemplateResponse(request, "admin/health.html", context)


@require_POST
def check_health(request: HttpRequest, number_id: int) -> HttpResponse:
    number = get_object_or_404(BusinessNumber, pk=number_id)
    if check_now(number, by=signed_in(request)):
        messages.success(request, _("Meta was asked; below is what it said."))
    else:
        messages.warning(request, _("Somebody checked a moment ago: below is what was found."))
    return redirect("admin:health")


def _card(number: BusinessNumber) -> Card:
    checkup: Checkup | None = getattr(number, "checkup", None)
    kept = [Finding(**kept) for kept in checkup.findings] if checkup else []
    setup = [_sign_of(finding) for finding in kept if finding.check != "webhooks"]
    return Card(number, checkup.checked_at if checkup else None, list(_signs_of(number)), setup)


def _sign_of(finding: Finding) -> Sign:
    finding = replace(finding, facts={name: _isolated(fact) for name, fact in finding.facts.items()})
    cure = cure_of(finding)
    return Sign(subject_of(finding), found_in(finding), cure, is_fault=bool(cure))


def _signs_of(number: BusinessNumber) -> Iterator[Sign]:
    yield _sending(number)
    vitals = vitals_of(number)
    waiting = ngettext("%(n)d message", "%(n)d messages", vitals.waiting) % {"n": vitals.waiting}
    yield Sign(_("Waiting to be sent"), waiting if vitals.waiting else _("nothing"))
    if vitals.oldest_at and vitals.is_late:
        cure = _("See above what stops it, or whether the background work is running.")
        yield fault(_("The oldest was written"), _ago(vitals.oldest_at), cure, vitals.oldest_at)
    elif vitals.oldest_at:
        yield Sign(_("The oldest was written"), _ago(vitals.oldest_at), at=vitals.oldest_at)
    for code, count in vitals.failed.items():
        failed = ngettext("%(n)d message", "%(n)d messages", count) % {"n": count}
        why = f"{title_of(code)} ({code})" if code is not None else title_of(code)
        yield Sign(_("Failed in the last 24 hours"), f"{failed}: {why}", _advice_here(code))
    if vitals.unknown:
        unknown = ngettext("%(n)d message", "%(n)d messages", vitals.unknown) % {"n": vitals.unknown}
        yield Sign(_("Nobody knows whether it was sent"), unknown, _("Its chat asks what shall be done."))


def _sending(number: BusinessNumber) -> Sign:
    if number.stopped_by_code is not None:
        found = _("stopped: %(trouble)s (code %(code)s)") % {
            "trouble": title_of(number.stopped_by_code),
            "code": number.stopped_by_code,
        }
        tries = (
            _("One message tries every ten minutes: when one arrives, all flow again by themselves.")
            if number.is_cured_by_status
            else _("One message tries every minute: when it is cured, all flow again by themselves.")
        )
        return fault(_("Sending"), found, f"{_advice_here(number.stopped_by_code)} {tries}")
    if number.waits_until and number.waits_until > timezone.now():
        return Sign(_("Sending"), _("Meta asked us to slow down; it goes on by itself"))
    return Sign(_("Sending"), _("flows"))


def _advice_here(code: int | None) -> str:
    """Elsewhere the advice may be to come to this page."""
    if code is not None and trouble_of(code).action == ASK:
        return _("Press “Check now”: the setup below then says what is wrong, and how it is cured.")
    return advice_on(code)


def _worker() -> Sign:
    beat = Heartbeat.objects.filter(name=HEARTBEAT).values_list("beat_at", flat=True).first()
    if beat and timezone.now() - beat < SILENCE:
        return Sign(_("Background work"), _("at work"))
    found = _("not heard of for %(time)s") % {"time": timesince(beat)} if beat else _("never heard of")
    cure = _("Nothing is sent without it. Start the server again, or `manage.py run_worker`; read its log.")
    return fault(_("Background work"), found, cure, beat)


def _last_webhook() -> Sign:
    last = WebhookEvent.objects.order_by("-received_at").values_list("received_at", flat=True).first()
    if last:
        return Sign(_("Last heard from Meta"), _ago(last), at=last)
    cure = _("Write to the number. If nothing comes, check the setup below.")
    return fault(_("Last heard from Meta"), _("never"), cure)


def _isolated(fact: str | int) -> str | int:
    """A path, a number or an address keeps its own direction inside an Arabic sentence."""
    return (
        f"\u2066{fact}\u2069"
        if get_language_bidi() and isinstance(fact, str) and fact not in QUALITIES
        else fact
    )


def _ago(at: datetime) -> str:
    if timezone.now() - at < A_MOMENT:
        return _("a moment ago")
    return _("%(time)s ago") % {"time": timesince(at)}
