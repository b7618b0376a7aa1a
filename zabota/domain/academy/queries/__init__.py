"""Questions about the academy."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import (
    BooleanField,
    Count,
    Exists,
    ExpressionWrapper,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
)

from zabota.domain.academy.models import (
    Certificate,
    Course,
    Favourite,
    Lesson,
    LessonRead,
    Logo,
    Material,
    MaterialVersion,
)
from zabota.domain.academy.rules import folded_code
from zabota.domain.partners.models import Partner
from zabota.domain.people.models import Person

DRAWN = Q(preview__isnull=False) & ~Q(preview=b"")

TRIES_WITHIN = timedelta(hours=24)


def list_materials(*, person: Person | None = None, drafts: bool = False) -> QuerySet[Material]:
    """Materials by category and place, each with its newest version as `versions.all()[0]` (`has_preview`: drawn).

    With a person: whether he keeps it at hand (`kept`). `downloads_count` says how often it was taken.
    """
    rows = Material.objects.all() if drafts else Material.objects.exclude(published_at=None)
    newest = MaterialVersion.objects.defer("content", "preview").order_by("-number")
    newest = newest.annotate(has_preview=ExpressionWrapper(DRAWN, output_field=BooleanField()))
    rows = rows.annotate(downloads_count=Count("downloads", distinct=True))
    if person is not None:
        mine = Favourite.objects.filter(material=OuterRef("pk"), person=person)
        rows = rows.annotate(kept=Exists(mine))
    return rows.prefetch_related(Prefetch("versions", queryset=newest)).order_by(
        "category", "position", "pk"
    )


def find_version(material: Material) -> MaterialVersion | None:
    """The newest file of a material."""
    return material.versions.order_by("-number").first()


def find_logo(partner: Partner) -> bytes | None:
    """The partner's logo as PNG."""
    logo = Logo.objects.filter(partner=partner).first()
    return bytes(logo.picture) if logo else None


def list_with_logo(partner_ids: Iterable[int]) -> set[int]:
    """Which of these partners have a logo."""
    return set(Logo.objects.filter(partner__in=partner_ids).values_list("partner_id", flat=True))


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a person is in a course."""

    course: Course
    lessons: int
    read: int
    certificate: Certificate | None


def list_progress(person: Person) -> list[Progress]:
    """Open courses in their order, and how far the person is in each."""
    courses = (
        Course.objects.exclude(published_at=None)
        .annotate(
            lesson_count=Count("lessons", distinct=True),
            read_count=Count("lessons", filter=Q(lessons__readings__person=person), distinct=True),
        )
        .order_by("position", "pk")
    )
    certificates = {
        one.course_id: one for one in Certificate.objects.filter(person=person, withdrawn_at=None)
    }
    return [
        Progress(one, one.lesson_count, one.read_count, certificates.get(one.pk)) for one in courses
    ]


def list_lessons(course: Course, *, person: Person | None = None) -> QuerySet[Lesson]:
    """Lessons in their order; with a person, whether he has read each (`is_read`)."""
    rows = course.lessons.order_by("position", "pk")
    if person is None:
        return rows
    read = LessonRead.objects.filter(lesson=OuterRef("pk"), person=person)
    return rows.annotate(is_read=Exists(read))


@dataclass(frozen=True, slots=True)
class QuizDoor:
    """Whether a person may answer a quiz now: all lessons read, and since when a try is free again."""

    all_read: bool
    opens_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether he may answer now."""
        return self.all_read and self.opens_at is None


def get_quiz_door(course: Course, *, person: Person, at: datetime) -> QuizDoor:
    """What stands between a person and the quiz of a course."""
    read = LessonRead.objects.filter(lesson__course=course, person=person).count()
    tries = course.attempts.filter(person=person, at__gt=at - TRIES_WITHIN).order_by("-at")
    kept = list(tries.values_list("at", flat=True)[: course.tries_a_day])
    full = len(kept) >= course.tries_a_day
    return QuizDoor(read >= course.lessons.count(), kept[-1] + TRIES_WITHIN if full else None)


def find_certificate(code: str) -> Certificate | None:
    """The certificate with this code, however it was typed."""
    return Certificate.objects.filter(code=folded_code(code)).first()


def list_certificates(partner: Partner) -> QuerySet[Certificate]:
    """Valid certificates of a partner's people, the newest first."""
    return Certificate.objects.filter(partner=partner, withdrawn_at=None).order_by("-issued_at")


def get_training(at: datetime) -> Mapping[int, int]:
    """Partner id → how many different courses his people had passed by a moment."""
    rows = (
        Certificate.objects.filter(issued_at__lte=at)
        .filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=at))
        .values("partner_id")
        .annotate(courses=Count("course_id", distinct=True))
        .order_by("partner_id")
    )
    return {row["partner_id"]: row["courses"] for row in rows}


def list_required() -> QuerySet[Course]:
    """The open courses that levels and leads ask for, in their order."""
    return (
        Course.objects.filter(required=True).exclude(published_at=None).order_by("position", "pk")
    )


def get_trained(at: datetime) -> frozenset[int]:
    """Partners whose people had passed all required courses by a moment.

    While no course is required, any passed one will do.
    """
    required = list(list_required().values_list("pk", flat=True))
    if not required:
        return frozenset(get_training(at))
    rows = (
        Certificate.objects.filter(issued_at__lte=at, course__in=required)
        .filter(Q(withdrawn_at=None) | Q(withdrawn_at__gt=at))
        .values("partner_id")
        .annotate(courses=Count("course_id", distinct=True))
        .filter(courses=len(required))
    )
    return frozenset(rows.values_list("partner_id", flat=True))
