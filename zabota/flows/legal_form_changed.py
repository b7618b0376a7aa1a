"""Legal form changed: orders, checks and receipts follow the new one now, papers from its day on."""

from __future__ import annotations

from datetime import date, datetime

from zabota.domain.partners.models import LegalForm, Partner
from zabota.domain.partners.operations.forms import change_legal_form
from zabota.domain.payouts.operations.individuals import refuse_individuals
from zabota.kit.flow import flow
from zabota.kit.locks import Lock, hold


@flow
def legal_form_changed(
    partner: Partner,
    *,
    to: LegalForm,
    inn: str,
    kpp: str,
    ogrn: str,
    reason: str,
    at: datetime,
    by: str,
    since: date | None = None,
) -> None:
    """Change the form between batches; refused for an individual while individuals are not paid."""
    refuse_individuals(to, at=at)
    hold(Lock.BOOKS)  # no batch is formed with half of the old form and half of the new
    change_legal_form(
        partner, to=to, inn=inn, kpp=kpp, ogrn=ogrn, reason=reason, at=at, by=by, since=since
    )
