"""Papers go out by letter, attached, once."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.core import mail

from tests.flows.test_papers import NOVEMBER, PDF, make_papers, october
from tests.world import World
from zabota.connectors.mail.operations import papers_letters, send_unsent, write_letters
from zabota.domain.papers.models import Paper, PaperKind
from zabota.domain.papers.operations.replacing import replace_papers
from zabota.domain.papers.operations.sending import ask_for_signature, send_papers
from zabota.domain.papers.operations.signing import return_scan, take_scan
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 11, 9, tzinfo=UTC)


def tell(name: str) -> list[mail.EmailMessage]:
    """Write and send the letters of the newest event of this name, twice over."""
    event = Event.objects.filter(name=name).latest("pk")
    for _ in range(2):
        write_letters(event.pk, at=event.at)
        send_unsent(at=event.at, event_id=event.pk)
    return mail.outbox


def test_papers_are_attached_and_leave_once(world: World) -> None:
    october(world)
    make_papers()
    papers = list(Paper.objects.order_by("pk"))
    send_papers(world.ivan.pk, [paper.pk for paper in papers], at=NOVEMBER, by="Ольга")
    (letter,) = tell("papers.sent")
    assert [(name, body) for name, body, _ in letter.attachments] == [
        (f"{paper.number}.pdf", bytes(paper.pdf)) for paper in papers
    ]
    assert "ОА-2026-1" in letter.body


def test_reminded_returned_replaced(world: World) -> None:
    october(world)
    make_papers()
    report = Paper.objects.get(kind=PaperKind.AGENT_REPORT)
    send_papers(world.ivan.pk, [report.pk], at=NOVEMBER, by="Ольга")
    ask_for_signature(world.ivan.pk, [report.pk], at=LATER, by="Ольга")
    assert "ОА-2026-1" in tell("signature.awaited")[-1].body
    report.refresh_from_db()
    take_scan(report, name="a.pdf", content=PDF, at=LATER, by="Иван")
    return_scan(report, reason="не видно подписи", at=LATER, by="Ольга")
    assert "не видно подписи" in tell("scan.returned")[-1].body
    replace_papers(report, reason="другой КПП", at=LATER, by="Ольга")
    tell("paper.replaced")
    assert "другой КПП" in mail.outbox[-1].body


def test_a_letter_takes_no_more_than_servers_do(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A whole year at once: what does not fit is named, and waits in the cabinet."""
    october(world)
    make_papers()
    papers = list(Paper.objects.order_by("pk"))
    monkeypatch.setattr(papers_letters, "MOST_BYTES", len(papers[0].pdf) + 1)
    send_papers(world.ivan.pk, [paper.pk for paper in papers], at=NOVEMBER, by="Ольга")
    (letter,) = tell("papers.sent")
    assert [name for name, _, _ in letter.attachments] == [f"{papers[0].number}.pdf"]
    for words in (papers[1].number, "/cabinet/papers/", "1"):
        assert words in letter.body
    assert "не поместятся" in letter.body
