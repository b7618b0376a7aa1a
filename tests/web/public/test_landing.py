"""The first page: the last rating without hidden names, questions that staff wrote, structured data."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client as Visitor

from tests.make.money import NOON
from tests.make.stories import published
from tests.web.backoffice.conftest import sign_in
from tests.world import World
from zabota.domain.people.models import Role
from zabota.domain.programme.models import SiteQuestion
from zabota.domain.ratings.models import Hidden, Rating, RatingRule, Standing
from zabota.domain.stories.models import Story, StoryKind

pytestmark = pytest.mark.django_db
ASKED = {
    "language": "en", "asked": "Is there a threshold?", "answer": "**No.** <script>x</script>",
    "position": "1", "shown": "on",
}  # fmt: skip


def landing() -> str:
    answer = Visitor(headers={"accept-language": "en"}).get("/programme/")
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.fixture
def basis(db: None) -> None:
    """The six, written by the migration: a test that commits leaves its process without them."""
    SiteQuestion.objects.all().delete()
    import_module("zabota.domain.programme.migrations.0009_first_questions").write_first(apps, None)


def test_six_questions_are_a_basis_that_staff_change(world: World, basis: None) -> None:
    manager = sign_in(Role.MANAGER)
    ours = {
        language: list(SiteQuestion.objects.filter(language=language).order_by("position"))
        for language in ("ru", "en")
    }
    assert [len(rows) for rows in ours.values()] == [6, 6]
    places = [landing().index(one.asked) for one in ours["en"]]
    assert places == sorted(places), "in their order"
    assert "from the start" in manager.get("/office/questions/").content.decode()
    for one in ours["en"][1:]:
        assert manager.post(f"/office/questions/{one.pk}/remove/").status_code == 302
    kept = ours["en"][0]
    words = {**ASKED, "asked": "Was the code forgotten?", "position": "50"}
    manager.post(f"/office/questions/{kept.pk}/", words)
    manager.post("/office/questions/new/", ASKED)
    page = landing()
    assert "Does the client pay more" not in page
    assert page.index("Is there a threshold?") < page.index("Was the code forgotten?")


def test_staff_write_a_question(world: World) -> None:
    manager = sign_in(Role.MANAGER)
    assert manager.post("/office/questions/new/", {**ASKED, "asked": ""}).status_code == 422
    assert manager.post("/office/questions/new/", ASKED).status_code == 302
    page = landing()
    assert "Is there a threshold?" in page
    assert "<strong>No.</strong>" in page
    assert "<script>x" not in page
    row = SiteQuestion.objects.get(asked="Is there a threshold?")
    manager.post(f"/office/questions/{row.pk}/", {**ASKED, "shown": ""})
    assert "Is there a threshold?" not in landing()
    assert manager.post(f"/office/questions/{row.pk}/remove/").status_code == 302
    assert manager.get(f"/office/questions/{row.pk}/").status_code == 404


def test_only_who_looks_after_partners_writes_them(world: World) -> None:
    support, partner = sign_in(Role.SUPPORT), Visitor()
    person = world.ivan.members.get().person
    partner.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert support.get("/office/questions/").status_code == 200
    assert support.post("/office/questions/new/", ASKED).status_code == 403
    assert partner.get("/office/questions/").status_code == 403
    assert Visitor().get("/office/questions/").status_code == 302


def test_the_latest_stories_stand_on_the_first_page(world: World) -> None:
    assert "Stories of integrators" not in landing()
    for number in range(4):
        published(world.ivan, title=f"История {number}", at=NOON + timedelta(days=number))
    page = landing()
    assert "История 0" not in page
    places = [page.index(f"История {number}") for number in (3, 2, 1)]
    assert places == sorted(places)


def test_stories_are_found_by_kind_and_words(world: World) -> None:
    story = published(world.ivan, title="Цветы за минуту")
    published(world.rita, title="Клиника без звонков")
    Story.objects.filter(pk=story.pk).update(kind=StoryKind.INTERVIEW)
    reader = Visitor(headers={"accept-language": "en"})

    def found(**asked: str) -> list[str]:
        return [one.title for one in reader.get("/stories/", asked).context["page"]]

    assert found(kind="interview") == ["Цветы за минуту"]
    assert found(q="КЛИНИКА") == found(q="рита") == ["Клиника без звонков"]
    assert len(found(kind="nonsense\x00", q="\x00")) == 2
    nothing = reader.get("/stories/", {"kind": "case", "q": "цветы"}).content.decode()
    assert "No story like this" in nothing
    assert 'value="цветы"' in nothing, "what was asked stays in the form"


def test_a_hidden_partner_keeps_his_place_and_not_his_name(world: World) -> None:
    month = NOON.date().replace(day=1)
    rule = RatingRule.objects.order_by("-from_month").first() or RatingRule.objects.create(
        from_month=month, revenue=40, newcomers=20, retention=20, training=20,
        made_at=NOON, made_by="test",
    )  # fmt: skip
    rating = Rating.objects.create(month=month, rule=rule, counted_at=NOON, sealed_at=NOON)
    zeros = dict.fromkeys(
        ["revenue_minor", "newcomers", "retained", "retained_of", "training", "revenue_points",
         "newcomers_points", "retention_points", "training_points"], 0,
    )  # fmt: skip
    for place, partner in enumerate((world.rita, world.ivan), 1):
        Standing.objects.create(rating=rating, partner=partner, place=place, score=1, **zeros)
    Hidden.objects.create(partner=world.rita, since=NOON, by="Рита")
    page = landing()
    assert "First in the rating of" in page
    assert "Рита Софт" not in page
    assert "a partner who hid his name" in page
    assert "Иван и Ко" in page
