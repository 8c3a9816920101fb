from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Contact(models.Model):
    """A customer. Since usernames came, none of a person's identities is certain to be there.

    They are looked up by BSUID first, then wa_id, then phone (Cloud API: usernames and BSUID). What Meta
    told us is stored as it came: digit variants of a phone are for looking up only.
    """

    phone = models.CharField(
        _("phone"), max_length=20, null=True, blank=True, help_text=_("Digits only, with country code.")
    )
    wa_id = models.CharField(_("wa_id"), max_length=32, null=True, blank=True)
    bsuid = models.CharField(_("BSUID"), max_length=140, null=True, blank=True)
    parent_bsuid = models.CharField(_("parent BSUID"), max_length=140, null=True, blank=True)
    username = models.CharField(_("username"), max_length=64, blank=True)
    name = models.CharField(
        _("name"), max_length=200, blank=True, help_text=_("As the customer set it in WhatsApp.")
    )
    address_book_name = models.CharField(
        _("name in the phone app"),
        max_length=200,
        blank=True,
        db_default="",
        help_text=_("As the company's own phone has it."),
    )
    wants_marketing = models.BooleanField(
        _("wants marketing"), null=True, blank=True, help_text=_("Empty: the customer never said.")
    )
    marketing_said_at = models.DateTimeField(_("said so"), null=True, blank=True)
    created_at = models.DateTimeField(_("first seen"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        db_table = "whatsapp_contacts"
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [
            models.UniqueConstraint(fields=["bsuid"], name="one_contact_per_bsuid"),
            models.UniqueConstraint(fields=["wa_id"], name="one_contact_per_wa_id"),
            models.UniqueConstraint(fields=["phone"], name="one_contact_per_phone"),
            models.CheckConstraint(
                condition=Q(phone__isnull=False) | Q(wa_id__isnull=False) | Q(bsuid__isnull=False),
                name="a_contact_can_be_reached_somehow",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """What an agent calls this person: name, else @username, else the number."""
        if self.name:
            return self.name
        if self.username:
            return f"@{self.username}"
        return f"+{self.phone}" if self.phone else self.bsuid or self.wa_id or ""
