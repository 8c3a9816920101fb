from django.db import models

from .numbers import BusinessNumber


class Checkup(models.Model):
    """What the last look at a number's setup found, and when the next one is due."""

    number = models.OneToOneField(BusinessNumber, models.CASCADE, primary_key=True, related_name="checkup")
    findings = models.JSONField(default=list)
    checked_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField()

    class Meta:
        db_table = "whatsapp_checkups"

    def __str__(self) -> str:
        return f"{self.number_id}"
