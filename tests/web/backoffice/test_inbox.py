"""The inbox: everything that came, in its own bytes, and trying again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import NOON
from tests.web.backoffice.statements import OURS, statement
from tests.web.jobs import run_jobs
from tests.world import World
from zabota.connectors.bank.operations import receive_statement
from zabota.connectors.inbox.models import InboundEvent, InboundStatus
from zabota.web.backoffice.words.raw import SHOWN, readable

pytestmark = pytest.mark.django_db


def came(raw: bytes, name: str = "выписка.txt") -> InboundEvent:
    """Something came and the worker looked at it."""
    event, _ = receive_statement(raw, name=name, at=NOON, by="Ольга")
    run_jobs()
    event.refresh_from_db()
    return event


def page_of(visitor: Visitor, event: InboundEvent) -> str:
    return visitor.get(reverse("office:inbox_event", args=[event.pk])).content.decode()


def test_the_list_filters_by_state_source_and_words(finance: Visitor, world: World) -> None:
    good, bad = came(statement()), came(b"%PDF-1.7", "счёт.pdf")
    for wish, expected in [
        ({}, {good, bad}),
        ({"status": "failed"}, {bad}),
        ({"source": "bank", "status": "handled"}, {good}),
        ({"q": "счёт"}, {bad}),
        ({"q": "\x00"}, {good, bad}),
    ]:
        assert set(finance.get("/office/inbox/", wish).context["page"]) == expected, wish
    assert "This is a PDF" in finance.get("/office/inbox/?as=csv").content.decode()


def test_the_bytes_are_shown_in_their_letters_and_kept_in_the_download(finance: Visitor) -> None:
    raw = statement()
    event = came(raw)
    assert "НачальныйОстаток=0.00" in page_of(finance, event)
    download = finance.get(reverse("office:inbox_raw", args=[event.pk]))
    assert download.content == raw
    assert download["Content-Type"] == "application/octet-stream"
    assert download["Content-Disposition"].startswith("attachment")


def test_what_came_is_never_run(finance: Visitor) -> None:
    event = came(b"<script>alert(1)</script>", "<b>x</b>.html")
    page = page_of(finance, event)
    assert "<script>alert" not in page
    assert "<b>x</b>" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("raw", "encoding", "text", "read_as"),
    [
        ("Привет".encode("cp1251"), "", "Привет", "cp1251"),
        ("Привет".encode(), "", "Привет", "utf-8"),
        ("Привет".encode("cp866"), "cp866", "Привет", "cp866"),
        ("Привет".encode("utf-16"), "", "Привет", "utf-16"),
        ("Привет, мир и все остальные".encode()[:-1], "", "Привет, мир и все осталь", "utf-8"),
        ("Привет, мир и все остальные".encode(), "no-such", "Привет, мир и все остальные", "utf-8"),
        (b"", "", "", "utf-8"),
    ],
)
def test_bytes_become_text(raw: bytes, encoding: str, text: str, read_as: str) -> None:
    said, found = readable(raw, encoding)
    assert (said[: len(text)], found) == (text, read_as)


def test_bytes_that_are_no_text_become_numbers() -> None:
    said, found = readable(bytes(range(256)) * 300)
    assert found == "hex"
    assert said.startswith("000000  00 01 02")
    assert len(said) < SHOWN * 5


def test_an_account_put_right_and_the_file_tried_again(finance: Visitor, settings: Any) -> None:
    other = "40702810200000000001"
    event = came(statement().replace(OURS.encode(), other.encode()))
    assert event.status == InboundStatus.FAILED
    page = page_of(finance, event)
    assert other in page
    assert "Try again" in page

    settings.VENDOR = {**settings.VENDOR, "accounts": [other]}
    address = reverse("office:retry_event", args=[event.pk])
    assert finance.post(address)["Location"] == reverse("office:inbox_event", args=[event.pk])
    assert "It waits to be read" in page_of(finance, event)
    assert run_jobs() == ["bank.import_statement"]
    assert "What became of the statement" in page_of(finance, event)


def test_what_was_understood_is_not_tried_again(
    finance: Visitor, toasts: Callable[..., list[str]]
) -> None:
    event = came(statement())
    assert "Try again" not in page_of(finance, event)
    answer = finance.post(reverse("office:retry_event", args=[event.pk]), follow=True)
    assert toasts(answer) == ["This event has been understood already."]
    assert run_jobs() == []


def test_support_looks_and_tries_nothing(support: Visitor) -> None:
    event = came(b"?")
    assert "Try again" not in page_of(support, event)
    assert support.post(reverse("office:retry_event", args=[event.pk])).status_code == 403


def test_the_list_never_loads_the_bytes(
    finance: Visitor, django_assert_max_num_queries: Any
) -> None:
    for number in range(5):
        came(b"?" * (number + 1))
    with django_assert_max_num_queries(9) as asked:
        finance.get("/office/inbox/")
    assert not [query for query in asked.captured_queries if '"raw"' in query["sql"]]
