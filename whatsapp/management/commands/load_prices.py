from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from whatsapp.message_templates.price_list import BadPriceList, put_in_place, read_price_list


class Command(BaseCommand):
    help = "Loads Meta's price list (a CSV), so that agents see what a template costs. The former list goes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="FILE", help="the CSV of your currency, as Meta publishes it")
        parser.add_argument("--dry-run", action="store_true", help="only check it")

    def handle(self, *args: Any, file: str, dry_run: bool, **options: Any) -> None:
        try:
            # The signature that Excel writes is left out; lines end as they do inside a quoted name.
            rows = read_price_list(Path(file).read_text(encoding="utf-8-sig").splitlines(keepends=True))
        except OSError as error:
            raise CommandError(
                _("%(file)s can't be read: %(why)s") % {"file": file, "why": error.strerror}
            ) from None
        except UnicodeDecodeError:
            raise CommandError(_("%(file)s is not a text in UTF-8.") % {"file": file}) from None
        except BadPriceList as wrong:
            raise CommandError("\n".join([_("Nothing was loaded."), *wrong.faults])) from None
        if not dry_run:
            put_in_place(rows)
        told = {"n": len(rows), "currency": rows[0].currency}
        line = ngettext("%(n)d market, in %(currency)s.", "%(n)d markets, in %(currency)s.", len(rows)) % told
        self.stdout.write(
            (_("Would be loaded: %(line)s") if dry_run else _("Loaded: %(line)s")) % {"line": line}
        )
