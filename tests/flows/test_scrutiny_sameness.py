"""Who is the same however he writes himself, and who only looks so."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.flows.test_scrutiny import account_of
from tests.make.money import NOON, client_of, payment, refund
from tests.world import World, assert_books_balance
from zabota.domain.attribution.rules import bare_domain
from zabota.domain.clients.models import Client
from zabota.domain.partners.models import FormerForm, LegalForm, Partner
from zabota.domain.rewards.models import Hold, Reward
from zabota.domain.scrutiny.models import Finding, RuleName
from zabota.domain.scrutiny.operations import clear_finding, set_rule
from zabota.domain.scrutiny.rules import FREE_MAILERS
from zabota.flows.payments_received import payments_received
from zabota.flows.payments_refunded import payments_refunded
from zabota.flows.rewards_examined import rewards_examined
from zabota.kit.sql import fetch

pytestmark = pytest.mark.django_db


def found_after(world: World, *, partner_email: str, **client: str) -> list[tuple[str, str]]:
    Partner.objects.filter(pk=world.ivan.pk).update(email=partner_email)
    Client.objects.filter(pk=world.acme.pk).update(**client)
    payments_received([payment(world.acme)], at=NOON)
    rewards_examined(at=NOON)
    return [(one.rule, one.evidence["same"]) for one in Finding.objects.all()]


@pytest.mark.parametrize(
    ("partner_email", "client", "same"),
    [
        ("ivan@ivan-soft.ru", {"domain": "shop.ivan-soft.ru"}, "domain"),
        ("ivan@ivan-soft.ru", {"domain": "HTTPS://u@www.Ivan-Soft.ru:8443/?a=1"}, "domain"),
        ("ivan@ivan-soft.ru", {"domain": "ivan-soft.ru."}, "domain"),
        ("ivan@ivan-soft.ru", {"email": "buh@mail.ivan-soft.ru"}, "domain"),
        ("ivan@ivan-soft.ru", {"email": "buh@ivаn-sоft.ru"}, "domain"),  # Cyrillic а and о
        ("ivan@иван.рф", {"domain": "иван.рф/цены"}, "domain"),
        ("ivan@иван.рф", {"domain": "https://www.xn--80adrw.xn--p1ai/"}, "domain"),
        ("ivan@xn--80adrw.xn--p1ai", {"email": "buh@shop.иван.рф"}, "domain"),
        ("ivan@bücher.de", {"domain": "XN--Bcher-Kva.de"}, "domain"),
        ("ivan.petrov@gmail.com", {"email": "IvanPetrov+client@googlemail.com"}, "email"),
        ("ivan.petrov@ya.ru", {"email": "ivan-petrov@yandex.ru"}, "email"),
        ("ivan@mail.ru", {"email": "ivan+2@mail.ru"}, "email"),
    ],
)
def test_one_and_the_same(
    world: World, partner_email: str, client: dict[str, str], same: str
) -> None:
    assert found_after(world, partner_email=partner_email, **client) == [("self_referral", same)]


@pytest.mark.parametrize(
    ("partner_email", "client"),
    [
        ("ivan@ivan-soft.ru", {"domain": "not-ivan-soft.ru"}),
        ("ivan@ivan-soft.ru", {"domain": "ivan-soft.ru.evil.example"}),
        ("ivan@shop.ivan-soft.ru", {"domain": "ivan-soft.ru"}),
        ("ivan.petrov@mail.ru", {"email": "ivanpetrov@mail.ru"}),  # there dots count
        ("ivan@ivan-soft.ru", {"email": "", "domain": ""}),
        ("ivan@xn--99999999999.ru", {"domain": "xn--zzzzzzzzzzz.ru"}),  # no punycode at all
        *((f"ivan@{one}", {"email": f"other@{one}", "domain": one}) for one in FREE_MAILERS),
    ],
)
def test_only_alike(world: World, partner_email: str, client: dict[str, str]) -> None:
    assert found_after(world, partner_email=partner_email, **client) == []


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    label=st.text(
        st.characters(min_codepoint=0xA1, max_codepoint=0x2FFFF, categories=["Ll", "Lo", "Nd"]),
        min_size=1,
        max_size=20,
    ),
    ascii=st.from_regex(r"[a-z0-9-]{0,6}", fullmatch=True),
)
def test_the_database_reads_punycode_as_python_does(db: None, label: str, ascii: str) -> None:
    coded = f"xn--{(ascii + label).encode('punycode').decode()}"
    ((found,),) = fetch("SELECT scrutiny_unlabelled(%s::text)", [coded])
    assert found == ascii + label
    assert bare_domain(f"https://{coded}.ru/x") == f"{(ascii + label).lower()}.ru"


@given(label=st.text(st.characters(codec="ascii"), max_size=20))
def test_what_is_no_punycode_stays_whole(label: str) -> None:
    assert isinstance(bare_domain(f"xn--{label}"), str)


def former(world: World, inn: str) -> None:
    """Ivan was a sole proprietor before he founded his company."""
    FormerForm.objects.create(
        partner=world.ivan, legal_form=LegalForm.IP, until=date(2026, 6, 1), name="Иван",
        inn=inn, entered_at=NOON, entered_by="Ольга",
    )  # fmt: skip


def test_his_former_company_is_still_he(world: World) -> None:
    """As payer and as client at once: the road sees a client who pays for himself."""
    former(world, world.acme.inn)
    payments_received([payment(world.acme, payer_inn=world.acme.inn)], at=NOON)
    rewards_examined(at=NOON)
    rules = set(Finding.objects.values_list("rule", flat=True))
    assert rules == {RuleName.SELF_PAYMENT, RuleName.SELF_REFERRAL}
    assert Reward.objects.get().hold == Hold.CHECK
    for one in Finding.objects.all():
        clear_finding(one, reason="продал компанию", at=NOON, by="Ольга")
    assert Reward.objects.get().hold == Hold.NONE
    payments_received([payment(world.acme, payer_inn=world.acme.inn)], at=NOON)
    rewards_examined(at=NOON)
    assert not Reward.objects.exclude(hold=Hold.NONE).exists(), "cleared is not asked again"
    assert_books_balance()


def test_his_former_company_pays_for_a_client(world: World) -> None:
    former(world, world.zero.inn)
    payments_received([payment(world.acme, payer_inn=world.zero.inn)], at=NOON)
    rewards_examined(at=NOON)
    assert {one.rule for one in Finding.objects.all()} == {"self_payment", "third_party"}
    for one in Finding.objects.all():
        assert Reward.objects.get().hold
        clear_finding(one, reason="возврат долга", at=NOON, by="Ольга")
    assert not Reward.objects.get().hold


def test_a_refund_account_is_told_however_it_is_written(world: World) -> None:
    account = account_of(world.ivan)
    spaced = f"{account[:5]} {account[5:8]} {account[8:]}"
    other = payment(world.zero, payer_account=spaced)
    payments_received([other, payment(world.acme)], at=NOON)
    payments_refunded([refund(other, 5_000)], at=NOON)
    rewards_examined(at=NOON)
    assert Finding.objects.get().rule == RuleName.REFUND_ACCOUNT


def test_a_rule_set_to_hold_holds_what_comes_for_an_open_finding(world: World) -> None:
    """Told yesterday as a flag and not yet looked at: from now on it holds, what was there stays."""

    def set_to(*, holds: bool) -> None:
        set_rule(
            RuleName.PAYER_ACCOUNT, enabled=True, holds=holds, threshold=0, window_days=0,
            at=NOON, by="Виктор",
        )  # fmt: skip

    def pay() -> list[int]:
        fact = payment(world.acme, payer_account=account_of(world.ivan))
        payments_received([fact], at=NOON)
        return rewards_examined(at=NOON + timedelta(minutes=5))

    set_to(holds=False)
    assert pay() == []
    set_to(holds=True)
    assert len(pay()) == 1, "only the new one"
    assert Finding.objects.get().holds
    set_to(holds=False)
    assert pay() == []
    assert clear_finding(Finding.objects.get(), reason="да", at=NOON, by="Ольга") == 1
    assert not Reward.objects.exclude(hold=Hold.NONE).exists()


def test_a_holding_that_pays_for_its_daughters_is_cleared_for_each(world: World) -> None:
    """One payer of a group: what was cleared for one client of one partner says nothing of another."""
    holding, daughter = world.zero.inn, client_of(world.ivan, "Дочка")
    facts = [payment(one, payer_inn=holding) for one in (world.acme, daughter)]
    payments_received(facts, at=NOON)
    rewards_examined(at=NOON)
    one, two = Finding.objects.order_by("pk")
    assert clear_finding(one, reason="холдинг", at=NOON, by="Ольга") == 1
    assert clear_finding(two, reason="холдинг", at=NOON, by="Ольга") == 1
    payments_received([payment(one, payer_inn=holding) for one in (world.acme, daughter)], at=NOON)
    assert not Reward.objects.exclude(hold=Hold.NONE).exists()
