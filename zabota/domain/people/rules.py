"""What a role may do. Plain Python: a table to read."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum


class Right(StrEnum):
    """What staff may be allowed to do in the back office."""

    READ = "read"
    PARTNERS = "partners"
    CLIENTS = "clients"
    ATTRIBUTION = "attribution"
    INVOICES = "invoices"
    STATEMENTS = "statements"
    PAYMENTS = "payments"
    PAYOUTS = "payouts"
    INBOX = "inbox"
    CONNECTIONS = "connections"
    TERMS = "terms"
    KEYS = "keys"
    SETTINGS = "settings"
    STAFF = "staff"


class KeyRight(StrEnum):
    """What a key of the API may be allowed to do."""

    CLIENTS_ADD = "clients:add"
    CLIENTS_READ = "clients:read"
    CODES_READ = "codes:read"
    PAYMENTS_ADD = "payments:add"
    LEADS_ADD = "leads:add"
    INVOICES_ADD = "invoices:add"
    INVOICES_READ = "invoices:read"


RIGHTS: dict[str, frozenset[Right]] = {
    "owner": frozenset(Right),
    "manager": frozenset(
        {Right.READ, Right.PARTNERS, Right.CLIENTS, Right.ATTRIBUTION, Right.INVOICES}
    ),
    "finance": frozenset(
        {
            Right.READ,
            Right.INVOICES,
            Right.STATEMENTS,
            Right.PAYMENTS,
            Right.PAYOUTS,
            Right.INBOX,
            Right.CONNECTIONS,
        }
    ),
    "support": frozenset({Right.READ}),
}


def rights_of(roles: Iterable[str]) -> frozenset[Right]:
    """All rights that a set of roles gives together."""
    return frozenset().union(*(RIGHTS.get(role, frozenset()) for role in roles))
