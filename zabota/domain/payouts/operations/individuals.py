"""Individuals without any regime: paid only where the owner has said so, less the income tax."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.partners.models import LegalForm
from zabota.domain.payouts.facts import PAY_INDIVIDUALS
from zabota.domain.payouts.models import Payout
from zabota.domain.payouts.queries.individuals import get_contributions
from zabota.domain.payouts.queries.receipts import sum_before
from zabota.domain.payouts.rules.individuals import TaxConsequence, tax_on
from zabota.domain.settings.queries import get_setting
from zabota.kit.errors import Refusal


class IndividualsOff(Refusal):
    """The vendor does not pay individuals."""

    code = "individuals_off"


def tax_of(payout: Payout) -> TaxConsequence | None:
    """What is withheld from an individual's payout, after those before it this year; else None."""
    if payout.legal_form != LegalForm.PERSON:
        return None
    return tax_on(
        payout.amount_minor,
        contributions=get_contributions(at=payout.formed_at),
        before_minor=sum_before(payout),
    )


def to_transfer(payout: Payout) -> int:
    """How much leaves for the payee's account: from an individual's reward the income tax is withheld."""
    tax = tax_of(payout)
    return tax.net if tax else payout.amount_minor


def refuse_individuals(legal_form: str, *, at: datetime) -> None:
    """Refuse an individual while the owner has not switched payouts to them on."""
    if legal_form == LegalForm.PERSON and not get_setting(PAY_INDIVIDUALS, at=at):
        raise IndividualsOff(
            "Individuals without any regime are not paid here. To become self-employed takes minutes in "
            "“My tax”, and nothing is withheld then."
        )
