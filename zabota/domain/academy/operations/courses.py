"""Courses are written and published, read and passed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max

from zabota.domain.academy.events import CertificateWithdrawn, CoursePassed, CoursePublished
from zabota.domain.academy.models import (
    Attempt,
    Certificate,
    Course,
    Lesson,
    LessonPicture,
    LessonRead,
    Question,
)
from zabota.domain.academy.queries import get_quiz_door
from zabota.domain.academy.rules import faults_in_question, is_passed, make_code, mark
from zabota.domain.partners.models import Partner
from zabota.domain.people.models import Person
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish, publish_all
from zabota.kit.uploads import Upload, bare
from zabota.kit.zone import ZONE


class CourseRefused(Refusal):
    """This cannot be done with the course, with the reason."""

    code = "course_refused"


def keep_course(course: Course | None = None, **words: Any) -> Course:
    """A course, new or with other words."""
    if course is None:
        return Course.objects.create(**words)
    for name, value in words.items():
        setattr(course, name, value)
    course.save(update_fields=list(words))
    return course


@transaction.atomic
def keep_lesson(course: Course, *, title: str, text: str, lesson: Lesson | None = None) -> Lesson:
    """A lesson, new at the end of the course, or with other words."""
    if lesson is not None:
        lesson.title, lesson.text = title, text
        lesson.save(update_fields=["title", "text"])
        return lesson
    last = course.lessons.aggregate(last=Max("position"))["last"] or 0
    return Lesson.objects.create(course=course, position=last + 1, title=title, text=text)


@transaction.atomic
def move_lesson(lesson: Lesson, *, up: bool) -> None:
    """One place up or down; the first does not go up."""
    others = lesson.course.lessons.select_for_update()
    other = (
        others.filter(position__lt=lesson.position).order_by("-position").first()
        if up
        else others.filter(position__gt=lesson.position).order_by("position").first()
    )
    if other is None:
        return
    lesson.position, other.position = other.position, lesson.position
    Lesson.objects.bulk_update([lesson, other], ["position"])


def remove_lesson(lesson: Lesson) -> None:
    """Take a lesson away; who passed the course keeps his certificate."""
    lesson.delete()


def add_picture(lesson: Lesson, upload: Upload) -> LessonPicture:
    """A picture to be named in the lesson's text."""
    if not upload.is_picture:
        raise CourseRefused("Only pictures are shown in a lesson.")
    kept = bare(upload)
    return LessonPicture.objects.create(
        lesson=lesson,
        name=kept.name,
        content_type=kept.content_type,
        content=kept.content,
    )


@transaction.atomic
def keep_question(
    course: Course,
    *,
    text: str,
    answers: Sequence[str],
    right: Sequence[int],
    why: str = "",
    question: Question | None = None,
) -> Question:
    """A question of the quiz; refused without two different answers or a right one among them."""
    if faults := faults_in_question(text, answers, right):
        raise CourseRefused(
            "A question needs words, two different answers and a right one.", faults=faults
        )
    last = course.questions.aggregate(last=Max("position"))["last"] or 0
    question = question or Question(course=course, position=last + 1)
    question.text, question.why = text, why
    question.answers, question.right = list(answers), sorted(set(right))
    question.save()
    return question


@transaction.atomic
def publish_courses(course_ids: Iterable[int], *, at: datetime, by: str) -> int:
    """Open those that are closed and count them; refused as a whole while one has no lesson."""
    rows = Course.objects.select_for_update().filter(pk__in=list(course_ids), published_at=None)
    closed = list(rows.order_by("pk"))
    written = set(Lesson.objects.filter(course__in=closed).values_list("course_id", flat=True))
    if empty := next((one for one in closed if one.pk not in written), None):
        raise CourseRefused("“%(course)s” has no lesson yet: write one first.", course=empty.title)
    Course.objects.filter(pk__in=[one.pk for one in closed]).update(published_at=at)
    publish_all([CoursePublished(at=at, by=by, course_id=one.pk) for one in closed])
    return len(closed)


def hide_courses(course_ids: Iterable[int]) -> int:
    """Nobody can begin these any more, certificates stay; how many were open."""
    opened = Course.objects.filter(pk__in=list(course_ids)).exclude(published_at=None)
    return opened.update(published_at=None)


def note_read(lesson: Lesson, *, person: Person, at: datetime) -> None:
    """The person has read the lesson; twice is once."""
    LessonRead.objects.get_or_create(lesson=lesson, person=person, defaults={"at": at})


@transaction.atomic
def answer_quiz(
    course: Course,
    *,
    given: Mapping[int, Iterable[int]],
    person: Person,
    partner: Partner,
    at: datetime,
) -> Attempt:
    """Mark a quiz; who passes gets a certificate. `given` is question id → places of answers.

    Refused before all lessons are read, and after so many tries within a day.
    """
    Course.objects.select_for_update().get(pk=course.pk)
    door = get_quiz_door(course, person=person, at=at)
    if not door.all_read:
        raise CourseRefused("Read all lessons first.")
    if door.opens_at is not None:
        raise CourseRefused(
            "That were all tries for now, %(tries)s in 24 hours. The next one opens at %(at)s.",
            tries=course.tries_a_day,
            at=f"{door.opens_at.astimezone(ZONE):%d.%m.%Y %H:%M}",
        )
    questions = [(one.pk, one.right) for one in course.questions.order_by("position", "pk")]
    right = mark(given, questions)
    attempt = Attempt.objects.create(
        course=course,
        person=person,
        at=at,
        answers={str(key): sorted(places) for key, places in given.items()},
        right=right,
        of=len(questions),
        passed=is_passed(right, len(questions), percent=course.pass_percent),
    )
    if attempt.passed:
        _certify(course, person=person, partner=partner, at=at)
    return attempt


def _certify(course: Course, *, person: Person, partner: Partner, at: datetime) -> None:
    if Certificate.objects.filter(course=course, person=person, withdrawn_at=None).exists():
        return
    certificate = Certificate.objects.create(
        code=make_code(),
        course=course,
        person=person,
        partner=partner,
        person_name=str(person),
        partner_name=partner.name,
        course_title=course.title,
        issued_at=at,
    )
    publish(
        CoursePassed(
            at=at,
            by=str(person),
            partner_id=partner.pk,
            course_id=course.pk,
            person_id=person.pk,
            code=certificate.code,
        )
    )


@transaction.atomic
def withdraw_certificate(certificate: Certificate, *, why: str, at: datetime, by: str) -> None:
    """It is no longer valid, and its public page says so; twice is once."""
    rows = Certificate.objects.filter(pk=certificate.pk, withdrawn_at=None)
    if rows.update(withdrawn_at=at, withdrawn_why=why):
        publish(
            CertificateWithdrawn(
                at=at, by=by, partner_id=certificate.partner_id, code=certificate.code, why=why
            )
        )
