"""What happened to everything: in words, by filters, page by page; and the statement on paper."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client as Visitor
from django.urls import reverse
from openpyxl import load_workbook
from pypdf import PdfReader

from tests.make.money import NOON, payment, refund, self_employed
from tests.make.npd import NINA_INN, OCTOBER, paid
from tests.world import World
from zabota.domain.papers.models import ErrandKind
from zabota.domain.papers.operations.errands import run_errand, start_errand
from zabota.domain.partners.models import Partner
from zabota.domain.payouts.models import Batch, Receipt
from zabota.domain.rewards.models import Reward
from zabota.flows.batch_stepped import batch_approved
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded

pytestmark = pytest.mark.django_db


def address(subject: str, pk: int) -> str:
    return reverse("office:history", args=[subject, pk])


def test_everything_has_its_story(support: Visitor, world: World, formed: Batch) -> None:
    batch_approved(formed, at=NOON + timedelta(hours=2), by="Виктор")
    reward = Reward.objects.get()
    for subject, pk, word in [
        ("partner", world.ivan.pk, "Joined the programme"),
        ("client", world.acme.pk, "became a client of"),
        ("payout", formed.payouts.get().pk, "The batch was approved"),
        ("reward", reward.pk, "Taken into a batch"),
    ]:
        assert word in support.get(address(subject, pk)).content.decode()
    for subject, pk in (("payment", reward.payment_id), ("reward", reward.pk)):
        page = support.get(address(subject, pk)).content.decode()
        assert page.index("A reward was counted") < page.index("The client paid")
        one_day = support.get(address(subject, pk), {"from": "2020-01-01", "to": "2020-01-02"})
        assert "The client paid" not in one_day.content.decode()
    assert support.get(address("nobody", 1)).status_code == 404


def test_a_refund_tells_how_much_and_why(support: Visitor, world: World) -> None:
    paid = payment(world.acme, 100_000)
    payments_received([paid], at=NOON)
    back = replace(refund(paid, 30_050), reason="Лишний месяц")
    payments_refunded([back], at=NOON + timedelta(days=1), by="Ольга")
    page = support.get(address("partner", world.ivan.pk)).content.decode()
    assert "300.50" in page
    assert "went back to the client" in page
    assert "Ольга · Лишний месяц" in page


@pytest.mark.parametrize(
    ("wish", "count"),
    [({"kind": "standing"}, 4), ({"kind": "money"}, 0), ({"q": "Рита"}, 0),
     ({"from": "2020-01-01", "to": "2020-12-31"}, 0), ({"kind": "x", "page": "x"}, 5)],
)  # fmt: skip
def test_it_is_filtered(support: Visitor, world: World, wish: dict[str, str], count: int) -> None:
    found = support.get(address("partner", world.ivan.pk), wish).context["entries"]
    assert len(found) == count


def test_a_statement_on_paper(support: Visitor, earned: Partner) -> None:
    where = reverse("office:partner_statement", args=[earned.pk])
    answer = support.get(where, {"from": "2026-11-01", "to": "2026-11-30"})
    assert "400.00" in PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    for kind in ("csv", "xlsx"):
        table = support.get(where, {"from": "2026-11-01", "to": "2026-11-30", "as": kind})
        assert table["Content-Disposition"].endswith(f'-20261130.{kind}"')
    sheet = load_workbook(io.BytesIO(table.content)).active
    assert [row[3:] for row in sheet.values][1:] == [(0, 0, "RUB"), (400, 400, "RUB")]
    assert support.get(where, {"from": "?", "to": ""}).status_code == 302


def test_only_staff(member: Visitor, stranger: Visitor, world: World) -> None:
    for where in (
        address("partner", world.ivan.pk),
        reverse("office:partner_statement", args=[world.ivan.pk]),
    ):
        assert member.get(where).status_code == 403
        assert stranger.get(where).status_code == 302


def test_a_dossier_has_the_evidence(
    finance: Visitor, support: Visitor, member: Visitor, stranger: Visitor, formed: Batch
) -> None:
    payout = formed.payouts.get()
    where = reverse("office:dossier", args=[payout.pk])
    pages = PdfReader(io.BytesIO(finance.get(where).content)).pages
    words = " ".join("".join(page.extract_text() for page in pages).split())
    for evidence in (payout.account, "Акме", "ИВАН10", "SHA-256", "Taken into a batch", "v4"):
        assert evidence in words
    for visitor, status in ((support, 403), (member, 403), (stranger, 302)):
        assert visitor.get(where).status_code == status


def test_a_dossier_has_the_papers_the_receipt_and_the_status(
    finance: Visitor, world: World
) -> None:
    """What a bank asks for under 115-ФЗ: the act, the receipt, who was self-employed that day."""
    payout = paid(self_employed("Нина Самозанятая", inn=NINA_INN))
    november = OCTOBER + timedelta(days=25)
    for kind in (ErrandKind.MAKE, ErrandKind.NOTIFY):
        errand = start_errand(kind, first_on=OCTOBER.date(), at=november, by="Ольга")
        run_errand(errand.pk, at=november)
    Receipt.objects.create(payout=payout, number="20abcdef01", entered_at=november, entered_by="Н")
    answer = finance.get(reverse("office:dossier", args=[payout.pk]))
    pages = PdfReader(io.BytesIO(answer.content)).pages
    words = " ".join("".join(page.extract_text() for page in pages).split())
    for evidence in ("АУ-2026-1", "УВ-2026-1", "20abcdef01", NINA_INN, payout.purpose[:40]):
        assert evidence in words, evidence
