"""A letter of a bulletin comes back: the mail server tells, once or twice, and only of letters that are ours."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.test import Client as Visitor
from hypothesis import given
from hypothesis import strategies as st

from tests.web.jobs import run_jobs
from tests.world import World, world
from zabota.connectors.connections.models import Connection, Fate, Notice
from zabota.connectors.connections.operations.keeping import add_connection, keys_of
from zabota.connectors.connections.operations.receiving import receive_call
from zabota.connectors.mail.kind import RETURNED_MAIL
from zabota.connectors.mail.operations.returned import name_letter, sample
from zabota.connectors.mail.translate import LETTER, NotAReport, read_report
from zabota.domain.news.models import Delivery, DeliveryStatus
from zabota.domain.news.operations import start_bulletin, write_bulletin
from zabota.kit.clock import now

__all__ = ["world"]
REPORTS = Path(__file__).parent / "reports"
FILES = sorted(path.name for path in REPORTS.iterdir())


def report(name: str, letter: str = "12:signed") -> bytes:
    return (REPORTS / name).read_bytes().replace(b"@LETTER@", letter.encode())


def test_reports_are_read() -> None:
    unknown, full, late = (
        read_report(report(name))
        for name in ("postfix_unknown_user.eml", "exim_headers_only.eml", "delayed.eml")
    )
    assert (unknown.recipient, unknown.ended, unknown.letter) == (
        "ivan@mail.example",
        True,
        "12:signed",
    )
    assert unknown.words == "550 5.1.1 <ivan@mail.example>: user unknown"
    assert unknown.identity == "<20261126090002.4F2C91A0@mx.vendor.example>"
    assert (full.letter, full.words) == ("12:signed", "552-5.2.2 The mailbox is full")
    assert (late.ended, late.words, late.letter) == (False, "4.4.1", "12:signed")


@pytest.mark.parametrize("raw", [b"", b"\x00\xff", report("vacation.eml"), b"Content-Type: message/delivery-status\r\n\r\n",
    report("delayed.eml").replace(b"Action: delayed", b"Action: flown")])  # fmt: skip
def test_other_letters_are_none(raw: bytes) -> None:
    with pytest.raises(NotAReport):
        read_report(raw)


@given(name=st.sampled_from(FILES), data=st.data())
def test_a_damaged_report_is_read_or_refused(name: str, data: Any) -> None:
    raw = bytearray(report(name))
    for _ in range(data.draw(st.integers(1, 6))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    cut = data.draw(st.integers(0, len(raw)))
    try:
        read = read_report(bytes(raw[:cut]))
    except NotAReport:
        return
    assert read.action
    assert len(read.words) <= 200


@pytest.fixture
def returned(db: None) -> Connection:
    return add_connection(
        kind="mail",
        name="Возвраты",
        settings={},
        secrets={},
        test_mode=False,
        at=now(),
        by="Виктор",
    )


@pytest.fixture
def delivery(world: World) -> Delivery:
    written = write_bulletin(
        None, words={"title": "Осень", "text": "Текст"}, filters={}, partner_ids=[world.ivan.pk],
        by_mail=True, shown_until=None, at=now(), by="Марина",
    )  # fmt: skip
    start_bulletin(written, at=now(), by="Марина")
    run_jobs()
    return Delivery.objects.get()


def bring(connection: Connection, raw: bytes) -> int:
    answer = Visitor().post(f"/hooks/mail/{connection.token}/", raw, content_type="message/rfc822")
    run_jobs()
    return answer.status_code


@pytest.mark.django_db
def test_the_log_of_the_bulletin_learns_of_it_once(
    returned: Connection, delivery: Delivery
) -> None:
    (letter,) = mail.outbox
    name = letter.extra_headers[LETTER]
    assert name == name_letter(delivery.pk)
    for _ in range(2):
        assert bring(returned, report("postfix_unknown_user.eml", name)) == 200
    delivery.refresh_from_db()
    assert (delivery.status, "user unknown" in delivery.fault) == (DeliveryStatus.RETURNED, True)
    assert Notice.objects.get().fate == Fate.NOTED


@pytest.mark.django_db
def test_what_is_only_late_or_not_ours_changes_nothing(
    returned: Connection, delivery: Delivery
) -> None:
    name = name_letter(delivery.pk)
    assert bring(returned, report("delayed.eml", name)) == 200
    assert bring(returned, report("postfix_unknown_user.eml", f"{delivery.pk}:forged")) == 200
    assert bring(returned, report("exim_headers_only.eml", name_letter(999_999))) == 200
    assert bring(returned, report("vacation.eml")) == 400
    assert (
        Visitor()
        .post("/hooks/mail/guessed/", report("delayed.eml"), content_type="x/y")
        .status_code
        == 404
    )
    delivery.refresh_from_db()
    assert (delivery.status, delivery.fault) == (DeliveryStatus.SENT, "")
    assert list(Notice.objects.order_by("pk").values_list("fate", flat=True)) == [
        Fate.NOTED, Fate.UNKNOWN, Fate.UNKNOWN,
    ]  # fmt: skip


@pytest.mark.django_db
def test_a_test_event_marks_no_letter(returned: Connection, delivery: Delivery) -> None:
    call = replace(sample(keys_of(returned), now()), rehearsal=True)
    receive_call(returned, RETURNED_MAIL, call)
    run_jobs()
    assert Notice.objects.get().fate == Fate.TEST
    assert Delivery.objects.get().status == DeliveryStatus.SENT
