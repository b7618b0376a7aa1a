"""What stands in the way of payouts, looked at once for all who are due."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db.models import Sum

from zabota.domain.partners.models import (
    BankDetails,
    DetailsKind,
    LegalForm,
    Partner,
)
from zabota.domain.payouts.facts import ASK_NPD, FREEZE_HOURS, PAY_INDIVIDUALS
from zabota.domain.payouts.models import LIVE, NpdCheck, Payout
from zabota.domain.payouts.queries import Due
from zabota.domain.payouts.rules.rails import rail_for
from zabota.domain.programme.models import Acceptance
from zabota.domain.programme.queries import list_unaccepted
from zabota.domain.settings.facts import Value
from zabota.domain.settings.queries import get_settings
from zabota.kit.clock import local_date, start_of_day

Key = tuple[int, str]


@dataclass(frozen=True)
class Seen:
    """Everything the hurdles look at, loaded once for all who are due."""

    due: Sequence[Due]
    at: datetime

    @property
    def ids(self) -> list[int]:
        """Partners who are due."""
        return [row.partner_id for row in self.due]

    @cached_property
    def settings(self) -> Mapping[str, Value]:
        """What the owner has set about it."""
        return get_settings(FREEZE_HOURS, PAY_INDIVIDUALS, ASK_NPD, at=self.at)

    @cached_property
    def partners(self) -> dict[int, Partner]:
        """By id."""
        return Partner.objects.in_bulk(self.ids)

    @cached_property
    def all_details(self) -> dict[Key, list[BankDetails]]:
        """Bank details by partner and currency, the live one first."""
        found: dict[Key, list[BankDetails]] = defaultdict(list)
        for one in BankDetails.objects.filter(partner__in=self.ids).order_by("-pk"):
            found[one.partner_id, one.currency].append(one)
        return found

    def details(self, row: Due) -> BankDetails | None:
        """Where this money would go now."""
        rows = self.all_details.get((row.partner_id, row.currency), [])
        return next((one for one in rows if one.replaced_at is None), None)

    def has_only_iban(self, row: Due) -> bool:
        """Whether he has an IBAN, and nothing that takes this currency."""
        others = [one for (pk, _), rows in self.all_details.items() if pk == row.partner_id
                  for one in rows if one.replaced_at is None]  # fmt: skip
        return self.details(row) is None and any(one.kind == DetailsKind.IBAN for one in others)

    @cached_property
    def acceptances(self) -> dict[int, Acceptance]:
        """The newest offer each partner has accepted."""
        rows = Acceptance.objects.filter(partner__in=self.ids).select_related("offer")
        return {one.partner_id: one for one in rows.order_by("offer__number")}

    @cached_property
    def unaccepted(self) -> dict[int, str]:
        """Who wants an acceptance of the offer, and whether the first or a newer one."""
        return list_unaccepted(self.ids, at=self.at)

    def rail(self, row: Due) -> str:
        """The rail that would take it, or an empty string."""
        details = self.details(row)
        if details is None:
            return ""
        return rail_for(
            legal_form=self.partners[row.partner_id].legal_form,
            currency=row.currency,
            kind=details.kind,
        )

    @cached_property
    def self_employed(self) -> list[Due]:
        """Those for whom the tax service is asked and receipts are owed."""
        return [
            row for row in self.due if self.partners[row.partner_id].legal_form == LegalForm.NPD
        ]

    @cached_property
    def npd_checks(self) -> dict[str, NpdCheck]:
        """What the tax service said today, by ИНН."""
        inns = [self.partners[row.partner_id].inn for row in self.self_employed]
        rows = NpdCheck.objects.filter(inn__in=inns, on=local_date(self.at)) if inns else []
        return {one.inn: one for one in rows}

    @cached_property
    def wallets_month(self) -> dict[str, int]:
        """Wallet → what it got this month, or is getting; minor units."""
        accounts = [
            one.account
            for one in map(self.details, self.due)
            if one is not None and one.kind == DetailsKind.WALLET
        ]
        if not accounts:
            return {}
        first = start_of_day(local_date(self.at).replace(day=1))
        rows = Payout.objects.filter(account__in=accounts, status__in=LIVE, formed_at__gte=first)
        sums = rows.order_by().values_list("account").annotate(sum=Sum("amount_minor"))
        return dict(sums)
