"""Courses: lessons to read, a quiz to pass, a certificate."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from zabota.domain.academy.models import Attempt, Certificate, Course, Lesson, LessonPicture
from zabota.domain.academy.operations.courses import answer_quiz, note_read
from zabota.domain.academy.operations.printing import print_certificate
from zabota.domain.academy.queries import (
    get_quiz_door,
    list_certificates,
    list_lessons,
    list_progress,
)
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.ui.acting import sentence_of
from zabota.ui.lists import picked
from zabota.ui.toasts import say
from zabota.web.cabinet.access import own_page, partner_of
from zabota.web.cabinet.frame import page
from zabota.web.cabinet.views.materials import academy_tabs
from zabota.web.wording.lessons import lesson_html


def _course(pk: int) -> Course:
    return get_object_or_404(Course.objects.exclude(published_at=None), pk=pk)


def _lesson(pk: int) -> Lesson:
    rows = Lesson.objects.select_related("course").exclude(course__published_at=None)
    return get_object_or_404(rows, pk=pk)


@own_page
@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """All courses with one's progress, and the certificates of the partner's people."""
    return page(
        request,
        "academy/courses.html",
        section="academy",
        tabs=academy_tabs("courses"),
        progress=list_progress(request.user),  # type: ignore[arg-type]
        certificates=list_certificates(partner_of(request)),
    )


@own_page
@require_safe
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """The lessons of a course, which of them are read, and the quiz."""
    shown = _course(pk)
    lessons = list(list_lessons(shown, person=request.user))  # type: ignore[arg-type]
    return page(
        request,
        "academy/course.html",
        section="academy",
        course=shown,
        lessons=lessons,
        door=get_quiz_door(shown, person=request.user, at=now()),  # type: ignore[arg-type]
        questions=shown.questions.count(),
        certificate=Certificate.objects.filter(
            course=shown,
            person=request.user,
            withdrawn_at=None,  # type: ignore[misc]
        ).first(),
        attempts=shown.attempts.filter(person=request.user).order_by("-at")[:5],  # type: ignore[misc]
    )


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """A lesson; "read" leads to the next one, after the last to the course."""
    shown = _lesson(pk)
    following = (
        shown.course.lessons.filter(position__gt=shown.position).order_by("position").first()
    )
    if request.method == "POST":
        note_read(shown, person=request.user, at=now())  # type: ignore[arg-type]
        if following is not None:
            return redirect("cabinet:lesson", following.pk)
        return redirect("cabinet:course", shown.course_id)
    return page(
        request,
        "academy/lesson.html",
        section="academy",
        lesson=shown,
        text=lesson_html(shown, site="cabinet"),
        following=following,
        number=shown.course.lessons.filter(position__lte=shown.position).count(),
        count=shown.course.lessons.count(),
    )


@own_page
@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture of an open lesson."""
    rows = LessonPicture.objects.exclude(lesson__course__published_at=None)
    shown = get_object_or_404(rows, pk=pk)
    return HttpResponse(bytes(shown.content), content_type=shown.content_type)


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def quiz(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions; answering marks them, and whoever passes has the certificate at once."""
    shown = _course(pk)
    questions = list(shown.questions.order_by("position", "pk"))
    if request.method != "POST":
        if not get_quiz_door(shown, person=request.user, at=now()).is_open:  # type: ignore[arg-type]
            return redirect("cabinet:course", pk)
        return page(
            request, "academy/quiz.html", section="academy", course=shown, questions=questions
        )
    try:
        attempt = answer_quiz(
            shown,
            given={one.pk: picked(request.POST.getlist(f"q{one.pk}")) for one in questions},
            person=request.user,  # type: ignore[arg-type]
            partner=partner_of(request),
            at=now(),
        )
    except Refusal as refusal:
        say(request, sentence_of(refusal), tone="wait")
        return redirect("cabinet:course", pk)
    if attempt.passed:
        say(request, _("Passed. The certificate is yours."))
        return redirect("cabinet:course", pk)
    return redirect("cabinet:attempt", attempt.pk)


@own_page
@require_safe
def attempt(request: HttpRequest, pk: int) -> HttpResponse:
    """What was not right in one's own answers, and what to read again."""
    rows = Attempt.objects.select_related("course").exclude(course__published_at=None)
    shown = get_object_or_404(rows, pk=pk, person=request.user)
    questions = shown.course.questions.order_by("position", "pk")
    return page(
        request,
        "academy/attempt.html",
        section="academy",
        course=shown.course,
        attempt=shown,
        wrong=[
            one for one in questions if set(shown.answers.get(str(one.pk), ())) != set(one.right)
        ],
        door=get_quiz_door(shown.course, person=request.user, at=now()),  # type: ignore[arg-type]
    )


@own_page
@require_safe
def certificate(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate as PDF: of any of the partner's people."""
    rows = Certificate.objects.filter(partner=partner_of(request), withdrawn_at=None)
    shown = get_object_or_404(rows, pk=pk)
    answer = HttpResponse(print_certificate(shown), content_type="application/pdf")
    name = _("Certificate %(code)s") % {"code": shown.code} + ".pdf"
    answer["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return answer
