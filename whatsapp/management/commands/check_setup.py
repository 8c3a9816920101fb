from typing import Any

from django.core.management.base import BaseCommand, CommandError

from whatsapp.models import BusinessNumber
from whatsapp.outbound.channel import ensure_configured_number
from whatsapp.outbound.setup import findings


class Command(BaseCommand):
    help = "Says for each classic fault of the setup at Meta whether it is there, and how to cure it."

    def handle(self, *args: Any, **options: Any) -> None:
        ensure_configured_number()
        faults = 0
        for number in BusinessNumber.objects.order_by("pk"):
            for finding in findings(number):
                faults += bool(finding.cure)
                mark = "FAULT" if finding.cure else "ok   "
                self.stdout.write(f"{mark} {number}: {finding.subject}: {finding.found}")
                if finding.cure:
                    self.stdout.write(f"      {finding.cure}")
        if not BusinessNumber.objects.exists():
            raise CommandError("There is no number: set WHATSAPP_PHONE_NUMBER_ID.")
        if faults:
            raise CommandError(f"{faults} faults, each with its cure above.")
