"""Staff say from which day a partner is of another legal form."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.flows.test_papers import make_papers
from tests.make.money import self_employed
from tests.make.npd import NINA_INN, earn
from tests.world import World
from zabota.domain.papers.models import Paper
from zabota.domain.partners.models import FormerForm, LegalForm
from zabota.flows.legal_form_changed import legal_form_changed
from zabota.kit.events.models import Event

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


def test_a_former_inn_that_nobody_knew_is_put_right(
    world: World, finance: Visitor, support: Visitor
) -> None:
    """What was filled from old events had no ИНН: the act of those days waits, and here it is entered."""
    nina = self_employed("Нина", inn=NINA_INN)
    earn(nina, at=datetime(2026, 10, 5, 9, tzinfo=UTC))
    legal_form_changed(
        nina, to=LegalForm.OOO, inn="7707083893", kpp="770701001", ogrn="", reason="теперь ООО",
        at=datetime(2026, 11, 2, 9, tzinfo=UTC), by="Ольга",
    )  # fmt: skip
    FormerForm.objects.update(inn="")
    make_papers()
    assert not Paper.objects.filter(partner=nina).exists()
    former = FormerForm.objects.get()
    taxes = f"/office/partners/{nina.pk}/taxes/"
    address = reverse("office:former_form", args=[nina.pk, former.pk])
    assert address in finance.get(taxes).content.decode()
    assert "unknown: papers of then wait for it" in finance.get(taxes).content.decode()
    assert finance.get(address).context["form"].initial["name"] == "Нина"

    words = {"name": "Нина", "reason": "договор 2025 года"}
    for wrong in ({"inn": ""}, {"inn": "7707083893"}, {"inn": NINA_INN, "kpp": "770701001"}):
        assert finance.post(address, {**words, **wrong}).status_code == 422
    assert support.get(address).status_code == 403
    assert finance.post(address, {**words, "inn": f" {NINA_INN} "}).status_code == 302
    assert finance.post(address, {**words, "inn": NINA_INN}).status_code == 302
    told = Event.objects.get(name="former_form.corrected")
    assert (told.by, told.payload["inn_after"]) == ("Ольга", NINA_INN)
    make_papers()
    assert Paper.objects.get(partner=nina).content["partner"]["inn"] == NINA_INN
    other = reverse("office:former_form", args=[world.ivan.pk, former.pk])
    assert finance.get(other).status_code == 404
