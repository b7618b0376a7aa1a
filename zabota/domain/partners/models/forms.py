"""The legal forms a partner used to have."""

from __future__ import annotations

from django.db import models

from zabota.domain.partners.models.partners import LegalForm, Partner


class FormerForm(models.Model):
    """What a partner was before a day, with the requisites he had then; now stands on the partner.

    `until` is the first day of the form that followed. Papers of the days before are written by it.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="former_forms")
    legal_form = models.CharField(max_length=10, choices=LegalForm.choices)
    until = models.DateField()
    name = models.CharField(max_length=160)
    inn = models.CharField(max_length=12, blank=True)
    kpp = models.CharField(max_length=9, blank=True)
    ogrn = models.CharField(max_length=15, blank=True)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=120, blank=True)

    class Meta:
        indexes = [models.Index(fields=["partner", "until"], name="partners_former_forms")]

    def __str__(self) -> str:
        return f"{self.partner}: {self.legal_form} until {self.until}"
