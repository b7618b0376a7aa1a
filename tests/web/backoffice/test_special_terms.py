"""The editor of terms and special terms: draft, preview, publish, recall, end; and trials."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import client_of, payment, terms
from tests.web.backoffice.conftest import sign_in
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance, owed
from zabota.domain.people.models import Role
from zabota.domain.programme.models import (
    Audience,
    Clause,
    Entitlement,
    SpecialTerms,
    TermsStatus,
    TermsVersion,
)
from zabota.domain.programme.operations import draft_special, draft_terms
from zabota.domain.rewards.models import Trial
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import local_date, now

pytestmark = pytest.mark.django_db


@pytest.fixture
def viktor(db: None) -> Visitor:
    """The owner: only he writes terms."""
    return sign_in(Role.OWNER)


def day(ahead: int) -> str:
    """A day so many days from today, as a form writes it."""
    return (local_date(now()) + timedelta(days=ahead)).isoformat()


def clauses(*rows: dict[str, str]) -> dict[str, str]:
    """Clauses as the form sends them."""
    sent = {"clause-TOTAL_FORMS": str(len(rows)), "clause-INITIAL_FORMS": "0"}
    for n, row in enumerate(rows):
        full = {"kind": "percent", "base": "gross", **row}
        sent |= {f"clause-{n}-{name}": value for name, value in full.items()}
    return sent


def version(*rows: dict[str, str], **fields: str) -> dict[str, str]:
    """A version as the form sends it."""
    plain = {"title": "Новая", "effective_from": day(10), "payout_days": "3", "lead_days": "60"}
    return plain | fields | clauses(*rows)


def special(*rows: dict[str, str], **fields: str) -> dict[str, str]:
    """Special terms as the form sends them."""
    return {"name": "Юг", "audience": "everyone", "starts_on": day(0)} | fields | clauses(*rows)


def test_a_draft_becomes_the_terms_and_can_be_recalled(viktor: Visitor, world: World) -> None:
    rows = (
        {"rate_bp": "50 %", "to_month": "12", "cap_minor": "10 000", "cap_per": "client_year"},
        {"kind": "fixed", "fixed_minor": "99,50", "product": "MAX"},
    )
    page = viktor.post(reverse("office:new_version"), version(*rows, refund_floor_days="90"))
    draft = TermsVersion.objects.get(status=TermsStatus.DRAFT)
    assert page["Location"] == reverse("office:version", args=[draft.pk])
    first, second = draft.clauses.order_by("position")
    assert (first.rate_bp, first.to_month, first.cap_minor) == (5000, 12, 1_000_000)
    assert (second.fixed_minor, second.rate_bp, second.product) == (9950, None, "MAX")

    shown = viktor.get(page["Location"])
    kinds = {line.kind for line in shown.context["lines"]}
    assert kinds == {"same", "new", "gone"}, "It is compared with v4."

    viktor.post(
        reverse("office:edit_version", args=[draft.pk]),
        version({"rate_bp": "45,5"}, lead_rule="lead"),
    )
    assert "stays his even if" in viktor.get(page["Location"]).content.decode()
    assert [one.rate_bp for one in draft.clauses.all()] == [4550]
    viktor.post(reverse("office:publish_version", args=[draft.pk]))
    draft.refresh_from_db()
    assert (draft.status, draft.published_by) == (TermsStatus.PUBLISHED, "Виктор")
    assert viktor.get(reverse("office:edit_version", args=[draft.pk])).status_code == 404
    viktor.post(reverse("office:recall_version", args=[draft.pk]))
    viktor.post(reverse("office:delete_version", args=[draft.pk]))
    assert not TermsVersion.objects.filter(pk=draft.pk).exists()


def test_what_is_typed_wrong_is_said_and_kept(viktor: Visitor, world: World) -> None:
    wrong = [
        ({"rate_bp": ""}, "Say how much."),
        ({"rate_bp": "140"}, "100"),
        ({"kind": "fixed", "fixed_minor": "много"}, "Write a sum in roubles"),
        ({"rate_bp": "40", "from_month": "5", "to_month": "2"}, "before the first"),
        ({"rate_bp": "40", "cap_minor": "5"}, "A cap needs both"),
        ({"rate_bp": "40", "least_minor": "9", "most_minor": "5"}, "less than the least"),
    ]
    for row, said in wrong:
        answer = viktor.post(reverse("office:new_version"), version(row, title="Мои слова"))
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert "Мои слова" in answer.content.decode()
    early = version({"rate_bp": "40"}, effective_from="0001-01-01")
    assert viktor.post(reverse("office:new_version"), early).status_code == 422
    assert TermsVersion.objects.count() == 1


def test_one_more_clause_keeps_the_others(viktor: Visitor, world: World) -> None:
    answer = viktor.post(reverse("office:new_version"), version({"rate_bp": "41"}) | {"add": "1"})
    assert [form["rate_bp"].value() for form in answer.context["clauses"]] == ["41", None]
    assert "Say how much" not in answer.content.decode(), "Nobody is blamed before he has typed."


def test_the_preview_tells_before_anything_is_saved(viktor: Visitor, world: World) -> None:
    typed = version({"rate_bp": "50"}, title="")
    page = viktor.post(reverse("office:preview_terms"), typed).content.decode()
    for said in ("<ins>", "50\u202f% of each payment", "<del>", "40\u202f% of each payment"):
        assert said in page
    unready = viktor.post(reverse("office:preview_terms"), version({"rate_bp": ""}))
    assert "as soon as the form is complete" in unready.content.decode()
    told = viktor.post(reverse("office:preview_special"), special({"rate_bp": "50"}, name=""))
    assert "For all partners." in told.content.decode()
    assert (TermsVersion.objects.count(), SpecialTerms.objects.count()) == (1, 0)


def test_special_terms_for_one_partner_at_once(viktor: Visitor, world: World) -> None:
    sent = special({"rate_bp": "60"}, audience="partner", partner=str(world.ivan.pk))
    page = viktor.post(reverse("office:new_special"), sent, follow=True)
    made = SpecialTerms.objects.get()
    assert f"For {world.ivan}." in [line.text for line in page.context["lines"]]
    viktor.post(reverse("office:publish_special", args=[made.pk]))
    payments_received([payment(world.acme, at=now())], at=now())
    assert owed(world.ivan) == 60_000

    shown = viktor.get(reverse("office:special", args=[made.pk]))
    assert [why for _one, why in shown.context["entitled"]] == ["named in the terms"]
    assert [row.place for row in shown.context["standings"]] == [1]
    csv = viktor.get(reverse("office:special", args=[made.pk]) + "?as=csv")
    assert "600,00" in csv.content.decode()

    end = reverse("office:end_special", args=[made.pk])
    assert "Say why" in viktor.post(end, follow=True).content.decode()
    viktor.post(end, {"reason": "Договорились иначе"})
    payments_received([payment(world.acme, at=now())], at=now())
    assert owed(world.ivan) == 100_000, "Forty per cent again."
    listed = viktor.get(reverse("office:specials"), {"state": "over", "kind": "special", "q": "юг"})
    assert [row["special"] for row in listed.context["rows"]] == [made]
    assert not viktor.get(reverse("office:specials"), {"state": "running"}).context["rows"]
    assert_books_balance()


def test_an_audience_needs_its_words(viktor: Visitor, world: World) -> None:
    for fields in (
        {"audience": "partner"},
        {"audience": "region", "word": "Юг"},
        {"audience": "tag"},
        {"audience": "active", "least_clients": "5"},
        {"ends_on": day(-3)},
    ):
        answer = viktor.post(reverse("office:new_special"), special({"rate_bp": "50"}, **fields))
        assert answer.status_code == 422, fields
    campaign = viktor.post(reverse("office:new_special") + "?campaign", special({"rate_bp": "50"}))
    assert campaign.status_code == 422, "A campaign needs an end."
    assert not SpecialTerms.objects.exists()


def test_a_trial_from_the_button_to_the_table(viktor: Visitor, world: World) -> None:
    vega = client_of(world.rita, "Вега", servicing="brought")
    before = now() - timedelta(days=5)
    payments_received([payment(world.acme, at=before), payment(vega, at=before)], at=before)
    draft = draft_terms(
        title="Вторая",
        effective_from=now() + timedelta(days=9),
        clauses=[
            Clause(rate_bp=5000, servicing="full"),
            Clause(rate_bp=1500, servicing="brought"),
        ],
    )
    period = {"first": day(-30), "last": day(0)}
    page = viktor.post(reverse("office:try_version", args=[draft.pk]), period, follow=True)
    assert page.context["going"]
    assert "rewards.try_terms" in run_jobs()
    address = page.request["PATH_INFO"]
    page = viktor.get(address)
    assert page.context["done"]
    assert [(one.partner, one.difference) for one in page.context["page"]] == [
        ("Рита Софт", -25_000),
        ("Иван и Ко", 10_000),
    ]
    assert (page.context["gain"], page.context["lose"]) == (1, 1)
    assert "earned <strong>" in page.content.decode()
    losers = viktor.get(address, {"loses": "20", "by": "client"}).context["page"]
    assert [one.client for one in losers] == ["Вега"]
    csv = viktor.get(address, {"as": "csv"}).content.decode()
    assert "Рита Софт;;1;400,00;150,00;'-250,00;'-62,5" in csv or "-62,5" in csv
    assert owed(world.rita) == 40_000, "The books know nothing of it."
    assert_books_balance()


def test_a_trial_that_cannot_be_or_is_stopped(viktor: Visitor, world: World) -> None:
    draft = terms(5, since=now() + timedelta(days=3))
    address = reverse("office:try_version", args=[draft.pk])
    empty = viktor.post(address, {"first": day(-30), "last": day(0)}, follow=True)
    assert "No client paid in this period" in empty.content.decode()
    back = viktor.post(address, {"first": day(0), "last": day(-3)}, follow=True)
    assert "The last day is before the first" in back.content.decode()
    payments_received([payment(world.acme, at=now())], at=now())
    extra = draft_special(name="Юг", starts_at=now(), clauses=[Clause(rate_bp=9000)])
    viktor.post(reverse("office:try_special", args=[extra.pk]), {"first": day(-3), "last": day(0)})
    trial = Trial.objects.get()
    viktor.post(reverse("office:cancel_trial", args=[trial.pk]))
    run_jobs()
    page = viktor.get(reverse("office:trial", args=[trial.pk]))
    assert "Stopped before the end" in page.content.decode()


def test_who_may_write_terms(
    stranger: Visitor, member: Visitor, support: Visitor, finance: Visitor, keeper: Visitor
) -> None:
    draft = draft_terms(title="т", effective_from=now(), clauses=[Clause(rate_bp=1)])
    one = draft_special(name="о", audience=Audience.EVERYONE, starts_at=now(), clauses=[])
    trial = Trial.objects.create(version=draft, since=now(), until=now(), made_at=now())
    read = {"version": draft.pk, "special": one.pk, "specials": None, "trial": trial.pk}
    write: dict[str, Any] = {
        "new_version": None, "preview_terms": None, "edit_version": draft.pk,
        "publish_version": draft.pk, "recall_version": draft.pk, "delete_version": draft.pk,
        "try_version": draft.pk, "new_special": None, "preview_special": None,
        "edit_special": one.pk, "publish_special": one.pk, "end_special": one.pk,
        "delete_special": one.pk, "try_special": one.pk, "cancel_trial": trial.pk,
    }  # fmt: skip
    for name, pk in (read | write).items():
        address = reverse(f"office:{name}", args=[pk] if pk else [])
        assert "login" in stranger.post(address)["Location"]
        assert member.post(address).status_code == 403
        for visitor in (support, finance, keeper):
            wanted = 200 if name in read else 403
            asked = visitor.get(address) if name in read else visitor.post(address)
            assert asked.status_code == wanted, (name, asked.status_code)


def test_everybody_who_may_use_them_is_shown_page_by_page(viktor: Visitor, world: World) -> None:
    at = now()
    kept = draft_special(
        name="Юг", is_campaign=True, audience=Audience.JOINED, starts_at=at, ends_at=None,
        clauses=[Clause(rate_bp=6000)],
    )  # fmt: skip
    SpecialTerms.objects.filter(pk=kept.pk).update(status=TermsStatus.PUBLISHED)
    Entitlement.objects.bulk_create(
        Entitlement(
            special=kept, partner=world.ivan, reason="region", recorded_at=at,
            during=(at + timedelta(days=n), at + timedelta(days=n + 1)),
        )
        for n in range(53)
    )  # fmt: skip
    address = reverse("office:special", args=[kept.pk])
    pages = [viktor.get(address, {"page": number}).context["entitled"] for number in (1, 2)]
    assert [len(one) for one in pages] == [50, 3]
    assert 'hx-target="#entitled"' in viktor.get(address).content.decode()
