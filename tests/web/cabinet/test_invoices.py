"""A partner issues an invoice to his own client; nobody else sees it; without VAT nothing goes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.invoices import bill, line, vat
from tests.make.money import LONG_AGO, client_of
from tests.web.backoffice.statements import credit, statement
from tests.web.backoffice.test_statements import upload
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance, owed
from zabota.domain.attribution.models import Bearer
from zabota.domain.invoices.models import Draft, Invoice, Schedule
from zabota.domain.invoices.operations import change_letterhead, put_product, send_invoice
from zabota.flows.client_placed import attribution_corrected
from zabota.kit.clock import local_date, now
from zabota.kit.events.models import Event
from zabota.kit.money import Money

pytestmark = pytest.mark.django_db
NEW, LIST = "/cabinet/invoices/new/", "/cabinet/invoices/"
FIRST = {"title": "Лицензия", "period": "", "quantity": "2", "price": "4 990,50"}


def said(*lines: dict[str, str], **more: str) -> dict[str, str]:
    typed = {
        f"lines-{n}-{name}": value
        for n, one in enumerate(lines or (FIRST,))
        for name, value in one.items()
    }
    return {"lines-TOTAL_FORMS": str(len(lines or (FIRST,))), "lines-INITIAL_FORMS": "0", **typed, **more}  # fmt: skip


def do(who: Visitor, deed: str, pk: int, **told: str) -> Any:
    return who.post(reverse(f"cabinet:{deed}", args=[pk]), told)


def test_issued_sent_again_and_cancelled(world: World, ivan: Visitor) -> None:
    vat()
    answer = ivan.post(NEW, said(email="acme@example.com"))
    first = Invoice.objects.get()
    assert answer["Location"] == reverse("cabinet:invoice", args=[first.pk])
    assert (first.amount_minor, first.partner) == (998_100, world.ivan)
    assert first.token in ivan.get(answer["Location"]).content.decode()
    do(ivan, "send_invoice", first.pk, email="director@example.com")
    ivan.post(f"{NEW}?instead={first.pk}", said({**FIRST, "quantity": "1"}))
    first.refresh_from_db()
    assert (first.sent_at is not None, first.email) == (True, "director@example.com")
    assert first.status == "cancelled"
    second = Invoice.objects.get(replaces=first)
    assert second.amount_minor == 499_050
    do(ivan, "cancel_invoice", second.pk)
    second.refresh_from_db()
    assert second.status == "cancelled"
    listed = ivan.get(f"{LIST}?state=cancelled").content.decode()
    assert first.number in listed
    assert first.number not in ivan.get(f"{LIST}?state=paid").content.decode()
    assert first.number in ivan.get(f"{LIST}?as=csv").getvalue().decode()


def test_what_the_qr_code_has_no_room_for_is_said_at_once(
    world: World, ivan: Visitor, settings: Any
) -> None:
    vat()
    page = ivan.post(NEW, said(), follow=True).content.decode()
    assert "QR" not in page
    name = (
        "Общество с ограниченной ответственностью «Межрегиональное объединение средств "
        "бухгалтерского учёта, налоговой отчётности и документооборота „Связной Мост“»"
    )
    settings.VENDOR = {**settings.VENDOR, "name": name}
    page = ivan.post(NEW, said({**FIRST, "quantity": "1"}), follow=True).content.decode()
    assert "Not everything fits into the QR code" in page
    assert "ООО «Межрегиональное объединение средств" in page
    assert "„Связной Мост“" not in page
    invoice = Invoice.objects.latest("pk")
    assert invoice.frozen["seller"]["name"] == name


def test_pressed_twice_is_issued_once(world: World, ivan: Visitor) -> None:
    vat()
    answers = [ivan.post(NEW, said(key="one-form"))["Location"] for _ in range(2)]
    assert answers[0] == answers[1]
    assert Invoice.objects.count() == 1


def test_lines_come_and_go_and_keep_what_was_typed(world: World, ivan: Visitor) -> None:
    vat()
    two = said(FIRST, {**FIRST, "title": "Настройка", "quantity": "1"}, add="1")
    answer = ivan.post(NEW, two)
    assert (answer.status_code, len(answer.context["lines"])) == (200, 3)
    shown = answer.context["preview"]
    assert (len(shown["rows"]), shown["total"], shown["inside"]) == (
        2, Money(1_497_150), Money(269_978),
    )  # fmt: skip
    less = ivan.post(NEW, {**two, "remove": "0"} | {"add": ""}).context
    assert less["lines"][0]["title"].value() == "Настройка"
    counted = ivan.post(NEW, said(), headers={"HX-Request": "true"})
    assert counted.context["preview"]["total"] == Money(998_100)
    assert not Invoice.objects.exists()


def test_what_cannot_be_meant_is_said_at_its_field(world: World, ivan: Visitor) -> None:
    vat()
    for fault in ({"price": "дорого"}, {"quantity": "0"}, {"title": ""}, {"price": "-1"}):
        answer = ivan.post(NEW, said({**FIRST, **fault}))
        assert answer.status_code == 422, fault
        (name,) = fault
        assert answer.context["lines"][0].errors[name]
    assert ivan.post(NEW, said({**FIRST, "title": "", "price": "", "quantity": "1"})).status_code == 422  # fmt: skip
    assert ivan.post(NEW, said(due_on="2020-01-01")).status_code == 422
    assert not Invoice.objects.exists()


def test_the_basis_is_offered_written_and_read_by_the_client(world: World, ivan: Visitor) -> None:
    vat()
    change_letterhead(basis="Оферта от 01.03.2026", pictures={})
    form = ivan.get(f"{NEW}?client={world.acme.pk}").context["form"]
    assert form["basis"].value() == "Оферта от 01.03.2026"
    ivan.post(NEW, said(basis="Договор № 12 от 05.10.2026", draft="1"))
    draft = Draft.objects.get()
    kept = ivan.get(f"{NEW}?draft={draft.pk}").context["form"]
    assert kept["basis"].value() == "Договор № 12 от 05.10.2026"
    ivan.post(f"{NEW}?draft={draft.pk}", said(basis="Договор № 12 от 05.10.2026"))
    one = Invoice.objects.get()
    for page in (reverse("cabinet:invoice", args=[one.pk]), f"/i/{one.token}/"):
        assert "Договор № 12 от 05.10.2026" in ivan.get(page).content.decode()
    copied = ivan.get(f"{NEW}?copy={one.pk}").context["form"]
    assert copied["basis"].value() == "Договор № 12 от 05.10.2026"


def test_the_usual_basis_follows_the_currency_and_a_written_one_stays(
    world: World, ivan: Visitor
) -> None:
    """A paper in English does not name an offer in Russian that nobody has written there."""
    vat()
    euros = {"iban": "DE89370400440532013000", "english_name": "Bridge LLC"}
    change_letterhead(basis="Оферта от 01.03.2026", pictures={}, **euros)

    def chosen(basis: str, **more: str) -> str:
        typed = said(currency="EUR", basis=basis, recount="1", **more)
        return str(ivan.post(NEW, typed).context["form"]["basis"].value())

    assert chosen("Оферта от 01.03.2026", billed_in="RUB") == ""
    assert chosen("Contract 12", billed_in="RUB") == "Contract 12"
    page = ivan.post(NEW, said(currency="EUR", recount="1")).content.decode()
    assert "November 2026, for one" in page, "the months of an English paper are English"
    assert chosen("Оферта от 01.03.2026", billed_in="EUR") == "Оферта от 01.03.2026"


def test_hours_are_billed_in_parts(world: World, ivan: Visitor) -> None:
    vat()
    hours = {"title": "Настройка", "period": "", "quantity": "1,125", "unit": "ч", "price": "3 333"}
    assert ivan.post(NEW, said({**hours, "quantity": "1,0005"})).status_code == 422
    shown = ivan.post(NEW, said(hours), headers={"HX-Request": "true"})
    assert shown.context["preview"]["total"] == Money(374_963)  # 3 749.625 roubles
    ivan.post(NEW, said(hours))
    one = Invoice.objects.get()
    assert (one.amount_minor, one.frozen["lines"][0]["quantity"]) == (374_963, "1.125")
    page = ivan.get(reverse("cabinet:invoice", args=[one.pk]))
    assert "1.125 ч" in page.content.decode()
    russian = Visitor(headers={"accept-language": "ru"}).get(f"/i/{one.token}/").content.decode()
    assert "1,125 ч" in russian
    copied = ivan.get(f"{NEW}?copy={one.pk}").context["lines"][0]
    assert copied["quantity"].value() == "1.125"


def test_a_product_fills_the_line_and_yields_to_the_hand(world: World, ivan: Visitor) -> None:
    vat()
    product = put_product(name="Лицензия Про", price=Money(499_000), unit="мес.", code="pro")
    euros = put_product(name="Licence", price=Money(3_500, "EUR"), unit="month")
    typed = said({"product": str(product.pk), "quantity": "3"})
    filled = ivan.post(NEW, typed, headers={"HX-Request": "true"}).context["lines"][0]
    assert (filled["title"].value(), filled["price"].value()) == ("Лицензия Про", "4990")
    other = {"product": str(euros.pk), "title": "Своё", "price": "1", "quantity": "1"}
    kept = ivan.post(NEW, said(other), headers={"HX-Request": "true"}).context["lines"][0]
    assert (kept["title"].value(), kept["product"].value()) == ("Своё", "")
    by_hand = {"product": str(product.pk), "filled": str(product.pk), "title": "Лицензия Про, год",
               "quantity": "12", "unit": "мес.", "price": "4000"}  # fmt: skip
    ivan.post(NEW, said(by_hand))
    one = Invoice.objects.get()
    assert (one.amount_minor, one.product) == (4_800_000, "pro")
    assert one.frozen["lines"][0]["unit"] == "мес."


def test_a_draft_waits_and_goes_when_issued(world: World, ivan: Visitor, rita: Visitor) -> None:
    vat()
    ivan.post(NEW, said(draft="1"))
    draft = Draft.objects.get()
    assert not Invoice.objects.exists()
    assert "draft=" in ivan.get(LIST).content.decode()
    assert "draft=" in ivan.get(f"{LIST}?state=draft").content.decode()
    assert len(ivan.get(f"{LIST}?state=draft&as=csv").getvalue().decode().splitlines()) == 1
    form = ivan.get(f"{NEW}?draft={draft.pk}").context
    assert form["preview"]["total"] == Money(998_100)
    assert rita.get(f"{NEW}?draft={draft.pk}").status_code == 404
    ivan.post(f"{NEW}?draft={draft.pk}", said({**FIRST, "quantity": "5"}, draft="1"))
    assert Draft.objects.get().lines[0]["quantity"] == 5
    answers = [ivan.post(f"{NEW}?draft={draft.pk}", said(key="k"))["Location"] for _ in range(2)]
    assert answers[0] == answers[1], "the second press leads to what the first has made"
    assert (Draft.objects.count(), Invoice.objects.count()) == (0, 1)
    ivan.post(NEW, said(draft="1"))
    do(ivan, "drop_draft", Draft.objects.get().pk)
    assert not Draft.objects.exists()


def test_a_copy_begins_from_the_same_lines(world: World, ivan: Visitor) -> None:
    vat()
    known = bill(world.acme, line("Внедрение", 700_000, 2), partner=world.ivan)
    form = ivan.get(f"{NEW}?copy={known.pk}").context
    assert form["lines"][0]["title"].value() == "Внедрение"
    assert form["preview"]["total"] == Money(1_400_000)
    assert form["instead"] is None


def test_with_many_clients_one_is_chosen_first(world: World, ivan: Visitor) -> None:
    vat()
    other = client_of(world.ivan, "Бета")
    page = ivan.get(f"{NEW}?q=бет").content.decode()
    assert f"?client={other.pk}" in page
    assert f'?client={world.acme.pk}"' not in page
    assert ivan.get(f"{NEW}?client={world.zero.pk}").status_code == 404
    assert ivan.post(f"{NEW}?client={world.zero.pk}", said()).status_code == 404
    ivan.post(f"{NEW}?client={other.pk}", said())
    assert Invoice.objects.get().client == other


def test_without_a_regime_nothing_goes(world: World, ivan: Visitor) -> None:
    assert ivan.post(NEW, said()).status_code == 422
    assert not Invoice.objects.exists()


def test_the_client_is_reminded_by_hand_once_a_day_or_never(world: World, ivan: Visitor) -> None:
    vat()
    one = bill(world.acme, partner=world.ivan, at=now(), email="acme@example.com")
    do(ivan, "remind_invoice", one.pk)
    reminded = Event.objects.filter(name="invoice.reminded")
    assert not reminded.exists(), "what was never sent is not reminded of"
    do(ivan, "send_invoice", one.pk, email="nonsense")
    assert not Event.objects.filter(name="invoice.sent").exists()
    send_invoice(one, email="acme@example.com", at=now(), by="Иван")
    for _ in range(2):
        do(ivan, "remind_invoice", one.pk)
    assert reminded.count() == 1
    do(ivan, "invoice_reminders", one.pk, on="no")
    one.refresh_from_db()
    assert not one.reminders
    do(ivan, "invoice_reminders", one.pk, on="yes")
    one.refresh_from_db()
    assert one.reminders


def test_repeated_every_month_until_stopped(world: World, ivan: Visitor) -> None:
    vat()
    one = bill(world.acme, partner=world.ivan, at=now())
    do(ivan, "repeat_invoice", one.pk, day="40")
    assert not Schedule.objects.exists()
    until = local_date(now()) + timedelta(days=90)
    do(ivan, "repeat_invoice", one.pk, day="5", until=until.isoformat())
    schedule = Schedule.objects.get()
    one.refresh_from_db()
    assert (one.schedule, schedule.until, schedule.partner) == (schedule, until, world.ivan)
    do(ivan, "repeat_invoice", one.pk, day="6")
    assert Schedule.objects.count() == 1
    assert one.number in ivan.get(f"{LIST}?schedule={schedule.pk}").content.decode()
    do(ivan, "stop_repeating", one.pk)
    schedule.refresh_from_db()
    assert schedule.stopped_at is not None


def test_all_that_repeats_with_its_next_day_and_why_it_waits(
    world: World, ivan: Visitor, rita: Visitor, staff: Visitor
) -> None:
    vat()
    one = bill(world.acme, line("Лицензия МАХ"), partner=world.ivan, at=now())
    do(ivan, "repeat_invoice", one.pk, day="5")
    page = reverse("cabinet:repeated")
    shown = ivan.get(page)
    assert "Лицензия МАХ" in shown.content.decode()
    (row,) = shown.context["rows"]
    assert (row.next_on.day, row.next_on > local_date(now())) == (5, True)
    refused = {
        "message": "Say first how the vendor pays VAT: the owner does, under Invoices.",
        "params": {},
    }
    Schedule.objects.update(trouble=refused)
    stuck = ivan.get(f"{page}?state=stuck").content.decode()
    assert "how the vendor pays VAT" in stuck
    assert "Лицензия МАХ" in ivan.get(f"{page}?as=csv").content.decode("utf-8-sig")
    assert "Лицензия МАХ" not in rita.get(page).content.decode()
    schedule = Schedule.objects.get()
    answers = [
        do(who, "stop_schedule", schedule.pk).status_code for who in (rita, staff, Visitor())
    ]
    assert answers == [404, 403, 302]
    do(ivan, "stop_schedule", schedule.pk)
    assert "Лицензия МАХ" not in ivan.get(page).content.decode()
    assert "Лицензия МАХ" in ivan.get(f"{page}?state=over").content.decode()


def test_the_draft_of_a_client_who_went_can_only_be_thrown_away(
    world: World, ivan: Visitor
) -> None:
    vat()
    ivan.post(f"{NEW}?client={world.acme.pk}", said(draft="1"))
    draft = Draft.objects.get()
    attribution_corrected(
        world.acme, to=world.rita, since=LONG_AGO, bearer=Bearer.VENDOR, reason="забыли код",
        at=now(), by="Марина",
    )  # fmt: skip
    shown = ivan.get(f"{NEW}?draft={draft.pk}", follow=True).content.decode()
    assert "no longer your client" in shown
    do(ivan, "drop_draft", draft.pk)
    assert not Draft.objects.exists()


def test_what_is_anothers_is_not_there(world: World, rita: Visitor, staff: Visitor) -> None:
    vat()
    one = bill(world.acme, partner=world.ivan)
    for name in ("invoice", "invoice_pdf", "send_invoice", "cancel_invoice", "remind_invoice",
                 "invoice_reminders", "repeat_invoice", "stop_repeating"):  # fmt: skip
        address = reverse(f"cabinet:{name}", args=[one.pk])
        ask = "get" if name in ("invoice", "invoice_pdf") else "post"
        answers = [getattr(who, ask)(address).status_code for who in (rita, staff, Visitor())]
        assert answers == [404, 403, 302], name
    for wish in ("copy", "instead"):
        assert rita.get(f"{NEW}?{wish}={one.pk}").status_code == 404
    one.refresh_from_db()
    assert one.status == "issued"


def test_a_bank_file_pays_it_by_its_number(world: World, ivan: Visitor, staff: Visitor) -> None:
    vat()
    ivan.post(NEW, said())
    one = Invoice.objects.get()
    part, rest = (
        credit(minor, inn=world.acme.inn, purpose=one.purpose, number=number)
        for minor, number in ((500_000, "1"), (498_100, "2"))
    )
    for status, file in (
        ("part_paid", statement(part, incoming=500_000)),
        ("paid", statement(part, rest, incoming=998_100)),
    ):
        upload(staff, file)
        run_jobs()
        one.refresh_from_db()
        assert one.status == status
    assert "998" not in ivan.get(f"{LIST}?state=issued").content.decode()
    assert one.number in ivan.get(f"{LIST}?state=paid").content.decode()
    assert owed(world.ivan) == 399_240, "40 % of what Acme has paid"
    assert_books_balance()
