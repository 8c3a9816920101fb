from django.db import models


class Heartbeat(models.Model):
    """When a worker last showed that it lives. `/readyz` reads it."""

    name = models.CharField(max_length=40, primary_key=True)
    beat_at = models.DateTimeField()

    class Meta:
        db_table = "whatsapp_heartbeats"

    def __str__(self) -> str:
        return self.name
