from django.db import models
from django.utils.translation import gettext_lazy as _

from .media import StoredFile
from .numbers import BusinessNumber


class Upload(models.Model):
    """A file that Meta has from us: for thirty days it can be sent again without going up again.

    Bound to the number that uploaded it (Cloud API: media).
    """

    stored = models.ForeignKey(StoredFile, models.CASCADE, db_index=False, related_name="uploads")
    number = models.ForeignKey(BusinessNumber, models.CASCADE, db_index=False, related_name="+")
    media_id = models.CharField(_("Meta's id of it"), max_length=128)
    ends_at = models.DateTimeField(_("forgotten by Meta"))

    class Meta:
        db_table = "whatsapp_uploads"
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        constraints = [
            models.UniqueConstraint(fields=["stored", "number"], name="one_upload_per_file_and_number"),
        ]

    def __str__(self) -> str:
        return self.media_id
