"""Machines of the vendor's: registering clients, asking for codes, telling of payments."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client as Visitor
from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.make.money import NOON
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance
from zabota.config.wsgi import application
from zabota.connectors.inbox.models import InboundEvent
from zabota.domain.attribution.models import Attribution, Source, Visit
from zabota.domain.clients.models import Client
from zabota.domain.payments.models import Payment
from zabota.domain.people.models import ApiKey, Role
from zabota.domain.people.operations import add_person, give_role, make_key, revoke_key
from zabota.domain.people.rules import KeyRight
from zabota.web.api.access import RATES
from zabota.web.api.urls import api

pytestmark = pytest.mark.django_db
CLIENTS, PAYMENTS = "/api/v1/clients", "/api/v1/payments"


class Machine:
    """The vendor's registration page with a key."""

    def __init__(self, *rights: KeyRight) -> None:
        others = ApiKey.objects.count()
        name = f"Сайт {others + 1}" if others else "Сайт"
        self.key, self.secret = make_key(name=name, rights=rights, at=NOON, by="Виктор")
        self.visitor = Visitor(headers={"Authorization": f"Bearer {self.secret}"})

    def post(self, address: str, body: Any, **headers: str) -> Any:
        return self.visitor.post(
            address, json.dumps(body), content_type="application/json", headers=headers
        )


@pytest.fixture
def machine(world: World) -> Machine:
    return Machine(*KeyRight)


def paid(number: str, client: str = "acc-1", minor: int = 100_000) -> dict[str, Any]:
    return {
        "source": "shop", "external_id": number, "amount_minor": minor,
        "paid_at": NOON.isoformat(), "client_external_id": client,
    }  # fmt: skip


def test_a_client_with_a_code_is_the_partners_and_twice_is_once(
    machine: Machine, world: World
) -> None:
    body = {"name": "Новая", "external_id": "acc-1", "promo_code": "PИТA"}  # both alphabets
    first, again = machine.post(CLIENTS, body), machine.post(CLIENTS, body)

    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert first.json()["partner"] == world.rita.name
    assert Client.objects.filter(name="Новая").count() == 1
    run_jobs()
    assert Attribution.objects.filter(client__name="Новая").count() == 1
    assert machine.visitor.get(f"{CLIENTS}/{first.json()['id']}").json()["promo_code"] == "РИТА"
    assert_books_balance()


def test_an_idempotency_key_answers_the_same_and_bears_no_other_body(machine: Machine) -> None:
    body = {"name": "Без номера"}
    key = {"Idempotency-Key": "k-1"}
    ids = {machine.post(CLIENTS, body, **key).json()["id"] for _ in range(2)}
    other = machine.post(CLIENTS, {"name": "Другая"}, **key)

    assert len(ids) == 1
    assert other.status_code == 409
    assert other["Content-Type"] == "application/problem+json"
    assert not Client.objects.filter(name="Другая").exists()


def test_a_code_may_be_called_promo(machine: Machine, world: World) -> None:
    said = machine.post(CLIENTS, {"name": "Новая", "external_id": "acc-7", "promo": "рита"}).json()
    assert (said["promo_code"], said["notice"]) == ("РИТА", "")


def test_an_unknown_code_loses_nobody(machine: Machine) -> None:
    said = machine.post(CLIENTS, {"name": "Акела", "promo_code": "НЕТТАК"}).json()
    assert said["partner"] is None
    assert said["notice"]
    codes = [machine.visitor.get(f"/api/v1/promo-codes/{c}").json() for c in ("ива-н10", "нет")]
    assert [(code["known"], code["works"]) for code in codes] == [(True, True), (False, False)]


def test_payments_are_kept_then_recorded_once(machine: Machine, world: World) -> None:
    machine.post(CLIENTS, {"name": "Новая", "external_id": "acc-1", "promo_code": "РИТА"})
    batch = {"payments": [paid("1"), paid("2")]}
    assert machine.post(PAYMENTS, batch).status_code == 202
    run_jobs()
    assert machine.post(PAYMENTS, batch).json()["known_batch"]
    machine.post(PAYMENTS, {"payments": [paid("2"), paid("3")]})
    run_jobs()

    assert Payment.objects.filter(source="api:shop").count() == 3
    # NOON is before the client registered; staff decide about earlier money.
    assert InboundEvent.objects.filter(source="api", status="handled").count() == 3
    machine.post(PAYMENTS, {"payments": [paid("3", minor=5)]})
    run_jobs()
    assert InboundEvent.objects.get(status="failed").error.endswith("3")
    assert_books_balance()


def test_faults_are_problems_in_the_callers_language_and_keep_nothing(machine: Machine) -> None:
    kept = InboundEvent.objects.count()
    for body in ({}, {"name": "a\x00b"}, {"name": ""}, {"name": "А", "inn": "1234567890"}):
        answer = machine.post(CLIENTS, body, **{"Accept-Language": "en"})
        assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
        assert all(
            one["where"].startswith(("body.", "path.", "query.", "header.", "body"))
            and "body.body" not in one["where"]
            for one in answer.json()["errors"]
        )
        assert answer.json()["errors"]
    russian = machine.post(CLIENTS, {}, **{"Accept-Language": "ru"}).json()["detail"]
    assert russian != answer.json()["detail"]
    assert (
        machine.post(PAYMENTS, {"payments": [paid(str(n)) for n in range(1001)]}).status_code == 422
    )
    assert (
        machine.post(PAYMENTS, {"payments": [{**paid("1"), "amount_minor": 1.5}]}).status_code
        == 422
    )
    assert machine.visitor.get(f"{CLIENTS}/{10**30}").status_code == 404
    assert machine.visitor.get("/api/v1/nowhere").json()["status"] == 404
    assert InboundEvent.objects.count() == kept


def test_nobody_enters_without_a_key_that_has_the_right(world: World) -> None:
    reader = Machine(KeyRight.CODES_READ)
    assert reader.post(CLIENTS, {"name": "А"}).status_code == 403
    assert reader.visitor.get(f"{CLIENTS}/{world.acme.pk}").status_code == 403
    assert reader.post(PAYMENTS, {"payments": [paid("1")]}).status_code == 403
    assert reader.visitor.get("/api/v1/promo-codes/РИТА").status_code == 200
    assert ApiKey.objects.get().used_at is not None
    assert reader.secret not in str(ApiKey.objects.values())
    wrong = Visitor(headers={"Authorization": f"Bearer {reader.secret[:-1]}"})
    assert wrong.get("/api/v1/promo-codes/РИТА").status_code == 401
    revoke_key(reader.key, at=NOON, by="Виктор")
    assert reader.visitor.get("/api/v1/promo-codes/РИТА").status_code == 401
    assert Visitor().get("/api/v1/openapi.json").status_code == 401


def test_the_description_is_for_staff_and_keys(machine: Machine, world: World) -> None:
    assert machine.visitor.get("/api/v1/openapi.json").json()["openapi"] == "3.1.0"
    assert Visitor().get("/api/v1/docs").status_code == 302
    staff, member = Visitor(), Visitor()
    person = add_person(email="viktor@example.com", name="Виктор")
    give_role(person, role=Role.OWNER)
    way = "allauth.account.auth_backends.AuthenticationBackend"
    staff.force_login(person, way)
    member.force_login(world.ivan.members.get().person, way)
    assert staff.get("/api/v1/docs").status_code == 200
    assert member.get("/api/v1/docs").status_code == 403


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Calls go through the WSGI application inside the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("one_connection")
@pytest.mark.parametrize(
    ("path", "method"),
    [("/clients", "POST"), ("/clients/{id}", "GET"), ("/promo-codes/{code}", "GET"),
     ("/payments", "POST"), ("/invoices", "POST"), ("/invoices", "GET"), ("/invoices/{id}", "GET")],
)  # fmt: skip
def test_whatever_comes_the_description_holds(machine: Machine, path: str, method: str) -> None:
    """Schemathesis invents calls from the description; none may fail or answer beyond it."""
    schema = schemathesis.openapi.from_dict(api.get_openapi_schema(path_prefix="/api/v1/"))
    schema.app = application
    operation = schema[f"/api/v1{path}"][method]
    bearer = {"Authorization": f"Bearer {machine.secret}"}

    @seed(20)
    @settings(
        max_examples=15, deadline=None, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=operation.as_strategy())
    def holds(case: Any) -> None:
        answer = case.call(headers=bearer)
        case.validate_response(
            answer,
            checks=[
                schemathesis.checks.not_a_server_error,
                schemathesis.specs.openapi.checks.status_code_conformance,
                schemathesis.specs.openapi.checks.response_schema_conformance,
            ],
        )

    holds()


def test_too_many_calls_are_asked_to_wait_and_others_are_not(
    machine: Machine, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(RATES, "call", "2/m/key")
    codes = "/api/v1/promo-codes/ИВАН10"
    assert [machine.visitor.get(codes).status_code for _ in range(3)] == [200, 200, 429]
    refused = machine.post(CLIENTS, {"name": "Вега"})
    assert (refused.status_code, refused["Content-Type"]) == (429, "application/problem+json")
    assert not Client.objects.filter(name="Вега").exists()
    assert Machine(*KeyRight).visitor.get(codes).status_code == 200


@pytest.mark.parametrize(
    ("came_by", "partner", "campaign"),
    [
        ("https://shop.example/?promo=РИТА&utm_campaign=осень&utm_source=tg", "Рита Софт", "осень"),
        ("https://zabota.example/p/%D0%A0%D0%98%D0%A2%D0%90/?utm_campaign=a", "Рита Софт", "a"),
        ("рита", "Рита Софт", ""),
        ("https://shop.example/prices/", None, None),
        ("http://[oops", None, None),
    ],
)
def test_the_link_a_client_came_by_counts(
    machine: Machine, world: World, came_by: str, partner: str | None, campaign: str | None
) -> None:
    body = {"name": "Вега", "external_id": "v", "came_by": came_by}
    said = [machine.post(CLIENTS, body).json() for _ in range(2)]
    assert [one["partner"] for one in said] == [partner, partner]
    visits = Visit.objects.filter(client=said[0]["id"])
    assert [one.campaign for one in visits] == ([] if campaign is None else [campaign])
    sources = Attribution.objects.filter(client=said[0]["id"]).values_list("source", flat=True)
    assert list(sources) == ([Source.LINK] if partner else [])


def test_the_code_a_client_gave_counts_before_the_link(machine: Machine, world: World) -> None:
    body = {"name": "Вега", "promo_code": "ИВАН10", "came_by": "/p/РИТА/"}
    said = machine.post(CLIENTS, body).json()
    assert said["partner"] == world.ivan.name
    assert Attribution.objects.get(client=said["id"]).source == Source.PROMO_CODE


def test_health_is_told_and_shown_to_the_partner(machine: Machine, world: World) -> None:
    url = f"{CLIENTS}/{world.acme.pk}/health"
    told = {"paid_until": "2026-12-31", "connection": "broken", "words": "WhatsApp отключён"}
    answer = machine.post(url, told)
    assert (answer.status_code, answer.json()["connection"]) == (200, "broken")
    machine.post(url, {"connection": "works"})
    world.acme.refresh_from_db()
    assert (world.acme.connection, str(world.acme.paid_until)) == ("works", "2026-12-31")
    assert machine.post(url, {"connection": "fine"}).status_code == 422
    assert machine.post(f"{CLIENTS}/999999/health", told).status_code == 404
    reader = Machine(KeyRight.CLIENTS_READ)
    assert reader.post(url, told).status_code == 403
