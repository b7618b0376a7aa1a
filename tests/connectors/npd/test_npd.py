"""Before each payout the tax service is asked; silence, limits and nonsense are never a no."""

from __future__ import annotations

import socket
from datetime import timedelta
from typing import Any

import httpx
import pytest
from django.test import Client as Visitor

from tests.emulators.running import Running
from tests.make.money import NOON, client_of, payment, self_employed
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance
from zabota.connectors.npd import client as npd_client
from zabota.connectors.npd.operations import ask_about_due
from zabota.connectors.npd.translate import understand
from zabota.domain.payouts.facts import ASK_NPD, NpdAnswer
from zabota.domain.payouts.models import NpdCheck, Payout
from zabota.domain.payouts.operations import NothingDue
from zabota.domain.payouts.operations.npd import record_npd_answers
from zabota.domain.payouts.queries import list_due
from zabota.domain.payouts.queries.hurdles import find_hurdles
from zabota.domain.payouts.queries.seen import Seen
from zabota.domain.people.models import Role
from zabota.domain.people.operations import add_person, give_role
from zabota.domain.settings.operations import set_option
from zabota.flows.batch_formed import batch_formed
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import local_date

pytestmark = pytest.mark.django_db
WEEK = NOON + timedelta(days=7)
NINA, OLEG, VERA = "500100732259", "773370857141", "366512608416"


def earn(name: str, inn: str, *, minutes: int = 0) -> Any:
    """A self-employed partner with 400 roubles due."""
    made = self_employed(name, inn=inn)
    at = NOON + timedelta(minutes=minutes)
    payments_received([payment(client_of(made, f"Клиент {name}"), at=at)], at=at)
    return made


def reasons(*, at: Any = NOON) -> set[str]:
    """Why those who are due cannot be paid."""
    due = list_due(before=WEEK)
    return {one.reason for found in find_hurdles(Seen(due, at)).values() for one in found}


def test_asked_once_and_paid_with_the_evidence(world: World, tax_service: Running) -> None:
    nina = earn("Нина", NINA)
    with pytest.raises(NothingDue):
        batch_formed(before=WEEK, at=NOON, by="Ольга")
    assert reasons() == {"npd_unknown"}

    tax_service.play("say", inn=NINA, answer="yes")
    assert ask_about_due(at=NOON) == 1
    assert ask_about_due(at=NOON) == 0, "An answer holds for the day."
    assert tax_service.play("asked") == [{"inn": NINA, "requestDate": "2026-11-20"}]

    batch_formed(before=WEEK, at=NOON, by="Ольга")
    payout = Payout.objects.get(partner=nina)
    assert payout.npd_check is not None
    assert (payout.npd_check.standing, payout.npd_check.on) == ("yes", local_date(NOON))
    assert "является плательщиком" in payout.npd_check.words
    assert_books_balance()


def test_who_is_self_employed_no_longer_is_not_paid(world: World, tax_service: Running) -> None:
    earn("Нина", NINA)
    tax_service.play("say", inn=NINA, answer="no")
    ask_about_due(at=NOON)
    assert reasons() == {"npd_lost"}
    assert reasons(at=NOON + timedelta(days=1)) == {"npd_unknown"}, "Tomorrow it is asked anew."
    assert_books_balance()


@pytest.mark.parametrize("answer", ["page", "odd"])
def test_nonsense_is_no_answer(world: World, tax_service: Running, answer: str) -> None:
    earn("Нина", NINA)
    tax_service.play("say", inn=NINA, answer=answer)
    ask_about_due(at=NOON)
    assert reasons() == {"npd_unknown"}

    tax_service.play("say", inn=NINA, answer="yes")
    ask_about_due(at=NOON + timedelta(minutes=1))
    assert reasons() == set()


def test_the_limit_of_questions_stops_the_round(world: World, tax_service: Running) -> None:
    for minute, (name, inn) in enumerate([("Нина", NINA), ("Олег", OLEG), ("Вера", VERA)]):
        earn(name, inn, minutes=minute)
        tax_service.play("say", inn=inn, answer="yes")
    tax_service.play("config", limit=1)
    assert ask_about_due(at=NOON) == 2, "The second is told to wait, the third is not asked."
    said = dict(NpdCheck.objects.values_list("inn", "standing"))
    assert said == {NINA: "yes", OLEG: "unknown"}

    tax_service.play("config", limit=10)
    assert ask_about_due(at=NOON + timedelta(minutes=1)) == 2
    asked = [one["inn"] for one in tax_service.play("asked")]
    assert asked == [NINA, VERA, OLEG], "Who was not asked yet comes before who was left waiting."
    assert set(NpdCheck.objects.values_list("standing", flat=True)) == {"yes"}


def test_trouble_on_their_side_is_no_answer(world: World, tax_service: Running) -> None:
    earn("Нина", NINA)
    tax_service.play("say", inn=NINA, answer="no")
    for minute, knobs in enumerate([{"fail": 1.0}, {"fail": 0.0, "too_many": 1.0}]):
        tax_service.play("knobs", **knobs)
        ask_about_due(at=NOON + timedelta(minutes=minute))
        assert NpdCheck.objects.get().standing == "unknown"


def test_silence_and_a_closed_door_are_no_answer(
    world: World, tax_service: Running, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    earn("Нина", NINA)
    tax_service.play("say", inn=NINA, answer="silence")
    monkeypatch.setattr(npd_client, "PATIENCE", httpx.Timeout(0.1))
    ask_about_due(at=NOON)
    assert NpdCheck.objects.get().standing == "unknown"
    assert "Timeout" in NpdCheck.objects.get().words

    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{closed.getsockname()[1]}"
        settings.NPD_STATUS_URL = f"http://{address}/status"
        settings.OUTSIDE_TRUSTED = frozenset({address})
        ask_about_due(at=NOON + timedelta(minutes=1))
    assert NpdCheck.objects.get().standing == "unknown"


def test_a_clear_word_is_not_replaced_by_silence(db: None) -> None:
    day = local_date(NOON)
    for minute, standing in enumerate(["unknown", "yes", "unknown", "no", "unknown"]):
        at = NOON + timedelta(minutes=minute)
        record_npd_answers([NpdAnswer(inn=NINA, on=day, standing=standing, asked_at=at)])  # type: ignore[arg-type]
    assert NpdCheck.objects.get().standing == "no"
    early = NOON - timedelta(minutes=5)
    record_npd_answers([NpdAnswer(inn=NINA, on=day, standing="yes", asked_at=early)])
    assert NpdCheck.objects.get().standing == "no", "What was asked later holds."


def test_staff_ask_at_once(world: World, tax_service: Running) -> None:
    made = self_employed("Нина", inn=NINA)
    tax_service.play("say", inn=NINA, answer="yes")
    person = add_person(email="olga@example.com", name="Ольга")
    give_role(person, role=Role.FINANCE)
    visitor = Visitor(headers={"accept-language": "en"})
    visitor.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    asked = visitor.post(f"/office/partners/{made.pk}/ask-tax-office/", follow=True)
    assert "answer is here in a moment" in asked.content.decode()
    run_jobs()
    assert NpdCheck.objects.get().standing == "yes"
    assert "self-employed" in visitor.get(f"/office/partners/{made.pk}/taxes/").content.decode()
    company = visitor.post(f"/office/partners/{world.ivan.pk}/ask-tax-office/")
    assert company.status_code == 404


def test_switched_off_nobody_is_asked_and_all_are_paid(world: World, tax_service: Running) -> None:
    earn("Нина", NINA)
    set_option(ASK_NPD, False, at=NOON, by="Виктор")
    assert ask_about_due(at=NOON) == 0
    assert batch_formed(before=WEEK, at=NOON, by="Ольга").batch.payouts.count() == 1
    assert_books_balance()


@pytest.mark.parametrize(
    ("code", "said", "standing", "limited"),
    [
        (200, {"status": True}, "yes", False),
        (200, {"status": False, "message": "…"}, "no", False),
        (200, {"status": 1}, "unknown", False),
        (200, [], "unknown", False),
        (200, None, "unknown", False),
        (500, {"status": False}, "unknown", False),
        (403, {"status": False}, "unknown", False),
        (0, {"message": "ReadTimeout"}, "unknown", False),
        (429, None, "unknown", True),
        (422, {"code": "taxpayer.status.service.limited.error"}, "unknown", True),
        (200, {"code": "taxpayer.status.service.limited.error", "status": False}, "unknown", True),
        (422, {"code": "validation.failed"}, "unknown", False),
    ],
)
def test_only_a_boolean_of_a_good_answer_is_an_answer(
    code: int, said: Any, standing: str, limited: bool
) -> None:
    heard = understand(code, said)
    assert (heard.standing, heard.limited) == (standing, limited)
