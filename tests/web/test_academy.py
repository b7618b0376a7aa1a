"""The academy: staff write, partners take and learn, anybody verifies."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client as Visitor
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader

from tests.web.cabinet.conftest import enter
from tests.world import World, world
from zabota.domain.academy.models import (
    Certificate,
    Course,
    Download,
    Lesson,
    LessonPicture,
    Material,
    MaterialKind,
)
from zabota.domain.academy.operations.courses import (
    CourseRefused,
    answer_quiz,
    keep_course,
    keep_lesson,
    keep_question,
    note_read,
    publish_courses,
)
from zabota.domain.academy.operations.materials import (
    add_version,
    draw_missing_previews,
    keep_material,
    publish_material,
)
from zabota.domain.academy.operations.printing import blocks_of
from zabota.domain.academy.queries import get_training
from zabota.domain.academy.rules import folded_code, make_code, mark
from zabota.domain.people.models import Role
from zabota.domain.people.operations import add_person, give_role
from zabota.kit.clock import now
from zabota.kit.events.models import Event
from zabota.kit.typesetting import typeset
from zabota.kit.uploads import take_upload

__all__ = ["world"]
pytestmark = pytest.mark.django_db


def staff(role: str) -> Visitor:
    person = add_person(email=f"{role}@vendor.example", name=role)
    give_role(person, role=role)
    return enter(person)


@pytest.fixture
def manager(world: World) -> Visitor:
    return staff(Role.MANAGER)


@pytest.fixture
def ivan(world: World) -> Visitor:
    return enter(world.ivan.members.get().person)


@pytest.fixture
def course(world: World) -> Course:
    course = keep_course(title="Первый клиент", made_at=now(), made_by="Ольга")
    keep_lesson(course, title="Раз", text="**Важно**")
    keep_lesson(course, title="Два", text="")
    keep_question(course, text="2 + 2?", answers=["3", "4"], right=[1], why="Посчитайте")
    publish_courses([course.pk], at=now(), by="Ольга")
    return course


def drawn(kind: str = "PNG") -> bytes:
    kept = BytesIO()
    Image.new("RGB", (40, 20), "navy").save(kept, kind)
    return kept.getvalue()


def test_staff_publish_a_file_and_partners_take_it(manager: Visitor, ivan: Visitor) -> None:
    words = {"category": "Прайсы", "title": "Цены", "position": "1"}
    manager.post(reverse("office:new_material"), {**words, "kind": "file"})
    material = Material.objects.get()
    publish = reverse("office:publish_material", args=[material.pk])
    manager.post(publish)
    assert ivan.get(reverse("cabinet:take_material", args=[material.pk])).status_code == 404

    upload = reverse("office:upload_material", args=[material.pk])
    for content in (b"a;1", b"a;1", b"a;2"):
        manager.post(upload, {"file": SimpleUploadedFile("цены.csv", content), "note": "Новые"})
    assert material.versions.count() == 2, "the same file again is no new version"
    manager.post(upload, {"file": SimpleUploadedFile("x.pdf", b"MZ\x00")})
    assert material.versions.count() == 2
    manager.post(publish)
    taken = ivan.get(reverse("cabinet:take_material", args=[material.pk]))
    assert (taken.content, Download.objects.count()) == (b"a;2", 1)
    assert "Цены;file" in manager.get(
        reverse("office:materials") + "?as=csv"
    ).content.decode().replace("a file", "file")
    shown = manager.get(reverse("office:material", args=[material.pk]))
    assert [(one.name, one.count) for one in shown.context["taken"].takers] == [("Иван и Ко", 1)]
    assert [often for _, often in shown.context["versions"]] == [1, 0]
    assert sum(bar.value for bar in shown.context["months"]) == 1
    assert "New in it: Новые" in ivan.get(reverse("cabinet:materials")).content.decode()
    ivan.post(reverse("cabinet:favourite", args=[material.pk]))
    kept = ivan.get(reverse("cabinet:materials"), {"kept": "1"})
    assert [one.title for one in kept.context["page"]] == ["Цены"]


def test_a_pdf_shows_its_first_page_before_it_is_taken(world: World, ivan: Visitor) -> None:
    material = keep_material(category="Цены", title="Прайс", made_at=now(), made_by="Ольга")
    pdf = typeset("signed_scan", {"title": "Прайс-лист"})
    add_version(material, upload=take_upload("прайс.pdf", pdf), note="", at=now(), by="Ольга")
    publish_material(material, at=now(), by="Ольга")
    shown = reverse("cabinet:material_preview", args=[material.pk])
    assert shown in ivan.get(reverse("cabinet:materials")).content.decode()
    with Image.open(BytesIO(ivan.get(shown).content)) as picture:
        assert picture.width == 480
    broken = take_upload("прайс.pdf", b"%PDF-1.7 rubbish")
    add_version(material, upload=broken, note="", at=now(), by="Ольга")
    assert shown not in ivan.get(reverse("cabinet:materials")).content.decode()
    assert ivan.get(shown).status_code == 404


def test_pdfs_of_former_days_get_their_first_page_too(world: World, ivan: Visitor) -> None:
    material = keep_material(category="Цены", title="Прайс", made_at=now(), made_by="Ольга")
    pdf = typeset("signed_scan", {"title": "Прайс-лист"})
    for name, content in (("прайс.pdf", b"%PDF-1.7 rubbish"), ("прайс.pdf", pdf)):
        add_version(material, upload=take_upload(name, content), note="", at=now(), by="Ольга")
    publish_material(material, at=now(), by="Ольга")
    material.versions.update(preview=None)
    assert draw_missing_previews(most=1) == 1
    assert draw_missing_previews() == 1
    assert draw_missing_previews() == 0, "what cannot be drawn is not tried for ever"
    shown = reverse("cabinet:material_preview", args=[material.pk])
    with Image.open(BytesIO(ivan.get(shown).content)) as picture:
        assert picture.width == 480


def test_the_shelf_does_not_ask_for_each_file(
    ivan: Visitor, django_assert_num_queries: Any
) -> None:
    def shelve(count: int) -> None:
        for number in range(count):
            material = keep_material(
                category="Цены", title=f"{number}", made_at=now(), made_by="Ольга"
            )
            upload = take_upload("a.txt", f"{number} {count}".encode())
            add_version(material, upload=upload, note="", at=now(), by="Ольга")
            publish_material(material, at=now(), by="Ольга")

    shelve(2)
    ivan.get(reverse("cabinet:materials"))
    with CaptureQueriesContext(connection) as few:
        ivan.get(reverse("cabinet:materials"))
    shelve(9)
    with django_assert_num_queries(len(few)):
        ivan.get(reverse("cabinet:materials"))


@pytest.mark.parametrize("kind", [MaterialKind.OFFER, MaterialKind.COVER, MaterialKind.CARD])
def test_papers_carry_the_partners_name_logo_and_code(
    world: World, ivan: Visitor, kind: str
) -> None:
    material = keep_material(
        kind=kind, category="Бумаги", title="Предложение", headline="Вся переписка в CRM",
        text="# Что\n- раз\n- два #read(\"/etc/passwd\")\nИ всё", made_at=now(), made_by="Ольга",
    )  # fmt: skip
    publish_material(material, at=now(), by="Ольга")
    ivan.post(reverse("cabinet:logo"), {"logo": SimpleUploadedFile("лого.jpg", drawn("JPEG"))})
    assert ivan.get(reverse("cabinet:logo_picture"))["Content-Type"] == "image/png"
    taken = ivan.get(reverse("cabinet:take_material", args=[material.pk]))
    preview = ivan.get(reverse("cabinet:material_preview", args=[material.pk])).content
    with Image.open(BytesIO(preview)) as picture:
        (code,) = zxingcpp.read_barcodes(picture.convert("RGB"))
    assert "/p/" in code.text
    if kind != MaterialKind.CARD:
        text = PdfReader(BytesIO(taken.content)).pages[0].extract_text()
        assert "ИВАН10" in text
        assert kind != MaterialKind.OFFER or '#read("/etc/passwd")' in text


def test_a_course_is_read_passed_and_proved(world: World, ivan: Visitor, course: Course) -> None:
    quiz = reverse("cabinet:quiz", args=[course.pk])
    question = course.questions.get()
    ivan.post(quiz, {f"q{question.pk}": "1"})
    assert not course.attempts.exists(), "the lessons come first"
    assert ivan.get(quiz).status_code == 302, "and nobody fills in what he cannot hand in"
    for lesson in course.lessons.order_by("position"):
        page = ivan.get(reverse("cabinet:lesson", args=[lesson.pk])).content.decode()
        assert lesson.title in page
        ivan.post(reverse("cabinet:lesson", args=[lesson.pk]))
    failed = ivan.post(quiz, {f"q{question.pk}": "0"}, follow=True)
    assert "Посчитайте" in failed.content.decode()
    assert failed.redirect_chain, "read again, it is not answered again"
    rita = enter(world.rita.members.get().person)
    assert rita.get(failed.redirect_chain[0][0]).status_code == 404
    ivan.post(quiz, {f"q{question.pk}": "1"})
    certificate = Certificate.objects.get()
    assert get_training(now()) == {world.ivan.pk: 1}

    pdf = ivan.get(reverse("cabinet:certificate", args=[certificate.pk]))
    assert certificate.code in PdfReader(BytesIO(pdf.content)).pages[0].extract_text()
    assert rita.get(reverse("cabinet:certificate", args=[certificate.pk])).status_code == 404

    stranger = Visitor(headers={"accept-language": "en"})
    typed = certificate.code.lower().replace("-", " ")
    page = stranger.get(reverse("public:verify"), {"code": typed}, follow=True).content.decode()
    assert "genuine and valid" in page
    assert stranger.get(reverse("public:certificate", args=["AAAA-AAAA-AAAA"])).status_code == 404

    nonsense = stranger.get(reverse("public:verify"), {"code": "ЙЦ0"}).content.decode()
    assert "There is no certificate ЙЦ0" in nonsense, "who typed something is answered"

    withdraw = reverse("office:withdraw_certificate", args=[certificate.pk])
    assert staff(Role.SUPPORT).post(withdraw, {"reason": "x"}).status_code == 403
    staff(Role.MANAGER).post(withdraw, {"reason": "списал"})
    page = stranger.get(reverse("public:certificate", args=[certificate.code])).content.decode()
    assert "No longer valid" in page
    assert "списал" not in page
    assert get_training(now()) == {}


def test_three_tries_a_day(world: World, course: Course) -> None:
    person = world.ivan.members.get().person
    for lesson in course.lessons.all():
        note_read(lesson, person=person, at=now())
    answers = {"given": {}, "person": person, "partner": world.ivan}
    for _ in range(3):
        assert not answer_quiz(course, **answers, at=now()).passed
    with pytest.raises(CourseRefused, match="all tries"):
        answer_quiz(course, **answers, at=now())
    ivan = enter(person)
    page = ivan.get(reverse("cabinet:course", args=[course.pk])).content.decode()
    assert "the next one opens" in page
    assert ivan.get(reverse("cabinet:quiz", args=[course.pk])).status_code == 302
    assert answer_quiz(course, **answers, at=now() + timedelta(days=2))


def test_staff_write_a_course(manager: Visitor, ivan: Visitor) -> None:
    words = {"title": "Курс", "pass_percent": "80", "tries_a_day": "3", "position": "1"}
    manager.post(reverse("office:new_course"), words)
    course = Course.objects.get()
    manager.post(reverse("office:publish_course", args=[course.pk]), {"deed": "open"})
    course.refresh_from_db()
    assert course.published_at is None, "no lesson yet"
    early = reverse("office:preview_new_lesson", args=[course.pk])
    read = manager.post(early, {"text": "**Раз** ![](picture:7) <script>"}).content.decode()
    assert "<strong>Раз</strong>" in read
    assert "<script" not in read
    assert ivan.post(early, {"text": "Раз"}).status_code == 403
    for title in ("Раз", "Два"):
        manager.post(reverse("office:new_lesson", args=[course.pk]), {"title": title, "text": ""})
    second = Lesson.objects.get(title="Два")
    change = reverse("office:change_lesson", args=[second.pk])
    manager.post(change, {"deed": "up"})
    assert list(course.lessons.order_by("position").values_list("title", flat=True)) == [
        "Два",
        "Раз",
    ]
    manager.post(change, {"picture": SimpleUploadedFile("схема.png", drawn())})
    picture = LessonPicture.objects.get()
    text = f"![схема](picture:{picture.pk}) <script>alert(1)</script>"
    shown = manager.post(reverse("office:preview_lesson", args=[second.pk]), {"text": text})
    assert f'src="{reverse("office:lesson_picture", args=[picture.pk])}"' in shown.content.decode()
    assert "<script" not in shown.content.decode()
    assert ivan.get(reverse("cabinet:lesson_picture", args=[picture.pk])).status_code == 404

    ask = reverse("office:new_question", args=[course.pk])
    assert manager.post(ask, {"text": "?", "answers": "один"}).status_code == 422
    manager.post(ask, {"text": "Сколько?", "answers": "один\n* два\n* три"})
    question = course.questions.get()
    assert (question.answers, question.right) == (["один", "два", "три"], [1, 2])
    manager.post(reverse("office:publish_course", args=[course.pk]), {"deed": "open"})
    assert ivan.get(reverse("cabinet:course", args=[course.pk])).status_code == 200


@pytest.mark.parametrize("name", ["new_material", "new_course"])
def test_who_may_not_write(world: World, ivan: Visitor, name: str) -> None:
    address = reverse(f"office:{name}")
    assert Visitor().get(address).status_code == 302
    assert ivan.get(address).status_code == 403
    assert staff(Role.FINANCE).get(address).status_code == 403


def test_rules() -> None:
    assert mark({1: [0], 2: [1, 2]}, [(1, [0]), (2, [2, 1]), (3, [0])]) == 2
    assert folded_code(make_code().lower()) != ""
    assert folded_code(" abcd efgh-2345 ") == "ABCD-EFGH-2345"
    assert folded_code("авсе-нкмр") == "ABCE-HKMP", "typed with the Russian keys"
    assert blocks_of("# A\n- b\n- c\n\nd") == [
        {"kind": "heading", "text": "A"},
        {"kind": "list", "items": ["b", "c"]},
        {"kind": "text", "text": "d"},
    ]


def test_chosen_courses_are_opened_and_closed_together(manager: Visitor, world: World) -> None:
    first, second, empty = (
        keep_course(title=title, made_at=now(), made_by="Ольга") for title in "АБВ"
    )
    for one in (first, second):
        keep_lesson(one, title="Урок", text="Слова")
    together = reverse("office:courses_together")

    def said(**sent: Any) -> list[str]:
        answer = manager.post(together, sent, follow=True)
        return [str(one) for one in answer.context["messages"]]

    def opened() -> str:
        return "".join(
            Course.objects.exclude(published_at=None).order_by("pk").values_list("title", flat=True)
        )

    assert said(deed="open") == ["Choose courses in the list first."]
    assert said(deed="open", course=[first.pk, empty.pk]) == [
        "“В” has no lesson yet: write one first."
    ]
    assert opened() == ""
    assert said(deed="open", course=[first.pk, second.pk]) == ["2 courses are open."]
    assert said(deed="open", course=[first.pk]) == [
        "Nothing changes: the chosen courses are so already."
    ]
    assert Event.objects.filter(name="course.published").count() == 2
    assert opened() == "АБ"
    assert said(deed="close", course=[first.pk, empty.pk]) == ["1 course is closed."]
    assert opened() == "Б"
    support = staff(Role.SUPPORT)
    assert support.post(together, {"deed": "open", "course": first.pk}).status_code == 403
    assert 'name="course"' not in support.get(reverse("office:courses")).content.decode()
