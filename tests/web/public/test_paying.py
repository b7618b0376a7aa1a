"""A client opens his invoice, pays it by card at YooKassa, comes back and reads that it is paid."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qsl, unquote

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.test import Client as Browser
from playwright.sync_api import Page

from tests.connectors.yookassa.conftest import yookassa, yookassa_program
from tests.emulators.running import Running
from tests.make.invoices import vat
from tests.make.money import NOON
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance, owed
from zabota.connectors.connections.models import Checkout, Connection
from zabota.connectors.connections.operations.keeping import add_connection, switch_connection
from zabota.domain.invoices.models import Invoice
from zabota.domain.invoices.operations import (
    InvoiceRefused,
    cancel_invoice,
    issue_invoice,
    remind_client,
    send_invoice,
)
from zabota.domain.invoices.queries import list_in_state, state_of
from zabota.domain.payments.models import Refund
from zabota.flows.payments_refunded import refund_undone
from zabota.kit.money import Money

__all__ = ["yookassa", "yookassa_program"]
pytestmark = pytest.mark.django_db(transaction=True)
Shop = tuple[Running, Connection]


def bill(world: World) -> Invoice:
    return issue_invoice(world.acme, amount=Money(100_000), subject="Лицензия", at=NOON)


def read(client: Browser, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer["X-Robots-Tag"] == "noindex"
    return answer.content.decode()


def test_an_invoice_is_paid_by_card_and_says_so(
    yookassa: Shop, world: World, client: Browser
) -> None:
    shop, connection = yookassa
    invoice = bill(world)
    address = f"/pay/{invoice.token}/"
    assert "Оплатить картой: ЮKassa" in read(client, address)
    sent = client.post(f"{address}{connection.pk}/").content.decode()
    checkout = Checkout.objects.get()
    assert checkout.pay_url.startswith("https://yoomoney.ru/")
    assert checkout.pay_url in sent
    assert checkout.return_url.endswith(f"{address}?back=1")
    client.post(f"{address}{connection.pk}/")
    assert Checkout.objects.count() == 1, "a second click leads to the same payment"

    back = f"{address}?back=1"
    assert "every 3s" in read(client, back), "the word of the processor is waited for"
    shop.play("pay", id=checkout.external_id)
    shop.settle()
    run_jobs()
    paid = read(client, back)
    assert "Оплачено, спасибо" in paid
    assert "every 3s" not in paid
    assert "Оплатить картой" not in paid
    client.post(f"{address}{connection.pk}/")
    assert Checkout.objects.count() == 1, "nothing is left to pay"
    assert owed(world.ivan) == 40_000
    assert_books_balance()


def test_what_did_not_work_out_is_said_and_can_be_tried_again(
    yookassa: Shop, world: World, client: Browser
) -> None:
    shop, connection = yookassa
    invoice = bill(world)
    address = f"/pay/{invoice.token}/"
    shop.play("knobs", fail=1)
    answer = client.post(f"{address}{connection.pk}/")
    assert answer.status_code == 422
    assert "дважды" in answer.content.decode(), "nobody pays twice for their silence"
    shop.play("knobs", fail=0)
    client.post(f"{address}{connection.pk}/")
    shop.play("cancel", id=Checkout.objects.get().external_id)
    shop.settle()
    run_jobs()
    assert "Деньги не списаны" in read(client, f"{address}?back=1")


def test_only_who_has_the_address_sees_an_invoice_and_only_open_ones_are_paid(
    yookassa: Shop, world: World, client: Browser
) -> None:
    _, connection = yookassa
    invoice = bill(world)
    assert client.get("/pay/nobody-knows-it/").status_code == 404
    assert client.post(f"/pay/nobody-knows-it/{connection.pk}/").status_code == 404
    assert client.get(f"/pay/{invoice.token}/{connection.pk}/").status_code == 405
    assert client.post(f"/pay/{invoice.token}/999999/").status_code == 302
    switch_connection(connection, on=False, at=NOON, by="Виктор")
    assert "банковским переводом" in read(client, f"/pay/{invoice.token}/")
    switch_connection(connection, on=True, at=NOON, by="Виктор")
    Invoice.objects.update(valid_until=NOON.date() - timedelta(days=1))
    assert "Счёт действовал до" in read(client, f"/pay/{invoice.token}/")
    assert "Оплатить картой" not in read(client, f"/pay/{invoice.token}/")
    assert client.post(f"/pay/{invoice.token}/{connection.pk}/").status_code == 302
    Invoice.objects.update(valid_until=None)
    cancel_invoice(invoice, at=NOON, by="Ольга")
    assert "отменён" in read(client, f"/pay/{invoice.token}/")
    assert not Checkout.objects.exists()


def test_who_got_his_money_back_is_asked_for_nothing(
    yookassa: Shop, world: World, client: Browser
) -> None:
    shop, connection = yookassa
    invoice = bill(world)
    address = f"/pay/{invoice.token}/"
    client.post(f"{address}{connection.pk}/")
    checkout = Checkout.objects.get()
    shop.play("pay", id=checkout.external_id)
    shop.settle()
    run_jobs()
    shop.play(
        "refund", payment_id=checkout.external_id, amount={"value": "250.00", "currency": "RUB"}
    )
    shop.settle()
    run_jobs()
    for page in (address, f"/i/{invoice.token}/"):
        html = client.get(page).content.decode()
        assert "вернулись вам" in html
        assert "250" in html
        assert "Оплатить картой" not in html
    assert client.post(f"{address}{connection.pk}/").status_code == 302
    assert client.get(f"/i/{invoice.token}/qr.svg").status_code == 404
    invoice.refresh_from_db()
    assert state_of(invoice, today=NOON.date()) == "returned"
    every = Invoice.objects.all()
    assert list_in_state(every, "returned", today=NOON.date()).get() == invoice
    assert not list_in_state(every, "part_paid", today=NOON.date()).exists()
    Invoice.objects.update(sent_at=NOON, email="a@example.com")
    with pytest.raises(InvoiceRefused, match="switched off"):
        remind_client(invoice, at=NOON, by="Ольга")

    send_invoice(invoice, email="a@example.com", at=NOON, by="Ольга")
    assert "Оплатить картой" in read(client, address), "he is asked again by a person"
    refund_undone(Refund.objects.get(), reason="вернули по ошибке", at=NOON, by="Ольга")
    invoice.refresh_from_db()
    assert (invoice.status, invoice.returned_minor) == ("paid", 0)


def sending_slips(connection: Connection) -> Connection:
    connection.settings |= {"till": "on", "taxation": "usn_income"}
    connection.save()
    return connection


def test_a_payer_without_an_address_is_asked_for_one(
    yookassa: Shop, world: World, client: Browser
) -> None:
    shop, connection = yookassa
    shop.play("config", till=True)
    sending_slips(connection)
    vat()
    invoice = bill(world)
    address = f"/pay/{invoice.token}/"
    shown = client.get(f"/i/{invoice.token}/").content.decode()
    assert f'href="{address}"' in shown
    assert f"{address}{connection.pk}/" not in shown, "the address is asked for on the next page"
    assert 'name="email"' in read(client, address)
    for typed, said in (("", "Укажите вашу эл. почту"), ("rita@", "Это не адрес эл. почты")):
        answer = client.post(f"{address}{connection.pk}/", {"email": typed})
        assert answer.status_code == 422
        assert said in answer.content.decode()
        assert f'value="{typed}"' in answer.content.decode()
    assert (
        client.post(f"{address}{connection.pk}/", {"email": "rita@example.com"}).status_code == 200
    )
    assert Checkout.objects.get().slip["email"] == "rita@example.com"
    Invoice.objects.update(email="acme@example.com")
    assert 'name="email"' not in read(client, address)
    shown = client.get(f"/i/{invoice.token}/").content.decode()
    assert f'action="{address}{connection.pk}/"' in shown


def test_a_form_may_end_elsewhere_only_where_the_processor_wants_one(
    yookassa: Shop, world: World, client: Browser
) -> None:
    _, connection = yookassa
    vat()
    robokassa = sending_slips(
        add_connection(
            kind="robokassa", name="Касса", at=NOON, settings={"login": "zabota", "hash": "md5",
            "pay_url": "https://auth.robokassa.ru/Merchant/Index.aspx"},
            secrets={"password1": "one", "password2": "two"},
        )
    )  # fmt: skip
    invoice = bill(world)
    Invoice.objects.update(email="acme@example.com")
    plain = client.post(f"/pay/{invoice.token}/{connection.pk}/")
    assert "form-action 'self'" in plain["Content-Security-Policy"]
    posted = client.post(f"/pay/{invoice.token}/{robokassa.pk}/")
    assert "form-action https:;" in posted["Content-Security-Policy"]
    text = posted.content.decode()
    assert 'action="https://auth.robokassa.ru/Merchant/Index.aspx"' in text
    assert 'name="Receipt"' in text
    assert 'http-equiv="refresh"' not in text


@pytest.mark.browser
def test_a_browser_posts_the_till_slip_as_it_was_signed(
    world: World, live_server: Any, page: Page
) -> None:
    vat()
    connection = sending_slips(
        add_connection(
            kind="robokassa", name="Касса", at=NOON, settings={"login": "zabota", "hash": "md5",
            "pay_url": "https://auth.robokassa.ru/Merchant/Index.aspx"},
            secrets={"password1": "one", "password2": "two"},
        )
    )  # fmt: skip
    got: list[str] = []

    def answer(there: Any) -> None:
        got.append(there.request.post_data)
        there.fulfill(body="card")

    page.route("https://auth.robokassa.ru/**", answer)
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{live_server.url}/pay/{bill(world).token}/")
    assert Axe().run(page).response["violations"] == []
    page.get_by_label("эл. почта").fill("rita@example.com")
    page.get_by_role("button", name="Робокасса").click()
    page.get_by_role("button", name="Продолжить").click()
    page.wait_for_url("https://auth.robokassa.ru/**")
    posted = dict(parse_qsl(got[0]))
    kept = Checkout.objects.get(connection=connection)
    assert posted == kept.pay_form
    signed = ":".join(
        ["zabota", "1000.00", posted["InvId"], posted["Receipt"], "one",
         f"Shp_checkout={kept.key}"]
    )  # fmt: skip
    assert posted["SignatureValue"] == hashlib.md5(signed.encode()).hexdigest()
    assert json.loads(unquote(posted["Receipt"]))["items"][0]["sum"] == 1000


@pytest.mark.browser
@pytest.mark.parametrize("begins", ["pay", "i"])
def test_a_browser_lets_the_client_out_to_the_processor(
    yookassa: Shop, world: World, live_server: Any, page: Page, begins: str
) -> None:
    """From the page of payment and from the invoice's own. Our policy forbids a form to end elsewhere:
    the page between leads on. A browser that may not say where it comes from is refused."""
    page.route("https://yoomoney.ru/**", lambda there: there.fulfill(body="card"))
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{live_server.url}/{begins}/{bill(world).token}/")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert Axe().run(page).response["violations"] == []
    page.get_by_role("button", name="ЮKassa").click()
    page.wait_for_url("https://yoomoney.ru/**")
