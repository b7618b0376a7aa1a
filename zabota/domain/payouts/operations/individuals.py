"""Whether individuals without any regime may be partners: only where the owner has said so."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.partners.models import LegalForm
from zabota.domain.payouts.facts import PAY_INDIVIDUALS
from zabota.domain.settings.queries import get_setting
from zabota.kit.errors import Refusal


class IndividualsOff(Refusal):
    """The vendor does not pay individuals."""

    code = "individuals_off"


def refuse_individuals(legal_form: str, *, at: datetime) -> None:
    """Refuse an individual while the owner has not switched payouts to them on."""
    if legal_form == LegalForm.PERSON and not get_setting(PAY_INDIVIDUALS, at=at):
        raise IndividualsOff(
            "Individuals without any regime are not paid here. To become self-employed takes minutes in "
            "“My tax”, and nothing is withheld then."
        )
