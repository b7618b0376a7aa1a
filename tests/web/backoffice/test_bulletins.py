"""Marina tells many partners at once: to whom she means, once each, with a way out; and others may not."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from django.core import mail
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import payment
from tests.web.backoffice.conftest import sign_in
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance
from zabota.connectors.mail.operations.bulletins import send_bulletin
from zabota.domain.news.models import Bulletin, BulletinStatus, Delivery
from zabota.domain.news.operations import start_bulletin, write_bulletin
from zabota.domain.news.queries import list_partners_in, list_segments
from zabota.domain.notices.models import Choice, Notice
from zabota.domain.partners.models import Partner
from zabota.domain.partners.operations import note_partner, set_tags
from zabota.domain.people.models import Person, Role, SavedView
from zabota.flows.payments_received import payments_received
from zabota.kit.clock import local_date, now
from zabota.kit.errors import Refusal

pytestmark = pytest.mark.django_db
NEW, PARTNERS = reverse("office:new_bulletin"), reverse("office:partners")
WORDS = {
    "title": "Новое для {partner}",
    "text": "Здравствуйте, **{name}**!\n\n<script>x</script>",
    "by_mail": "on",
}


def written(**more: object) -> Bulletin:
    """A draft to everybody."""
    asked: dict[str, object] = {
        "filters": {},
        "partner_ids": [],
        "by_mail": True,
        "shown_until": None,
        **more,
    }
    return write_bulletin(None, words=WORDS, at=now(), by="Марина", **asked)  # type: ignore[arg-type]


def person_of(partner: Partner) -> Person:
    person = partner.members.get().person
    person.email = f"p{partner.pk}@example.com"
    person.save()
    return person


@pytest.fixture
def ivan(world: World) -> Person:
    return person_of(world.ivan)


@pytest.fixture
def rita(world: World) -> Person:
    return person_of(world.rita)


def test_from_the_draft_to_the_letters(
    keeper: Visitor, world: World, ivan: Person, rita: Person
) -> None:
    answer = keeper.post(NEW, WORDS)
    bulletin = Bulletin.objects.get()
    assert answer["Location"] == reverse("office:bulletin", args=[bulletin.pk])
    page = keeper.get(answer["Location"]).content.decode()
    assert "<strong>2</strong> partners" in page
    assert f"Новое для {world.ivan.name}" in page, "It is shown as one of them reads it."
    as_rita = keeper.get(answer["Location"], {"as": world.rita.pk}).content.decode()
    assert f"Новое для {world.rita.name}" in as_rita
    assert "<script>x" not in page
    keeper.post(reverse("office:try_bulletin", args=[bulletin.pk]))
    (trial,) = mail.outbox
    assert trial.to == [f"{Role.MANAGER}@example.com"]
    keeper.post(reverse("office:start_bulletin", args=[bulletin.pk]))
    run_jobs()
    letters = {letter.to[0]: letter for letter in mail.outbox[1:]}
    assert set(letters) == {ivan.email, rita.email}
    letter = letters[ivan.email]
    assert letter.subject == f"Новое для {world.ivan.name}"
    assert f"Здравствуйте, {ivan.name}" in letter.body
    html = letter.alternatives[0][0]
    assert f"<strong>{ivan.name}</strong>" in html
    assert "<script" not in html
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    bulletin.refresh_from_db()
    assert bulletin.status == "sent"
    assert (
        Notice.objects.filter(person=ivan, kind="news").get().path
        == f"/cabinet/news/{bulletin.pk}/"
    )
    assert send_bulletin(bulletin.pk, at=now()) == 0, "Each letter leaves once."
    log = keeper.get(answer["Location"], {"as": "csv"}).content.decode("utf-8-sig")
    assert ivan.email in log
    assert_books_balance()


def test_one_click_and_no_more_news(world: World, ivan: Person, rita: Person) -> None:
    start_bulletin(written(), at=now(), by="Марина")
    run_jobs()
    letter = next(one for one in mail.outbox if one.to == [ivan.email])
    address = letter.extra_headers["List-Unsubscribe"].strip("<>").split("localhost:8000")[1]
    machine = Visitor(enforce_csrf_checks=True)
    assert machine.get(address).status_code == 200
    assert not Choice.objects.exists(), "A scanner that follows links changes nothing."
    assert machine.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Choice.objects.get(person=ivan).channel == "off"
    mail.outbox.clear()
    start_bulletin(written(), at=now(), by="Марина")
    run_jobs()
    assert [letter.to for letter in mail.outbox] == [[rita.email]]
    assert Delivery.objects.filter(person=ivan, status="off").count() == 1
    assert machine.get(address.replace("off/", "off/1")).status_code == 404
    machine.post(address.replace("/off/", "/on/"))
    assert not Choice.objects.exists()


def test_a_stopped_bulletin_lets_no_letter_out(keeper: Visitor, world: World) -> None:
    bulletin = start_bulletin(written(), at=now(), by="Марина")
    keeper.post(reverse("office:stop_bulletin", args=[bulletin.pk]))
    run_jobs()
    assert mail.outbox == []
    assert set(Delivery.objects.values_list("status", flat=True)) == {"held"}
    with pytest.raises(Refusal):
        start_bulletin(Bulletin.objects.get(), at=now(), by="Марина")


def test_a_silent_mail_server_is_tried_again(world: World, ivan: Person, settings: Any) -> None:
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1", 9,
    )  # fmt: skip
    bulletin = start_bulletin(
        written(filters={}, partner_ids=[world.ivan.pk]), at=now(), by="Марина"
    )
    assert send_bulletin(bulletin.pk, at=now()) == 0
    waits = Delivery.objects.get()
    assert (waits.status, waits.tries) == ("waiting", 1)
    assert waits.fault
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send_bulletin(bulletin.pk, at=now()) == 1


def test_segments_find_whom_they_mean(keeper: Visitor, world: World) -> None:
    set_tags(world.ivan, ["Битрикс"], at=now(), by="Марина")
    note_partner(world.rita, words="Сердится", mood="bad", at=now(), by="Марина")
    payments_received([payment(world.acme, at=now() - timedelta(days=1))], at=now())
    found = {key: [one.pk for one in list_partners_in(filters, at=now())] for key, filters in {
        "tag": {"tag": "битрикс"}, "mood": {"mood": "bad"}, "earning": {"activity": "earning"},
        "never": {"activity": "never"}, "both": {"tag": "битрикс", "mood": "bad"},
    }.items()}  # fmt: skip
    ivan, rita = [world.ivan.pk], [world.rita.pk]
    assert found == {"tag": ivan, "mood": rita, "earning": ivan, "never": rita, "both": []}
    form = {"list": "partners", "name": "Сердитые", "query": "mood=bad&sort=-name", "shared": "1"}
    keeper.post(reverse("office:save_view"), form)
    assert [filters for _view, filters in list_segments()] == [{"mood": "bad"}]
    assert "?mood=bad" in keeper.get(NEW).content.decode(), "A bulletin may go to it."
    assert "displeased" in keeper.get(reverse("office:bulletins")).content.decode()
    page = keeper.get(PARTNERS, {"mood": "bad"}).content.decode()
    assert world.rita.name in page
    assert world.ivan.name not in page
    counted = keeper.get(reverse("office:count_bulletin"), {"mood": "bad"}).content.decode()
    assert "<strong>1</strong>" in counted


def test_a_segment_means_the_same_in_the_list_and_in_a_bulletin(
    keeper: Visitor, world: World, ivan: Person, rita: Person
) -> None:
    """Whatever the list of partners can be filtered by, the bulletin understands."""
    Partner.objects.filter(pk=world.rita.pk).update(city="Казань", joined_at=now())
    today = f"{local_date(now()):%Y-%m-%d}"
    for wish in ({"q": "казань"}, {"q": "иван10"}, {"from": today}, {"to": "2000-01-01"},
                 {"from": "nonsense"}, {"city": "каз", "q": "рита"}):  # fmt: skip
        listed = {one.pk for one in keeper.get(PARTNERS, wish).context["page"]}
        assert {one.pk for one in list_partners_in(wish, at=now())} == listed, wish
    keeper.post(NEW, {**WORDS, "q": "казань"})
    start_bulletin(Bulletin.objects.get(), at=now(), by="Марина")
    assert [one.person for one in Delivery.objects.all()] == [rita]


def test_what_was_a_segment_is_a_view_of_everybody(world: World) -> None:
    """The migration of kept segments, as it runs over the rows of before."""
    migration = import_module("zabota.domain.news.migrations.0002_segments_are_views")
    made = now()
    before = [SimpleNamespace(pk=1, name="Ю" * 80, filters={"tag": "юг & север", "mood": "bad"},
                              made_at=made, made_by="Марина")]  # fmt: skip

    class Rows:
        def order_by(self, _field: str) -> list[SimpleNamespace]:
            return before

    def get_model(_app: str, name: str) -> Any:
        return SavedView if name == "SavedView" else SimpleNamespace(objects=Rows())

    migration.to_views(SimpleNamespace(get_model=get_model), None)
    ((view, filters),) = list_segments()
    assert (view.name, view.kept_at, view.kept_by) == ("Ю" * 80, made, "Марина")
    assert filters == {"tag": "юг & север", "mood": "bad"}


def test_news_on_the_first_page_till_it_is_read(world: World, ivan: Person, rita: Person) -> None:
    until = local_date(now()) + timedelta(days=3)
    bulletin = start_bulletin(
        written(partner_ids=[world.ivan.pk], shown_until=until, by_mail=False),
        at=now(),
        by="Марина",
    )
    run_jobs()
    assert mail.outbox == []
    home, news = reverse("cabinet:home"), reverse("cabinet:one_news", args=[bulletin.pk])
    visitor, rival = Visitor(), Visitor()
    visitor.force_login(ivan, backend="allauth.account.auth_backends.AuthenticationBackend")
    rival.force_login(rita, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert f"Новое для {world.ivan.name}" in visitor.get(home).content.decode()
    assert rival.get(news).status_code == 404
    assert visitor.get(news).status_code == 200
    assert news not in visitor.get(home).content.decode()
    assert news in visitor.get(reverse("cabinet:news")).content.decode()


def test_a_half_written_one_and_nobody_are_refused(keeper: Visitor, world: World) -> None:
    answer = keeper.post(NEW, {**WORDS, "title_en": "News"})
    assert answer.status_code == 422
    with pytest.raises(Refusal):
        start_bulletin(written(filters={"tag": "никого"}), at=now(), by="Марина")


def test_a_page_left_open_does_not_make_a_draft_of_what_goes_out(
    world: World, ivan: Person
) -> None:
    ours = written()
    hers = Bulletin.objects.get()  # Olga's page stands open while Viktor sends it
    start_bulletin(ours, at=now(), by="Виктор")
    asked = {"filters": {}, "partner_ids": [], "by_mail": True, "shown_until": None}
    with pytest.raises(Refusal):
        write_bulletin(hers, words=WORDS, at=now(), by="Ольга", **asked)  # type: ignore[arg-type]
    kept = Bulletin.objects.get()
    assert (kept.status, kept.written_by) == (BulletinStatus.GOING, "Марина")


def test_a_day_gone_by_is_refused(keeper: Visitor, world: World) -> None:
    answer = keeper.post(NEW, {**WORDS, "shown_until": "2001-01-01"})
    assert answer.status_code == 422
    assert "That day has gone by already" in answer.content.decode()
    today = local_date(now()).isoformat()
    assert keeper.post(NEW, {**WORDS, "shown_until": today}).status_code == 302


@pytest.mark.parametrize("name", ["new_bulletin", "edit_bulletin", "try_bulletin", "start_bulletin", "stop_bulletin",
                                  "drop_bulletin", "partners_together"])  # fmt: skip
def test_who_does_not_look_after_partners_writes_to_nobody(
    name: str, support: Visitor, member: Visitor, stranger: Visitor, world: World
) -> None:
    numbered = name not in {"new_bulletin", "partners_together"}
    address = reverse(f"office:{name}", args=[written().pk] if numbered else [])
    for visitor in (support, member, sign_in(Role.FINANCE)):
        assert visitor.post(address).status_code == 403
    assert stranger.post(address).status_code == 302
    assert Bulletin.objects.filter(status="draft").count() == int(numbered)
