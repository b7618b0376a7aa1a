"""Staff say from which day a partner is of another legal form."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client as Visitor

from tests.make.money import self_employed
from tests.make.npd import NINA_INN
from tests.world import World
from zabota.domain.partners.models import FormerForm, LegalForm

pytestmark = pytest.mark.django_db


def test_the_day_is_given_and_a_day_to_come_is_refused(world: World, finance: Visitor) -> None:
    nina = self_employed("Нина", inn=NINA_INN)
    address = f"/office/partners/{nina.pk}/legal-form/"
    words = {"to": "ip", "inn": NINA_INN, "reason": "стал ИП"}
    refused = finance.post(address, {**words, "since": "2999-01-01"})
    assert refused.status_code == 422
    assert "This day has not come yet" in refused.content.decode()
    nina.refresh_from_db()
    assert nina.legal_form == LegalForm.NPD
    assert finance.post(address, {**words, "since": "2026-01-15"}).status_code == 302
    assert FormerForm.objects.get(partner=nina).until == date(2026, 1, 15)
