"""A partner to choose: two of the same name are told apart by their promo codes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet

from zabota.domain.partners.models import Partner


def list_known() -> QuerySet[Partner]:
    """Partners by name, with the codes at hand."""
    return Partner.objects.prefetch_related("promo_codes").order_by("name", "pk")


def known_as(partner: Partner) -> str:
    """The name with the codes behind it, as staff know him."""
    return " · ".join([partner.name, *(code.code for code in partner.promo_codes.all())])


class PartnerField(forms.ModelChoiceField):
    """One of the partners, or what belongs to one (a profile)."""

    def label_from_instance(self, obj: Any) -> str:
        """As staff know him."""
        return known_as(obj if isinstance(obj, Partner) else obj.partner)
