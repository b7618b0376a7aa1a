"""Ivan downloads his papers and uploads a signed scan; Rita sees nothing of them."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Visitor
from django.urls import reverse

from tests.flows.test_papers import PDF, make_papers, october
from tests.world import World
from zabota.domain.papers.models import Paper, PaperKind, PaperStatus

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(world: World) -> Paper:
    """Ivan's report of October."""
    october(world)
    make_papers()
    return Paper.objects.get(kind=PaperKind.AGENT_REPORT)


def sign(visitor: Visitor, paper: Paper, content: bytes = PDF) -> int:
    file = SimpleUploadedFile("скан.pdf", content)
    return visitor.post(reverse("cabinet:sign_paper", args=[paper.pk]), {"scan": file}).status_code


def test_download_and_sign(ivan: Visitor, report: Paper) -> None:
    page = ivan.get(reverse("cabinet:papers"))
    assert [paper.number for paper in page.context["page"]] == ["АА-2026-1", "ОА-2026-1"]
    given = ivan.get(reverse("cabinet:paper_pdf", args=[report.pk]))
    assert given.content == bytes(report.pdf)
    assert given["Content-Disposition"].startswith("attachment;")
    assert sign(ivan, report, b"<html>") == 302
    assert Paper.objects.get(pk=report.pk).status == PaperStatus.MADE
    assert sign(ivan, report) == 302
    assert Paper.objects.get(pk=report.pk).status == PaperStatus.SIGNED
    scan = report.scans.get()
    assert ivan.get(reverse("cabinet:paper_scan", args=[report.pk, scan.pk])).content == PDF
    unsigned = ivan.get(reverse("cabinet:papers"), {"unsigned": "1"})
    assert [paper.number for paper in unsigned.context["page"]] == ["АА-2026-1"]
    assert ivan.get(reverse("cabinet:papers"), {"as": "csv"}).status_code == 200


def test_his_papers_as_one_archive(ivan: Visitor, rita: Visitor, report: Paper) -> None:
    def packed(visitor: Visitor) -> list[str]:
        answer = visitor.get(reverse("cabinet:papers"), {"as": "zip"})
        return ZipFile(BytesIO(b"".join(answer.streaming_content))).namelist()  # type: ignore[attr-defined]

    assert packed(ivan) == [
        "papers/agent_report/ОА-2026-1.pdf", "papers/agency_act/АА-2026-1.pdf",
    ]  # fmt: skip
    assert packed(rita) == []


def test_no_file_is_said(ivan: Visitor, report: Paper) -> None:
    answer = ivan.post(reverse("cabinet:sign_paper", args=[report.pk]), follow=True)
    assert "Choose a file." in answer.content.decode()


def test_anothers_papers_are_not_there(ivan: Visitor, rita: Visitor, report: Paper) -> None:
    sign(ivan, report)
    scan = report.scans.get()
    for address in (
        reverse("cabinet:paper_pdf", args=[report.pk]),
        reverse("cabinet:paper_scan", args=[report.pk, scan.pk]),
    ):
        assert rita.get(address).status_code == 404
        assert Visitor().get(address).status_code == 302
    assert sign(rita, report) == 404
    assert report.number not in rita.get(reverse("cabinet:papers")).content.decode()
