"""A self-employed partner enters receipts; slips stay beside their fields, the good ones are taken."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import self_employed
from tests.make.npd import NINA_INN, OCTOBER, OTHER_INN, link, paid
from tests.web.cabinet.conftest import enter
from tests.world import World
from zabota.domain.partners.models import Partner
from zabota.domain.payouts.models import PayoutStatus, Receipt
from zabota.domain.payouts.operations.receipts import enter_receipt, return_receipt

pytestmark = pytest.mark.django_db


@pytest.fixture
def nina(world: World) -> Partner:
    """A self-employed partner."""
    return self_employed("Нина", inn=NINA_INN)


@pytest.fixture
def visitor(nina: Partner) -> Visitor:
    """Nina, signed in."""
    return enter(nina.members.get().person)


def receipts(visitor: Visitor, **typed: str) -> tuple[int, str]:
    """The page, after typing into its fields when there is something to type."""
    address = reverse("cabinet:receipts")
    said = {name.replace("_", "-"): text for name, text in typed.items()}
    answer = visitor.post(address, said, follow=True) if said else visitor.get(address)
    return answer.status_code, answer.content.decode()


def test_what_is_good_is_taken_and_slips_stay(nina: Partner, visitor: Visitor) -> None:
    first, second = (paid(nina, at=OCTOBER + timedelta(days=n)) for n in range(2))
    _status, text = receipts(visitor)
    assert f"receipt-{first.pk}" in text
    assert "Overdue" in text
    assert "the next payout waits" in text

    slip = link("20abc00002", OTHER_INN)
    typed = {f"receipt_{first.pk}": link("20abc00001"), f"receipt_{second.pk}": slip}
    status, text = receipts(visitor, **typed)
    assert status == 422
    assert "This receipt was made by" in text
    assert slip in text, "What was typed is not lost."
    assert [one.payout_id for one in Receipt.objects.all()] == [first.pk]

    status, text = receipts(visitor, **{f"receipt_{second.pk}": "20ABC00002"})
    assert status == 200
    assert "All receipts are here" in text
    assert "20abc00002" in text


def test_only_ones_own_payouts(world: World, nina: Partner, visitor: Visitor) -> None:
    other = self_employed("Олег", inn=OTHER_INN)
    theirs = paid(other)
    _status, text = receipts(visitor, **{f"receipt_{theirs.pk}": "20abc00001"})
    assert "Paste at least one link first" in text
    assert not Receipt.objects.exists()

    enter_receipt(theirs, said="20abc00001", at=OCTOBER, by="Олег")
    assert "20abc00001" not in receipts(visitor)[1]


def test_the_way_of_a_receipt_is_seen(nina: Partner, visitor: Visitor) -> None:
    payout = paid(nina)
    enter_receipt(payout, said=link("20abc00001"), at=OCTOBER, by="Нина")
    return_receipt(Receipt.objects.get(), reason="сумма не та", at=OCTOBER, by="Ольга")
    text = receipts(visitor)[1]
    assert "сумма не та" in text
    assert f"receipt-{payout.pk}" in text, "The payout waits for another one."
    sheet = visitor.get(reverse("cabinet:receipts") + "?as=csv").content.decode()
    assert "20abc00001" in sheet

    enter_receipt(payout, said=link("20abc00009"), at=OCTOBER, by="Нина")
    nina.payouts.update(status=PayoutStatus.FAILED)
    assert "please annul the receipt 20abc00009" in receipts(visitor)[1]


def test_home_reminds_and_others_do_not_see_the_line(
    nina: Partner, visitor: Visitor, ivan: Visitor
) -> None:
    paid(nina)
    home = visitor.get(reverse("cabinet:home")).content.decode()
    assert "Enter the receipts for what we paid" in home
    assert reverse("cabinet:receipts") in home
    assert reverse("cabinet:receipts") not in ivan.get(reverse("cabinet:home")).content.decode()
    assert "nothing is expected of you" in receipts(ivan)[1]
