"""Questions about promo codes and whose client it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from zabota.domain.attribution.models import Attribution, PromoCode, PromoCodeStatus
from zabota.domain.attribution.rules import fold_code
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import PartnerStatus
from zabota.kit.sql import fetch

# One statement for a batch; the client's own ИНН and his known payers come along, because they
# decide whether somebody else has paid.
_OWNERS = """
SELECT k.n, a.id, a.partner_id, a.servicing, p.inn, c.inn, c.first_paid_at,
    EXISTS (SELECT 1 FROM clients_payer AS y
            WHERE k.payer_inn <> '' AND y.inn = k.payer_inn AND y.client_id = k.client_id)
FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[]) WITH ORDINALITY
    AS k(client_id, at, payer_inn, n)
JOIN attribution_attribution AS a
    ON a.client_id = k.client_id AND a.withdrawn_at IS NULL AND a.during @> k.at
JOIN partners_partner AS p ON p.id = a.partner_id
JOIN clients_client AS c ON c.id = k.client_id
"""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose a client's payment is, with what decides a hold."""

    attribution_id: int
    partner_id: int
    servicing: str
    partner_inn: str
    client_inn: str
    first_paid_at: datetime | None
    payer_known: bool


def find_owners(wanted: Sequence[tuple[int, datetime, str]]) -> list[Owner | None]:
    """The owner at each (client id, moment, payer's ИНН), in the same order; one statement."""
    owners: list[Owner | None] = [None] * len(wanted)
    columns = [
        [row[0] for row in wanted],
        [row[1] for row in wanted],
        [row[2] for row in wanted],
    ]
    for position, *owner in fetch(_OWNERS, columns):
        owners[position - 1] = Owner(*owner)
    return owners


def find_working_codes(typed: Sequence[str]) -> dict[str, PromoCode]:
    """Folded spelling → promo code that brings new clients; one statement."""
    codes = (
        PromoCode.objects.select_related("partner")
        .filter(
            folded__in={fold_code(word) for word in typed},
            status__in=[PromoCodeStatus.PENDING, PromoCodeStatus.APPROVED],
        )
        .exclude(partner__status=PartnerStatus.LEFT)
    )
    return {code.folded: code for code in codes}


def find_working_code(typed: str) -> PromoCode | None:
    """The promo code that brings new clients, however it is spelled."""
    return find_working_codes([typed]).get(fold_code(typed))


def is_code_taken(typed: str) -> bool:
    """Whether a code of this spelling, or one that looks like it, exists in any status."""
    return PromoCode.objects.filter(folded=fold_code(typed)).exists()


def find_attribution(client: Client, *, at: datetime) -> Attribution | None:
    """The live attribution of a client at a moment."""
    return (
        Attribution.objects.select_related("partner", "promo_code")
        .filter(client=client, withdrawn_at=None, during__contains=at)
        .first()
    )
