from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _


class Price(models.Model):
    """One market of Meta's price list: what a delivered message costs there (Cloud API: pricing).

    A market is a country (two letters) or one of Meta's groups of countries (its name). None: no price is listed.
    """

    PLACES = 6

    market = models.CharField(_("market"), max_length=60, unique=True)
    currency = models.CharField(_("currency"), max_length=3)
    marketing = models.DecimalField(max_digits=12, decimal_places=PLACES, null=True)
    utility = models.DecimalField(max_digits=12, decimal_places=PLACES, null=True)
    authentication = models.DecimalField(max_digits=12, decimal_places=PLACES, null=True)
    authentication_international = models.DecimalField(max_digits=12, decimal_places=PLACES, null=True)
    service = models.DecimalField(max_digits=12, decimal_places=PLACES, null=True)
    loaded_at = models.DateTimeField(_("loaded"), auto_now_add=True)

    class Meta:
        db_table = "whatsapp_prices"
        verbose_name = _("price")
        verbose_name_plural = _("prices")

    def __str__(self) -> str:
        return self.market

    def of(self, category: str) -> Decimal | None:
        """`category` as templates have it: MARKETING, UTILITY, AUTHENTICATION."""
        amount: Decimal | None = getattr(self, category.lower(), None)
        return amount
