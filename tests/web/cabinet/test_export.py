"""A partner takes his data with him: whole, his alone, not for ever."""

from __future__ import annotations

import io
from datetime import timedelta
from zipfile import ZipFile

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.web.jobs import run_jobs
from tests.world import World
from zabota.domain.partners.models import DataExport, ExportPiece, ExportStatus, Partner
from zabota.domain.payouts.models import Payout
from zabota.flows.data_exported import exports_expired, pack_export
from zabota.kit.clock import now

pytestmark = pytest.mark.django_db(transaction=True)


def packed(visitor: Visitor, partner: Partner) -> DataExport:
    assert visitor.post(reverse("cabinet:ask_export")).status_code == 302
    run_jobs()
    return partner.exports.latest("pk")


def test_everything_of_his_and_nothing_of_anothers(
    ivan: Visitor, rita: Visitor, world: World, sent: Payout
) -> None:
    assert ivan.post(reverse("cabinet:ask_export")).status_code == 302
    ivan.post(reverse("cabinet:ask_export"))  # twice is once while it is under way
    assert "you may leave this page" in ivan.get(reverse("cabinet:data_export")).content.decode()
    run_jobs()
    export = world.ivan.exports.get()
    assert (export.status, export.counted, export.total) == (ExportStatus.DONE, 7, 7)

    answer = ivan.get(reverse("cabinet:export_file", args=[export.pk]))
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert int(answer["Content-Length"]) == len(body)
    archive = ZipFile(io.BytesIO(body))
    tables = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    assert set(tables) == {
        f"{name}.csv"
        for name in ("partner", "clients", "payments", "rewards", "payouts", "papers", "messages")
    }
    assert "ИВАН10" in tables["partner.csv"]
    assert "Акме" in tables["clients.csv"]
    assert "1000,00" in tables["payments.csv"]
    assert "400,00" in tables["rewards.csv"]
    assert str(sent.order_number) in tables["payouts.csv"]

    theirs = packed(rita, world.rita)
    text = b"".join(
        rita.get(reverse("cabinet:export_file", args=[theirs.pk])).streaming_content  # type: ignore[attr-defined]
    )
    assert "Акме" not in ZipFile(io.BytesIO(text)).read("clients.csv").decode()
    assert rita.get(reverse("cabinet:export_file", args=[export.pk])).status_code == 404


def test_it_expires(ivan: Visitor, world: World) -> None:
    export = packed(ivan, world.ivan)
    later = now() + timedelta(days=4)
    assert exports_expired(at=later) == 1
    assert not ExportPiece.objects.exists()
    assert ivan.get(reverse("cabinet:export_file", args=[export.pk])).status_code == 404
    pack_export(export.pk, at=later)  # a job that comes late does not raise it from the dead
    assert world.ivan.exports.get().status == ExportStatus.EXPIRED
