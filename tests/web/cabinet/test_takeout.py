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
from zabota.domain.cards.operations import keep_file, tag_cards, take_note_off, write_note
from zabota.domain.partners.models import Partner, Takeout, TakeoutPiece, TakeoutStatus
from zabota.domain.payouts.models import Payout
from zabota.flows.takeouts import pack_takeout, takeouts_expired
from zabota.kit.clock import now
from zabota.kit.uploads import take_upload

pytestmark = pytest.mark.django_db(transaction=True)


def packed(visitor: Visitor, partner: Partner) -> Takeout:
    assert visitor.post(reverse("cabinet:ask_takeout")).status_code == 302
    run_jobs()
    return partner.takeouts.latest("pk")


def keep_on_card(world: World) -> None:
    """Notes, one of them taken off, a file and a tag on the card of Acme."""
    his = {"partner_id": world.ivan.pk, "client_id": world.acme.pk, "at": now()}
    write_note(**his, words="Решает директор", by="Иван")
    take_note_off(write_note(**his, words="Снятая", by="Иван"), at=now(), by="Иван")
    keep_file(**his, uploads=[take_upload("бриф.txt", "Два филиала".encode())], by="Иван")
    tag_cards({(world.ivan.pk, world.acme.pk): ["опт"]}, at=now())


def test_everything_of_his_and_nothing_of_anothers(
    ivan: Visitor, rita: Visitor, world: World, sent: Payout
) -> None:
    keep_on_card(world)
    assert ivan.post(reverse("cabinet:ask_takeout")).status_code == 302
    ivan.post(reverse("cabinet:ask_takeout"))  # twice is once while it is under way
    assert "you may leave this page" in ivan.get(reverse("cabinet:takeout")).content.decode()
    run_jobs()
    export = world.ivan.takeouts.get()
    assert (export.status, export.counted, export.total) == (TakeoutStatus.DONE, 17, 17)

    answer = ivan.get(reverse("cabinet:takeout_file", args=[export.pk]))
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert int(answer["Content-Length"]) == len(body)
    archive = ZipFile(io.BytesIO(body))
    tables = {name: archive.read(name).decode("utf-8-sig") for name in archive.namelist()}
    names = {name.removesuffix(".csv") for name in tables if name.endswith(".csv")}
    assert names == {
        "partner", "clients", "payments", "rewards", "payouts", "papers", "messages", "cards",
        "notes", "files", "invoices", "leads", "claims", "reservations", "offers", "certificates",
    }  # fmt: skip
    brief = next(name for name in tables if name.startswith("files/"))
    assert tables[brief] == "Два филиала"
    assert brief in tables["files.csv"]
    assert "Решает директор" in tables["notes.csv"]
    assert "Снятая" not in tables["notes.csv"]
    assert "опт" in tables["cards.csv"]
    assert "ИВАН10" in tables["partner.csv"]
    assert "Акме" in tables["clients.csv"]
    assert "1000,00" in tables["payments.csv"]
    assert "400,00" in tables["rewards.csv"]
    assert str(sent.order_number) in tables["payouts.csv"]

    theirs = packed(rita, world.rita)
    text = b"".join(
        rita.get(reverse("cabinet:takeout_file", args=[theirs.pk])).streaming_content  # type: ignore[attr-defined]
    )
    assert "Акме" not in ZipFile(io.BytesIO(text)).read("clients.csv").decode()
    assert rita.get(reverse("cabinet:takeout_file", args=[export.pk])).status_code == 404


def test_a_fresh_code_comes_first(ivan: Visitor, world: World) -> None:
    export = packed(ivan, world.ivan)
    address = reverse("cabinet:takeout_file", args=[export.pk])
    assert ivan.get(address).status_code == 200
    session = ivan.session
    del session["proved"]
    session.save()
    assert reverse("cabinet:prove") in ivan.get(address)["Location"]
    assert reverse("cabinet:prove") in ivan.post(reverse("cabinet:ask_takeout"))["Location"]
    assert world.ivan.takeouts.count() == 1
    page = ivan.get(reverse("cabinet:takeout")).content.decode()
    assert "Confirm by a code" in page
    assert "Put it together" not in page


def test_it_expires(ivan: Visitor, world: World) -> None:
    export = packed(ivan, world.ivan)
    later = now() + timedelta(days=4)
    assert takeouts_expired(at=later) == 1
    assert not TakeoutPiece.objects.exists()
    assert ivan.get(reverse("cabinet:takeout_file", args=[export.pk])).status_code == 404
    pack_takeout(export.pk, at=later)  # a job that comes late does not raise it from the dead
    assert world.ivan.takeouts.get().status == TakeoutStatus.EXPIRED
