"""Ctrl+K in the office: partners, clients, money by its numbers; strangers and partners refused."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.models.functions import Upper
from django.test import Client as Visitor

from tests.make.money import NOON, payment
from tests.web.backoffice.conftest import sign_in
from tests.world import World
from zabota.domain.clients.models import Client
from zabota.domain.leads.models import Lead
from zabota.domain.partners.models import Partner
from zabota.domain.payments.models import Payment
from zabota.domain.payouts.models import Batch
from zabota.domain.people.models import Person, Role
from zabota.domain.people.operations import add_person, give_role
from zabota.flows.payments_received import payments_received

pytestmark = pytest.mark.django_db
SEARCH = "/office/search/"


def test_support_finds_whoever_calls(world: World) -> None:
    payments_received([payment(world.acme)], at=NOON)
    support = sign_in(Role.SUPPORT)
    reference = Payment.objects.get().external_id

    def addresses(asked: str) -> list[str]:
        groups = support.get(SEARCH, {"q": asked}).context["groups"]
        return [hit.url for group in groups for hit in group.hits]

    assert addresses("иван и") == [f"/office/partners/{world.ivan.pk}/"]
    assert addresses("рита") == [f"/office/partners/{world.rita.pk}/"] * 2  # he and his code
    assert addresses("ЗЕР") == [f"/office/clients/{world.zero.pk}/"]
    add_person(email="olga@vendor.example", name="Ольга Снегова")
    give_role(Person.objects.get(name="Ольга Снегова"), role=Role.FINANCE)
    assert addresses("снегова")[0].startswith("/office/journal/?by=")
    lead = Lead.objects.create(source="staff", company="Лавка чая", made_at=NOON)
    assert addresses("лавка") == [f"/office/leads/{lead.pk}/"]
    assert addresses(reference) == [f"/office/payments/{Payment.objects.get().pk}/"]


def test_names_are_found_by_an_index(world: World) -> None:
    for model, index in ((Client, "clients_by_name_part"), (Partner, "partners_by_name_part")):
        rows = model.objects.annotate(folded=Upper("name")).filter(folded__contains="АКМЕ")
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
        assert index in rows.explain()


def test_pages_only_for_some_are_not_found_by_others(world: World) -> None:
    asked = {"q": "API"}
    assert sign_in(Role.SUPPORT).get(SEARCH, asked).context["groups"] == []
    assert len(sign_in(Role.OWNER).get(SEARCH, asked).context["groups"]) == 1


def test_strangers_and_partners_are_refused(world: World) -> None:
    partner = Visitor()
    person = world.ivan.members.get().person
    partner.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert partner.get(SEARCH).status_code == 403
    assert Visitor().get(SEARCH).status_code == 302


def test_a_number_with_its_word_is_enough(formed: Batch) -> None:
    support = sign_in(Role.SUPPORT)
    payout = formed.payouts.get()

    def addresses(asked: str) -> list[str]:
        groups = support.get(SEARCH, {"q": asked}).context["groups"]
        return [hit.url for group in groups for hit in group.hits]

    assert addresses(f"реестр {formed.pk}") == [f"/office/batches/{formed.pk}/"]
    assert addresses(f"Batch No. {formed.pk}") == [f"/office/batches/{formed.pk}/"]
    assert addresses(f"выплата №{payout.order_number}") == [f"/office/payouts/{payout.pk}/"]
    lead = Lead.objects.create(source="staff", company="Лавка чая", made_at=NOON)
    assert addresses(f"заявка {lead.pk}") == [f"/office/leads/{lead.pk}/"]
    for nonsense in ("реестр", "реестр 0", "реестр 99999999999", "кот 5"):
        assert addresses(nonsense) == []
