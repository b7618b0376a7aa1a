"""The card of a client: Ivan works on it, Rita and staff do not; a client who went on is read only."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import F
from django.test import Client as Visitor
from django.urls import reverse

from tests.flows.test_corrections import correct
from tests.make.money import payment
from tests.web.backoffice.conftest import sign_in
from tests.web.jobs import run_jobs
from tests.world import World
from zabota.domain.cards.models import Card, CardFile, CardNote
from zabota.domain.clients.models import Client, Health
from zabota.domain.clients.operations import learn_health
from zabota.domain.people.models import Role
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import local_date, now

pytestmark = pytest.mark.django_db


def address(name: str, *args: object) -> str:
    return reverse(f"cabinet:{name}", args=args)


def page_of(visitor: Visitor, world: World) -> str:
    return visitor.get(address("client", world.acme.pk)).content.decode()


def brief(name: str = "бриф.txt", content: bytes = "Два филиала".encode()) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def fill(visitor: Visitor, world: World) -> None:
    """A note, a file, a step that is late, tags."""
    pk = world.acme.pk
    visitor.post(address("note_client", pk), {"words": "Решает директор"})
    visitor.post(address("add_client_file", pk), {"files": [brief()]})
    day = (local_date(now()) + timedelta(days=2)).isoformat()
    visitor.post(address("plan_step", pk), {"step": "Позвонить", "on": day})
    Card.objects.update(step_on=F("step_on") - timedelta(days=4))
    visitor.post(address("tag_client", pk), {"tags": "Опт, Казань"})


def test_what_he_writes_is_there(ivan: Visitor, world: World) -> None:
    fill(ivan, world)
    page = page_of(ivan, world)
    for told in ("Решает директор", "бриф.txt", "Позвонить", "overdue", "опт, казань"):
        assert told in page
    file = CardFile.objects.get()
    saved = ivan.get(address("client_file", world.acme.pk, file.pk))
    assert saved.content.decode() == "Два филиала"
    assert saved["Content-Disposition"].startswith("attachment")
    ivan.post(address("step_done", world.acme.pk))
    assert Card.objects.get().step == ""
    assert "Done: Позвонить" in page_of(ivan, world)


def test_taken_off_and_put_back(ivan: Visitor, world: World) -> None:
    fill(ivan, world)
    note, file = CardNote.objects.get(), CardFile.objects.get()
    for url in (
        address("remove_client_note", world.acme.pk, note.pk),
        address("remove_client_file", world.acme.pk, file.pk),
    ):
        answer = ivan.post(url, follow=True).content.decode()
        assert f"{url}?back=1" in answer
    page = page_of(ivan, world)
    assert "Решает директор" not in page
    ivan.post(f"{address('remove_client_note', world.acme.pk, note.pk)}?back=1")
    assert "Решает директор" in page_of(ivan, world)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("virus.exe", b"MZ\x00\x01", "This kind of file is not taken"),
        ("page.txt", b"<html><script>", "This kind of file is not taken"),
        ("big.txt", b"a" * (10 * 1024 * 1024 + 1), "larger than 10 MB"),
    ],
)
def test_files_that_are_not_taken(
    ivan: Visitor, world: World, name: str, content: bytes, said: str
) -> None:
    answer = ivan.post(
        address("add_client_file", world.acme.pk), {"files": [brief(name, content)]}, follow=True
    )
    assert said in answer.content.decode()
    assert not CardFile.objects.exists()


def test_a_file_keeps_only_what_is_safe_of_its_name(ivan: Visitor, world: World) -> None:
    url = address("add_client_file", world.acme.pk)
    ivan.post(url, {"files": [brief('..\\..\\a"<b>.doc')]})
    assert CardFile.objects.get().name == "a__b_.txt"
    ivan.post(url, {"files": [brief("page.html")]})
    assert CardFile.objects.count() == 1, "A page is not kept, whatever it holds."


def test_words_and_days_that_are_missing(ivan: Visitor, world: World) -> None:
    pk = world.acme.pk
    for url, form in (
        (address("plan_step", pk), {"step": "Шаг", "on": "вчера"}),
        (address("note_client", pk), {"words": " "}),
        (address("tag_client", pk), {"tags": ",".join("абвгдежзиклм")}),
        (address("client_status", pk), {"to": "nowhere"}),
        (address("add_client_file", pk), {}),
    ):
        assert 'class="toast toast--error"' in ivan.post(url, form, follow=True).content.decode()
    assert not Card.objects.exists()


def test_the_status_with_its_reason_and_undo(ivan: Visitor, world: World) -> None:
    url = address("client_status", world.acme.pk)
    assert '<option value="trial">Trial</option>' in page_of(ivan, world)
    answer = ivan.post(url, {"to": "trial", "why": "Поставили бота"}, follow=True).content.decode()
    assert f"{url}?to=lead" in answer
    assert "lead → trial" in answer
    assert "Поставили бота" in answer
    ivan.post(f"{url}?to=lead")
    assert Client.objects.get(pk=world.acme.pk).status == "lead"


def test_health_payments_and_time(ivan: Visitor, world: World) -> None:
    payments_received([payment(world.acme, at=now())], at=now())
    run_jobs()
    learn_health(
        world.acme,
        at=now(),
        paid_until=local_date(now()) - timedelta(days=1),
        connection=Health.BROKEN,
        words="WhatsApp отключён",
    )
    page = page_of(ivan, world)
    for told in ("paying", "the first payment", "WhatsApp отключён", "broken", "Your reward: 400"):
        assert told in page


def test_the_clerk_works_and_others_are_refused(
    ivan: Visitor, clerk: Visitor, rita: Visitor, staff: Visitor, world: World
) -> None:
    fill(ivan, world)
    note, file, pk = CardNote.objects.get(), CardFile.objects.get(), world.acme.pk
    deeds = [
        (address("client_status", pk), {"to": "left"}),
        (address("plan_step", pk), {"step": "Увести", "on": "2026-12-01"}),
        (address("step_done", pk), {}),
        (address("tag_client", pk), {"tags": "чужой"}),
        (address("note_client", pk), {"words": "Чужая"}),
        (address("remove_client_note", pk, note.pk), {}),
        (address("add_client_file", pk), {"files": [brief()]}),
        (address("remove_client_file", pk, file.pk), {}),
    ]
    for url, form in deeds:
        answers = [who.post(url, form).status_code for who in (rita, staff, Visitor())]
        assert answers == [404, 403, 302], url
        assert rita.get(url).status_code == 405 or "step" not in url
    seen = address("client_file", pk, file.pk)
    assert [who.get(seen).status_code for who in (rita, staff, Visitor())] == [404, 403, 302]
    card = Card.objects.get()
    assert (card.step, card.tags) == ("Позвонить", ["опт", "казань"])
    assert Client.objects.get(pk=pk).status == "lead"
    for url, form in deeds:
        assert clerk.post(url, form).status_code == 302
    assert Client.objects.get(pk=pk).status == "left"


def test_another_partners_note_under_ones_own_client(
    ivan: Visitor, rita: Visitor, world: World
) -> None:
    """Rita has a client of her own; by its number she does not reach Ivan's note or file."""
    fill(ivan, world)
    note, file = CardNote.objects.get(), CardFile.objects.get()
    correct(world, world.rita)
    assert rita.get(address("client", world.acme.pk)).status_code == 200
    for name, pk in (("remove_client_note", note.pk), ("remove_client_file", file.pk)):
        assert rita.post(address(name, world.acme.pk, pk)).status_code == 404
    assert rita.get(address("client_file", world.acme.pk, file.pk)).status_code == 404


def test_after_he_went_on_each_reads_his_own(ivan: Visitor, rita: Visitor, world: World) -> None:
    fill(ivan, world)
    ivan.post(address("client_status", world.acme.pk), {"to": "trial", "why": "Секрет Ивана"})
    correct(world, world.rita)
    hers = page_of(rita, world)
    for secret in ("Решает директор", "бриф.txt", "Позвонить", "опт", "Секрет Ивана"):
        assert secret not in hers
    his = page_of(ivan, world)
    assert "no longer yours" in his
    assert "Решает директор" in his
    assert address("note_client", world.acme.pk) not in his
    answer = ivan.post(address("note_client", world.acme.pk), {"words": "Ещё"}, follow=True)
    assert "can only be read" in answer.content.decode()
    ivan.post(address("client_status", world.acme.pk), {"to": "left"})
    assert Client.objects.get(pk=world.acme.pk).status == "trial"


def test_staff_see_cards_and_their_files(ivan: Visitor, world: World, rita: Visitor) -> None:
    fill(ivan, world)
    support, file = sign_in(Role.SUPPORT), CardFile.objects.get()
    page = support.get(reverse("office:client", args=[world.acme.pk])).content.decode()
    for told in ("Решает директор", "бриф.txt", "Позвонить"):
        assert told in page
    seen = reverse("office:card_file", args=[world.acme.pk, file.pk])
    assert support.get(seen).content.decode() == "Два филиала"
    assert [who.get(seen).status_code for who in (rita, Visitor())] == [403, 302]
