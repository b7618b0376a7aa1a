"""What a partner does himself: codes, claims, bank details, the offer."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import unquote, urlencode

import pytest
import zxingcpp
from django.test import Client as Visitor
from django.urls import reverse
from PIL import Image

from tests.make.money import BIC, CORR_ACCOUNT, NOON, payment
from tests.make.requisites import with_key
from tests.world import World, assert_books_balance
from zabota.domain.attribution.models import Claim, ClaimStatus, PromoCode, PromoCodeStatus
from zabota.domain.partners.models import Partner
from zabota.domain.partners.queries import find_bank_details
from zabota.domain.programme.models import Acceptance
from zabota.domain.programme.operations import publish_offer
from zabota.domain.rewards.models import Reward
from zabota.flows.claim_approved import claim_approved
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import now

pytestmark = pytest.mark.django_db
LINKS, DETAILS = "/cabinet/links/", "/cabinet/bank-details/"


def details(world: World, **changes: str) -> dict[str, str]:
    """A good form of bank details."""
    return {
        "inn": world.ivan.inn,
        "kpp": "770101001",
        "ogrn": "",
        "holder": "ООО Иван",
        "bic": BIC,
        "bank_name": "ПАО СБЕРБАНК",
        "account": with_key("40702810000000000777", BIC),
        "corr_account": CORR_ACCOUNT,
        **changes,
    }


def test_another_code_works_at_once(ivan: Visitor, world: World) -> None:
    answer = ivan.post(f"{LINKS}choose/", {"code": "весна 26"}, follow=True)
    assert "ВЕСНА26" in answer.content.decode()
    assert world.ivan.promo_codes.get(code="ВЕСНА26").status == PromoCodeStatus.PENDING


@pytest.mark.parametrize("typed", ["", "РИТА", "РИTA", "12345", "слишкомдлинный", "a b!"])
def test_a_bad_code_says_why(ivan: Visitor, typed: str) -> None:
    answer = ivan.post(f"{LINKS}choose/", {"code": typed})
    assert answer.status_code == 422
    assert answer.context["fault"]
    checked = ivan.get(f"{LINKS}check/", {"code": typed}).content.decode()
    assert "late" in checked


def test_codes_do_not_pile_up_unseen(ivan: Visitor) -> None:
    for n in range(4):
        assert ivan.post(f"{LINKS}choose/", {"code": f"КОД{n}"}).status_code == 302
    assert ivan.post(f"{LINKS}choose/", {"code": "КОД9"}).status_code == 422


def test_a_retired_code_keeps_its_clients(ivan: Visitor, world: World) -> None:
    code = world.ivan.promo_codes.get()
    ivan.post(reverse("cabinet:retire_code", args=[code.pk]))
    code.refresh_from_db()
    assert code.status == PromoCodeStatus.RETIRED
    page = ivan.get(LINKS).content.decode()
    assert "1 client it has brought stays yours" in page
    assert ivan.post(reverse("cabinet:retire_code", args=[code.pk])).status_code == 404


@pytest.mark.parametrize(("kind", "sign"), [("svg", b"<svg"), ("png", b"\x89PNG")])
def test_the_link_as_a_qr(ivan: Visitor, world: World, kind: str, sign: bytes) -> None:
    code = world.ivan.promo_codes.get()
    answer = ivan.get(reverse("cabinet:qr", args=[code.pk, kind]) + "?download=1")
    assert sign in answer.content[:200]
    assert f".{kind}" in answer["Content-Disposition"]
    assert ivan.get(reverse("cabinet:qr", args=[code.pk, "gif"])).status_code == 404


def test_the_link_of_a_campaign_as_a_qr(ivan: Visitor, world: World) -> None:
    code = world.ivan.promo_codes.get()
    page = ivan.get(reverse("cabinet:funnel"), {"campaign": "осень"}).content.decode()
    address = (
        reverse("cabinet:qr", args=[code.pk, "png"]) + f"?{urlencode({'utm_campaign': 'осень'})}"
    )
    assert address in page
    picture = Image.open(BytesIO(ivan.get(address).content))
    read = zxingcpp.read_barcodes(picture)[0].text
    assert unquote(read).endswith("/p/ИВАН10/?utm_campaign=осень")


def test_a_claim_and_taking_it_back(rita: Visitor, world: World) -> None:
    form = {"said": world.acme.inn, "since": "2026-01-10", "words": "Внедряли мы"}
    answer = rita.post("/cabinet/forgotten-code/", form, follow=True)
    assert world.acme.inn in answer.content.decode()
    assert rita.post("/cabinet/forgotten-code/", form).status_code == 422, "Asked already."
    claim = Claim.objects.get()
    rita.post(reverse("cabinet:take_claim_back", args=[claim.pk]))
    claim.refresh_from_db()
    assert claim.status == ClaimStatus.WITHDRAWN


@pytest.mark.parametrize("since", ["0001-01-01", "0202-06-01", "1999-12-31", "9999-12-31"])
def test_a_claim_for_a_year_nobody_meant(rita: Visitor, world: World, since: str) -> None:
    form = {"said": world.acme.inn, "since": since, "words": "Внедряли мы"}
    answer = rita.post("/cabinet/forgotten-code/", form)
    assert answer.status_code == 422
    assert "Is the year right?" in answer.content.decode()
    assert not Claim.objects.exists()


def test_a_claim_says_what_it_would_change_and_what_it_has_changed(
    rita: Visitor, ivan: Visitor, world: World
) -> None:
    payments_received([payment(world.acme, 100_000, at=NOON)], at=NOON)
    form = {"said": world.acme.inn, "since": "2026-01-10", "words": "Внедряли мы"}
    page = rita.post("/cabinet/forgotten-code/", form, follow=True).content.decode()
    assert "1 payment since that day is priced anew for you: <strong>400 ₽" in page.replace(
        "\u202f", " "
    )
    assert world.acme.name not in page, "The name is not ours to tell yet."
    assert Reward.objects.get().partner == world.ivan, "Looking has changed nothing."
    claim = Claim.objects.get()
    where = reverse("cabinet:claim", args=[claim.pk])
    assert ivan.get(where).status_code == 404
    assert Visitor().get(where).status_code == 302
    claim_approved(
        claim, since=claim.since, bearer="vendor", reason="Договор", at=now(), by="Марина"
    )
    page = rita.get(where).content.decode().replace("\u202f", " ")
    assert "1 payment was priced anew for you: <strong>400 ₽" in page
    assert "Договор" in page
    assert_books_balance()


def test_a_claim_for_a_client_who_has_not_paid(rita: Visitor, world: World) -> None:
    form = {"said": world.zero.inn, "since": "2026-01-10", "words": "Внедряли мы"}
    page = rita.post("/cabinet/forgotten-code/", form, follow=True).content.decode()
    assert "There were no payments since that day" in page


def test_a_claim_for_nobody_says_so_and_tells_no_names(rita: Visitor, world: World) -> None:
    form = {"said": "7700000000", "since": "2026-01-10", "words": "Мой"}
    answer = rita.post("/cabinet/forgotten-code/", form)
    assert answer.status_code == 422
    assert "We know no client by this" in answer.content.decode()
    world.acme.domain = "acme.ru"
    world.acme.save()
    page = rita.post("/cabinet/forgotten-code/", {**form, "said": "acme.ru"}, follow=True)
    assert world.acme.name not in page.content.decode(), "The name is not ours to tell yet."


def test_anothers_claim_is_not_taken_back(rita: Visitor, ivan: Visitor, world: World) -> None:
    rita.post(
        "/cabinet/forgotten-code/",
        {"said": world.zero.inn, "since": "2026-01-10", "words": "Мой"},
    )
    claim = Claim.objects.get()
    assert ivan.post(reverse("cabinet:take_claim_back", args=[claim.pk])).status_code == 404


def test_bank_details_with_spaces_are_saved_and_the_former_kept(
    ivan: Visitor, world: World
) -> None:
    account = details(world)["account"]
    spaced = " ".join(account[n : n + 4] for n in range(0, 20, 4))
    answer = ivan.post(DETAILS, details(world, account=spaced), follow=True)
    assert answer.status_code == 200
    current = find_bank_details(world.ivan)
    assert current is not None
    assert current.account == account
    assert len(answer.context["former"]) == 1
    assert account not in answer.content.decode()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("account", "40702810000000000001"),
        ("account", "40802810000000000000"),
        ("bic", "123"),
        ("inn", "7701000002"),
        ("corr_account", "30101810000000000001"),
        ("kpp", "12"),
    ],
)
def test_a_slip_stands_beside_its_field(
    ivan: Visitor, world: World, field: str, value: str
) -> None:
    before = find_bank_details(world.ivan)
    answer = ivan.post(DETAILS, details(world, **{field: value}))
    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert find_bank_details(world.ivan) == before


def test_every_slip_is_told_at_once_and_nothing_is_half_saved(ivan: Visitor, world: World) -> None:
    inn = world.ivan.inn
    answer = ivan.post(DETAILS, details(world, inn="7701000002", bic="123"))
    assert {"inn", "bic"} <= set(answer.context["form"].errors)
    ivan.post(DETAILS, details(world, inn="7707083893", bic="123"))
    world.ivan.refresh_from_db()
    assert world.ivan.inn == inn, "The INN was right, the account was not: neither is saved."


def test_a_new_offer_is_accepted_with_evidence(ivan: Visitor, world: World) -> None:
    newer = publish_offer(title="Договор-оферта", text="Мы платим 41 %.", at=NOON)
    assert "is new" in ivan.get("/cabinet/offer/").content.decode()
    stale = Acceptance.objects.filter(partner=world.ivan).get().offer
    ivan.post("/cabinet/offer/accept/", {"offer": stale.number})
    assert not Acceptance.objects.filter(partner=world.ivan, offer=newer).exists()
    ivan.post("/cabinet/offer/accept/", {"offer": newer.number}, headers={"user-agent": "Лиса 1"})
    acceptance = Acceptance.objects.get(partner=world.ivan, offer=newer)
    assert (acceptance.user_agent, acceptance.sha256) == ("Лиса 1", newer.sha256)
    assert PromoCode.objects.filter(partner=world.ivan).exists()


def test_the_self_employed_may_be_paid_by_phone_or_to_a_wallet(ivan: Visitor, world: World) -> None:
    assert b"?kind=sbp" not in ivan.get(DETAILS).content, "A company has an account."
    Partner.objects.filter(pk=world.ivan.pk).update(legal_form="npd")
    assert b"?kind=sbp" in ivan.get(DETAILS).content
    form = {"inn": "500100732259", "holder": "Иван Петров", "bic": "100000000111"}
    for wrong in ("12345", "+7 (495) 123-45-67"):
        answer = ivan.post(f"{DETAILS}?kind=sbp", {**form, "account": wrong})
        assert answer.status_code == 422
        assert "account" in answer.context["form"].errors
    ivan.post(f"{DETAILS}?kind=sbp", {**form, "account": "8 (916) 123-45-67"})
    current = find_bank_details(world.ivan)
    assert current is not None
    assert (current.kind, current.account, current.bank_name) == ("sbp", "79161234567", "Сбербанк")
    assert "phone number" in ivan.get(DETAILS, headers={"accept-language": "en"}).content.decode()
    ivan.post(f"{DETAILS}?kind=wallet", {**form, "account": "4100 1753 1234 567"})
    current = find_bank_details(world.ivan)
    assert current is not None
    assert (current.kind, current.account) == ("wallet", "410017531234567")
    assert ivan.post(f"{DETAILS}?kind=iban", form).status_code == 422
