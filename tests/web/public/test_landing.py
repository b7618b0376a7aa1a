"""The first page: the last rating without hidden names, questions that staff wrote, structured data."""

from __future__ import annotations

import pytest
from django.test import Client as Visitor

from tests.make.money import NOON
from tests.web.backoffice.conftest import sign_in
from tests.world import World
from zabota.domain.people.models import Role
from zabota.domain.ratings.models import Hidden, Rating, RatingRule, Standing

pytestmark = pytest.mark.django_db
ASKED = {
    "language": "en", "asked": "Is there a threshold?", "answer": "**No.** <script>x</script>",
    "position": "1", "shown": "on",
}  # fmt: skip


def landing() -> str:
    answer = Visitor(headers={"accept-language": "en"}).get("/programme/")
    assert answer.status_code == 200
    return answer.content.decode()


def test_our_questions_until_staff_write_theirs(world: World) -> None:
    assert "Does the client pay more" in landing()
    manager = sign_in(Role.MANAGER)
    assert manager.post("/office/questions/new/", {**ASKED, "asked": ""}).status_code == 422
    assert manager.post("/office/questions/new/", ASKED).status_code == 302
    page = landing()
    assert "Is there a threshold?" in page
    assert "<strong>No.</strong>" in page
    assert "<script>x" not in page
    assert "Does the client pay more" not in page
    assert page.count("https://schema.org/Question") == 1
    (row,) = manager.get("/office/questions/").context["rows"]
    manager.post(f"/office/questions/{row.pk}/", {**ASKED, "shown": ""})
    assert "Does the client pay more" in landing()
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
