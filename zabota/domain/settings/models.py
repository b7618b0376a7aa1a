"""Values of settings as rows: of those whose moment has come the newest holds, the others are history or plan."""

from __future__ import annotations

from django.db import models


class Setting(models.Model):
    """A value that the owner gave to an option; `set_at` is from when it holds, which may be a coming day."""

    name = models.CharField(max_length=60)
    value = models.JSONField()
    set_at = models.DateTimeField()
    set_by = models.CharField(max_length=120)

    class Meta:
        indexes = [models.Index(fields=["name", "-set_at"], name="settings_newest")]

    def __str__(self) -> str:
        return f"{self.name} = {self.value}"
