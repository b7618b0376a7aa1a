"""A database of its own for measuring: 10 000 partners, each with a client."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange

from zabota.domain.attribution.models import Attribution, Source
from zabota.domain.clients.models import Client
from zabota.domain.ledger.operations import open_accounts
from zabota.domain.partners.models import LegalForm, Partner
from zabota.domain.programme.models import Clause
from zabota.domain.programme.operations import draft_terms, publish_terms
from zabota.domain.rewards.postings import owed

PARTNERS = 10_000
LONG_AGO = datetime(2021, 1, 1, tzinfo=UTC)


def settle_in() -> None:
    """The terms, the partners and their clients; the last partner has a thousand more: the hot one."""
    version = draft_terms(
        number=4, title="v4", effective_from=LONG_AGO, clauses=[Clause(rate_bp=4000)]
    )
    publish_terms(version, at=LONG_AGO, by="bench")
    partners = Partner.objects.bulk_create(
        Partner(
            name=f"P{n}", legal_form=LegalForm.OOO, email=f"p{n}@example.com", joined_at=LONG_AGO
        )
        for n in range(PARTNERS)
    )
    clients = Client.objects.bulk_create(
        Client(name=f"C{n}", external_id=f"c{n}", created_at=LONG_AGO, first_paid_at=LONG_AGO)
        for n in range(PARTNERS + 1_000)
    )
    Attribution.objects.bulk_create(
        Attribution(
            client=client,
            partner=partners[min(n, PARTNERS - 1)],
            during=DateTimeTZRange(LONG_AGO, None),
            source=Source.IMPORT,
            recorded_at=LONG_AGO,
        )
        for n, client in enumerate(clients)
    )
    open_accounts([owed(partner.pk) for partner in partners], currency="RUB")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def client_ids(*, hot: bool) -> list[int]:
    """Clients of everybody, or only those of the hot partner."""
    ids = list(Client.objects.order_by("pk").values_list("pk", flat=True))
    return ids[PARTNERS:] if hot else ids[:PARTNERS]
