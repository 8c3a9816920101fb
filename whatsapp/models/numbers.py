from django.db import models
from django.utils.translation import gettext_lazy as _


class BusinessNumber(models.Model):
    """One of the company's own WhatsApp numbers, as Meta knows it."""

    phone_number_id = models.CharField(
        _("phone number ID"),
        max_length=32,
        unique=True,
        help_text=_("Meta's ID of the number, not the number itself."),
    )
    waba_id = models.CharField(_("WhatsApp Business Account ID"), max_length=32, blank=True)
    display_phone_number = models.CharField(_("number"), max_length=32, blank=True)
    verified_name = models.CharField(_("verified name"), max_length=200, blank=True)
    quality = models.CharField(
        _("quality"), max_length=20, blank=True, db_default="", help_text=_("As Meta last rated it.")
    )
    waits_until = models.DateTimeField(
        _("sends nothing before"), null=True, blank=True, help_text=_("Meta asked for a pause, or refused.")
    )
    stopped_by_code = models.IntegerField(
        _("stopped by error"),
        null=True,
        blank=True,
        help_text=_("Messages wait until somebody has put it right."),
    )
    is_cured_by_status = models.BooleanField(
        _("only a delivered message ends the stop"),
        default=False,
        db_default=False,
        help_text=_("Meta took the messages, and refused them later: that it takes one proves nothing."),
    )
    # Not a foreign key: the number is older than its messages, and outlives them.
    probe_id = models.BigIntegerField(_("message that tries whether it is cured"), null=True, blank=True)
    sends_read_receipts = models.BooleanField(
        _("shows blue ticks and typing"),
        default=True,
        db_default=True,
        help_text=_(
            "Customers see when the team has read their messages, and when somebody is typing. WhatsApp "
            "shows no typing without blue ticks."
        ),
    )
    created_at = models.DateTimeField(_("added"), auto_now_add=True)

    class Meta:
        db_table = "whatsapp_business_numbers"
        verbose_name = _("business number")
        verbose_name_plural = _("business numbers")

    def __str__(self) -> str:
        return self.display_phone_number or self.phone_number_id
