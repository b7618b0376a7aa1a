"""A story on its way through three sites: the clerk writes, the owner hands over, the editor polishes."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client as Visitor
from django.urls import reverse
from PIL import Image

from tests.make.stories import WORDS, draft, published
from tests.web.backoffice.conftest import keeper, member, stranger, support
from tests.web.cabinet.conftest import clerk, ivan, rita, staff
from tests.web.jobs import run_jobs
from tests.world import World, world
from zabota.domain.stories.models import Story
from zabota.domain.stories.operations.agreeing import propose
from zabota.kit.clock import now

__all__ = ["clerk", "ivan", "keeper", "member", "rita", "staff", "stranger", "support", "world"]
pytestmark = pytest.mark.django_db(transaction=True)
TYPED = {**WORDS, "kind": "case"}


def at(site: str, name: str, story: Story) -> str:
    return reverse(f"{site}:{name}", args=[story.pk])


def picture() -> SimpleUploadedFile:
    made = BytesIO()
    Image.new("RGB", (900, 600), "teal").save(made, "PNG")
    return SimpleUploadedFile("витрина.png", made.getvalue(), "image/png")


def test_from_a_draft_to_the_site(
    world: World, clerk: Visitor, ivan: Visitor, keeper: Visitor, stranger: Visitor
) -> None:
    assert "No stories yet" in ivan.get("/cabinet/stories/").content.decode()
    assert clerk.post("/cabinet/stories/new/", {**TYPED, "title": ""}).status_code == 422
    alone = clerk.post("/cabinet/stories/new/", {**TYPED, "figure_says": ""})
    assert "Give the figure and what it counts" in alone.content.decode()
    shown = clerk.post("/cabinet/stories/preview/", TYPED).content.decode()
    assert "<strong>MAX</strong>" in shown
    assert not Story.objects.exists(), "looking saves nothing"

    assert clerk.post("/cabinet/stories/new/", {**TYPED, "picture": picture()}).status_code == 302
    story = Story.objects.get()
    assert clerk.get(at("cabinet", "story_picture", story)).content.startswith(b"\x89PNG")
    assert clerk.post(at("cabinet", "propose_story", story)).status_code == 403
    assert keeper.get(at("office", "story", story)).status_code == 404, "a draft is his own"

    ivan.post(at("cabinet", "propose_story", story), {"note": "Посмотрите, пожалуйста"})
    assert "Посмотрите" in keeper.get(at("office", "story", story)).content.decode()
    edited = {**TYPED, "title": "Цветы отвечают за минуту: было — час"}
    assert keeper.post(at("office", "edit_story", story), edited).status_code == 302
    page = keeper.get(at("office", "story", story)).content.decode()
    assert "Ask the partner" in page
    assert "<del>" in page
    keeper.post(at("office", "approve_story", story), {"note": "Так виден результат"})
    assert stranger.get("/stories/").content.decode().count("<article") == 0

    page = ivan.get(at("cabinet", "story", story)).content.decode()
    for said in ("Так виден результат", "Agree and publish", "было — час"):
        assert said in page
    ivan.post(at("cabinet", "propose_story", story))
    story.refresh_from_db()
    read = stranger.get(reverse("public:story", args=[story.slug])).content.decode()
    for said in ("было — час", "Иван и Ко", "og:image", "× 2"):
        assert said in read
    card = stranger.get(reverse("public:story_card", args=[story.slug]))
    assert card["Content-Type"] == "image/png"
    assert f"/stories/{story.slug}/" in stranger.get("/sitemap.xml").content.decode()
    run_jobs()
    subjects = " ".join(letter.subject for letter in mail.outbox)
    for word in ("A story waits", "отредактирована", "на сайте"):
        assert word in subjects, subjects

    ivan.post(at("cabinet", "withdraw_story", story), {"reason": "Клиент просил"})
    assert stranger.get(reverse("public:story", args=[story.slug])).status_code == 404
    assert stranger.get(reverse("public:story_card", args=[story.slug])).status_code == 404


def test_a_wrong_picture_does_not_lose_the_words(world: World, ivan: Visitor) -> None:
    wrong = SimpleUploadedFile("a.png", b"MZ\x00\x01", "image/png")
    answer = ivan.post("/cabinet/stories/new/", {**TYPED, "picture": wrong}, follow=True)
    assert "This kind of file is not taken" in answer.content.decode()
    assert Story.objects.get().picture is None


def test_declined_with_a_reason(world: World, ivan: Visitor, keeper: Visitor) -> None:
    story = propose(draft(world.ivan), at=now(), by="Иван")
    keeper.post(at("office", "decline_story", story), {"reason": " "})
    story.refresh_from_db()
    assert story.status == "proposed", "no reason, no refusal"
    keeper.post(at("office", "decline_story", story), {"reason": "Мало подробностей"})
    assert "Мало подробностей" in ivan.get(at("cabinet", "story", story)).content.decode()
    assert keeper.get(at("office", "edit_story", story)).status_code == 302


def test_scripts_in_a_story_do_not_run(world: World, stranger: Visitor) -> None:
    told = published(world.ivan, text="<script>alert(1)</script> [x](javascript:alert(1)) слова")
    read = stranger.get(reverse("public:story", args=[told.slug])).content.decode()
    assert "<script>alert" not in read
    assert 'href="javascript' not in read


def test_who_may_not(
    world: World, rita: Visitor, stranger: Visitor, support: Visitor, staff: Visitor
) -> None:
    story = propose(draft(world.ivan), at=now(), by="Иван")
    for name in ("story", "story_picture"):
        assert rita.get(at("cabinet", name, story)).status_code == 404
        assert stranger.get(at("cabinet", name, story)).status_code == 302
        assert staff.get(at("cabinet", name, story)).status_code == 403
        assert stranger.get(at("office", name, story)).status_code == 302
        assert rita.get(at("office", name, story)).status_code == 403
    for name in ("propose_story", "withdraw_story", "delete_story"):
        assert rita.post(at("cabinet", name, story), {"reason": "x"}).status_code == 404
        assert stranger.post(at("cabinet", name, story)).status_code == 302
    for name in ("edit_story", "approve_story", "decline_story", "withdraw_story"):
        assert support.post(at("office", name, story), {"reason": "x"}).status_code == 403
        assert rita.post(at("office", name, story)).status_code == 403
    assert support.post("/office/stories/preview/", TYPED).status_code == 403
    assert stranger.post("/cabinet/stories/preview/", TYPED).status_code == 302
    story.refresh_from_db()
    assert story.status == "proposed"


def test_a_draft_is_thrown_away(world: World, clerk: Visitor) -> None:
    story = draft(world.ivan)
    clerk.post(at("cabinet", "delete_story", story))
    assert not Story.objects.exists()


def test_the_list_of_the_editors(world: World, support: Visitor, keeper: Visitor) -> None:
    draft(world.ivan, title="Черновик")
    published(world.rita, title="Рита рассказала")
    propose(draft(world.ivan, title="Ждёт редактора"), at=now(), by="Иван")
    page = support.get("/office/stories/").content.decode()
    assert "Черновик" not in page
    assert "Рита рассказала" in page
    found = support.get("/office/stories/", {"state": "proposed", "q": "Иван"}).content.decode()
    assert "Ждёт редактора" in found
    assert "Рита рассказала" not in found
    assert "Рита рассказала" in support.get("/office/stories/?as=csv").content.decode("utf-8-sig")


def test_who_changed_only_the_picture_says_so(world: World, ivan: Visitor, keeper: Visitor) -> None:
    story = propose(draft(world.ivan), at=now(), by="Иван")
    keeper.post(at("office", "edit_story", story), {**WORDS, "picture": picture()})
    assert "the picture is another one" in keeper.get(at("office", "story", story)).content.decode()
    keeper.post(at("office", "approve_story", story), {})
    assert Story.objects.get().status == "returned"
    page = ivan.get(at("cabinet", "story", story)).content.decode()
    assert "the picture is another one" in page
    assert at("cabinet", "story_picture", story) in page
    ivan.post(at("cabinet", "propose_story", story))
    assert Story.objects.get().status == "published"
