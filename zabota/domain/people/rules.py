"""What a role may do as it came, and what of that the owner may change. Plain Python: a table to read."""

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


ALWAYS = frozenset({Right.READ})  # who is staff looks: a person who sees nothing is no staff
OWNERS_ALONE = frozenset({Right.STAFF})  # who gives roles could give himself everything


def is_movable(role: str, right: Right) -> bool:
    """Whether the owner may give or take this right; an owner has all of them, or the house could lock itself."""
    return role != "owner" and right not in ALWAYS | OWNERS_ALONE


def rights_of(role: str, changes: Iterable[tuple[str, bool]] = ()) -> frozenset[Right]:
    """What a role may do: as it came, with the owner's changes (right, allowed) one after another."""
    rights = set(RIGHTS.get(role, frozenset()))
    for name, allowed in changes:
        if name not in set(Right) or not is_movable(role, Right(name)):
            continue
        (rights.add if allowed else rights.discard)(Right(name))
    return frozenset(rights)
