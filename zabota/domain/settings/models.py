"""Values of settings as rows: the newest one holds, the others are the history."""

from __future__ import annotations

from django.db import models


class Setting(models.Model):
    """A value that the owner gave to an option, from a moment on."""

    name = models.CharField(max_length=60)
    value = models.JSONField()
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["name", "-set_at"], name="settings_newest")]

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"
