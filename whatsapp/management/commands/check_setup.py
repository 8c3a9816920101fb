from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from whatsapp.models import BusinessNumber
from whatsapp.outbound.channel import ensure_configured_number
from whatsapp.outbound.setup.checks import findings
from whatsapp.outbound.setup.wording import cure_of, found_in, subject_of


class Command(BaseCommand):
    help = "Says for each classic fault of the setup at Meta whether it is there, and how to cure it."

    def handle(self, *args: Any, **options: Any) -> None:
        ensure_configured_number()
        numbers = list(BusinessNumber.objects.order_by("pk"))
        if not numbers:
            raise CommandError(_("There is no number: set WHATSAPP_PHONE_NUMBER_ID."))
        faults = sum(self._say(number) for number in numbers)
        if faults:
            said = ngettext(
                "%(n)d fault; its cure is above.", "%(n)d faults, each with its cure above.", faults
            )
            raise CommandError(said % {"n": faults})

    def _say(self, number: BusinessNumber) -> int:
        faults = 0
        for finding in findings(number):
            cure = cure_of(finding)
            mark = _("FAULT") if cure else _("ok")
            self.stdout.write(f"{mark:5} {number}: {subject_of(finding)}: {found_in(finding)}")
            if cure:
                self.stdout.write(f"      {cure}")
            faults += bool(cure)
        return faults
