"""The cast: Ivan and his client Acme, Rita the rival, and Zero, who is nobody's client."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.db import connection

from tests import make
from tests.kept import begin_with
from tests.make.money import client, client_of, partner, terms
from zabota.config.books import check_books
from zabota.domain.clients.models import Client
from zabota.domain.ledger.queries import get_account_balance
from zabota.domain.partners.models import Partner
from zabota.domain.payouts.queries import get_partner_balance, list_payable_items
from zabota.kit.clock import now

__all__ = ["World", "assert_books_balance", "make", "owed", "world"]


@dataclass(frozen=True)
class World:
    """Who lives in most of the stories, under v4 of the terms."""

    ivan: Partner
    rita: Partner
    acme: Client
    zero: Client


@pytest.fixture
def world(db: None) -> World:
    """Ivan (code ИВАН10) brought Acme; Rita is his rival; Zero belongs to nobody."""
    return begin_with(_the_cast)


def _the_cast() -> World:
    terms()
    ivan, rita = partner("Иван и Ко", "ИВАН10"), partner("Рита Софт", "РИТА")
    cast = World(ivan, rita, client_of(ivan, "Акме"), client("Зеро"))
    # What was announced before the story begins has been told already.
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs WHERE status = 'todo'")
    return cast


def owed(partner: Partner) -> int:
    """What the books say we owe the partner, minor units; below zero is his debt."""
    return -get_account_balance(f"partner:{partner.pk}:owed")


def assert_books_balance() -> None:
    """Every check of the books answers nothing, and the quick figures are those of the rows."""
    assert check_books().faults == []
    at = now()
    for pk in Partner.objects.values_list("pk", flat=True):
        items = [item for item in list_payable_items([pk]) if item.currency == "RUB"]
        balance = get_partner_balance(pk, before=at)
        late = sum(item.amount_minor for item in items if item.due_at < at)
        total = sum(item.amount_minor for item in items)
        assert (balance.due, balance.pending) == (late, total - late)
