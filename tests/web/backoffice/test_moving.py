"""A table moves in through the pages: dropped, looked through, put right, moved."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Visitor
from django.urls import reverse

from tests.web.backoffice.conftest import sign_in
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance, owed
from zabota.connectors.spreadsheet.models import MovingIn
from zabota.domain.people.models import Role

pytestmark = pytest.mark.django_db
MOVING = "/office/moving-in/"


@pytest.fixture
def marina(db: None) -> Visitor:
    """The partner manager: she brings the network along."""
    return sign_in(Role.MANAGER)


def bring(visitor: Visitor, text: str, kind: str = "payments") -> Any:
    """Drop a table and let the worker look through it."""
    file = SimpleUploadedFile("оплаты.csv", text.encode("cp1251"))
    answer = visitor.post(MOVING, {"kind": kind, "table": file}, follow=True)
    run_jobs()
    return visitor.get(answer.request["PATH_INFO"])


def test_who_may_bring_tables(
    stranger: Visitor, member: Visitor, support: Visitor, finance: Visitor
) -> None:
    assert stranger.get(MOVING).status_code == 302
    for visitor in (member, support, finance):
        assert visitor.get(MOVING).status_code == 403
    for name in ("moving_columns", "start_moving", "stop_moving"):
        assert support.post(reverse(f"office:{name}", args=[1])).status_code == 403
    for name in ("moving_table", "faulty_rows"):
        assert support.get(reverse(f"office:{name}", args=[1])).status_code == 403


def test_from_the_file_to_rewards(marina: Visitor, world: World) -> None:
    page = bring(
        marina,
        f"а;б;в;г\r\n1;{world.acme.inn};1000;10.10.2026\r\n2;нет такого;5;10.10.2026",
    )
    assert page.context["good"] == 0, "The columns have strange names."
    pk = page.context["event"].pk
    columns = {"external_id": 0, "client": 1, "amount": 2, "paid_at": 3}
    page = marina.post(reverse("office:moving_columns", args=[pk]), columns, follow=True)
    assert (page.context["good"], page.context["bad"]) == (1, 1)
    assert "nobody is known by this" in page.content.decode()

    marina.post(reverse("office:start_moving", args=[pk]), {"paid_until": ""})
    assert "spreadsheet.move_in" in run_jobs()
    page = marina.get(reverse("office:moving_table", args=[pk]))
    assert page.context["moving"].moved == 1
    assert owed(world.ivan) == 40_000
    back = marina.get(reverse("office:faulty_rows", args=[pk])).content.decode("utf-8-sig")
    assert "нет такого" in back
    assert_books_balance()


def test_what_is_no_table_says_what_it_is(marina: Visitor) -> None:
    file = SimpleUploadedFile("old.xls", b"\xd0\xcf\x11\xe0" + b"0" * 100)
    answer = marina.post(MOVING, {"kind": "clients", "table": file}, follow=True)
    run_jobs()
    page = marina.get(answer.request["PATH_INFO"])
    assert "Excel 97" in page.content.decode()
    assert not MovingIn.objects.exists()


def test_a_wrong_day_and_an_empty_form_are_said(marina: Visitor, world: World) -> None:
    page = bring(marina, f"ID;Клиент;Сумма;Дата\r\n1;{world.acme.inn};10;10.10.2026")
    pk = page.context["event"].pk
    answer = marina.post(
        reverse("office:start_moving", args=[pk]), {"paid_until": "вчера"}, follow=True
    )
    assert "not readable" in answer.content.decode()
    assert marina.post(MOVING, {}).status_code == 422


def test_the_same_table_again_is_the_same(marina: Visitor, world: World) -> None:
    text = f"ID;Клиент;Сумма;Дата\r\n1;{world.acme.inn};10;10.10.2026"
    bring(marina, text)
    page = bring(marina, text)
    assert MovingIn.objects.count() == 1
    assert page.context["event"].name == "оплаты.csv"
