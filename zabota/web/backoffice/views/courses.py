"""Courses for staff: lessons with a preview, questions, who passed."""

from __future__ import annotations

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.domain.academy.models import Course, Lesson, LessonPicture, Question
from zabota.domain.academy.operations.courses import (
    CourseRefused,
    add_picture,
    hide_courses,
    keep_course,
    keep_lesson,
    keep_question,
    move_lesson,
    publish_courses,
    remove_lesson,
)
from zabota.domain.people.rules import Right
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.kit.uploads import take_upload
from zabota.ui.acting import back, refusals_said, sentence_of
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, one_page, picked, wants_csv
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.academy import CourseForm, LessonForm, QuestionForm
from zabota.web.backoffice.frame import page, part
from zabota.web.backoffice.views.academy import academy_tabs
from zabota.web.wording.lessons import lesson_html

WORDS = ("title", "about", "pass_percent", "tries_a_day", "position", "required")


@staff_page(Right.READ)
@require_safe
def courses(request: HttpRequest) -> HttpResponse:
    """All courses, and how many passed; the chosen ones are opened or closed together."""
    rows = Course.objects.annotate(
        lesson_count=Count("lessons", distinct=True),
        passed=Count("certificates", distinct=True),
    ).order_by("position", "pk")
    table = Table(request, columns(), usual=_("As partners see them"))
    rows = table.sorted(rows)
    if wants_csv(request):
        header = [_("Title"), _("Required"), _("Published"), _("Lessons"), _("Passed by")]
        return csv_of("courses", header, rows, lambda one: [
            one.title, _("yes") if one.required else _("no"), one.published_at, one.lesson_count,
            one.passed])  # fmt: skip
    return page(
        request,
        "academy/courses.html",
        section="academy",
        tabs=academy_tabs("courses"),
        page=one_page(request, rows),
        table=table,
    )


def columns() -> list[Column]:
    """What the list of courses may show: there are few of them, so it has no filters."""
    return [
        Column("title", _("Title"), by="title", fixed=True),
        Column("state", _("State"), by="published_at", sparse=True),
        Column("required", _("Required"), first=False, by="required"),
        Column("lessons", _("Lessons"), by="lesson_count", numeric=True),
        Column("passed", _("Passed by"), by="passed", numeric=True),
    ]


@staff_page(Right.PARTNERS)
@require_POST
def together(request: HttpRequest) -> HttpResponse:
    """Open or close the chosen courses; one that cannot be opened leaves all as they were."""
    ids = picked(request.POST.getlist("course"))
    with refusals_said(request):
        if not ids:
            raise Refusal("Choose courses in the list first.", code="none_chosen")
        if request.POST.get("deed") == "close":
            changed = hide_courses(ids)
            words = ngettext("%(n)s course is closed.", "%(n)s courses are closed.", changed)
        else:
            changed = publish_courses(ids, at=now(), by=str(request.user))
            words = ngettext("%(n)s course is open.", "%(n)s courses are open.", changed)
        if not changed:
            raise Refusal("Nothing changes: the chosen courses are so already.", code="same")
        say(request, words % {"n": changed})
    return back(request, "office:courses")


@staff_page(Right.PARTNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new course."""
    form = CourseForm(request.POST or None)
    if form.is_bound and form.is_valid():
        made = keep_course(**form.cleaned_data, made_at=now(), made_by=str(request.user))
        return redirect("office:course", made.pk)
    status = 422 if form.is_bound else 200
    return page(request, "academy/course.html", section="academy", form=form, status=status)


@staff_page(Right.PARTNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def course(request: HttpRequest, pk: int) -> HttpResponse:
    """The course: its words, lessons, questions."""
    shown = get_object_or_404(Course, pk=pk)
    form = CourseForm(request.POST or None, initial={name: getattr(shown, name) for name in WORDS})
    if form.is_bound and form.is_valid():
        keep_course(shown, **form.cleaned_data)
        say(request, _("Saved."))
        return redirect("office:course", pk)
    return page(
        request,
        "academy/course.html",
        section="academy",
        course=shown,
        form=form,
        lessons=shown.lessons.order_by("position"),
        questions=shown.questions.order_by("position", "pk"),
        status=422 if form.is_bound else 200,
    )


@staff_page(Right.PARTNERS)
@require_POST
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Open it, or close it again."""
    get_object_or_404(Course, pk=pk)
    with refusals_said(request):
        if request.POST.get("deed") == "open":
            publish_courses([pk], at=now(), by=str(request.user))
            say(request, _("The course is open."))
        else:
            hide_courses([pk])
            say(request, _("Nobody can begin it any more; certificates stay."), tone="info")
    return redirect("office:course", pk)


@staff_page(Right.PARTNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """A lesson at the end of the course."""
    shown = get_object_or_404(Course, pk=pk)
    form = LessonForm(request.POST or None)
    if form.is_bound and form.is_valid():
        made = keep_lesson(shown, **form.cleaned_data)
        return redirect("office:lesson", made.pk)
    return page(
        request, "academy/lesson.html", section="academy", course=shown, form=form,
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@staff_page(Right.PARTNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """A lesson, its pictures, and how it reads."""
    shown = get_object_or_404(Lesson.objects.select_related("course"), pk=pk)
    form = LessonForm(request.POST or None, initial={"title": shown.title, "text": shown.text})
    if form.is_bound and form.is_valid():
        keep_lesson(shown.course, **form.cleaned_data, lesson=shown)
        say(request, _("Saved."))
        return redirect("office:lesson", pk)
    return page(
        request, "academy/lesson.html", section="academy", course=shown.course, lesson=shown,
        form=form, text=lesson_html(shown, site="office"), pictures=shown.pictures.defer("content"),
        status=422 if form.is_bound else 200,
    )  # fmt: skip


@staff_page(Right.PARTNERS)
@require_POST
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """How the text reads, while one is typing."""
    shown = get_object_or_404(Lesson, pk=pk)
    shown.text = request.POST.get("text", "")[:60_000]
    return part(request, "academy/preview.html", text=lesson_html(shown, site="office"))


@staff_page(Right.PARTNERS)
@require_POST
def preview_new(request: HttpRequest, pk: int) -> HttpResponse:
    """How a lesson will read that is not kept yet; it has no pictures of its own."""
    course = get_object_or_404(Course, pk=pk)
    drafted = Lesson(course=course, text=request.POST.get("text", "")[:60_000])
    return part(request, "academy/preview.html", text=lesson_html(drafted, site="office"))


@staff_page(Right.PARTNERS)
@require_POST
def change_lesson(request: HttpRequest, pk: int) -> HttpResponse:
    """Up, down, away, or a picture for it."""
    shown = get_object_or_404(Lesson.objects.select_related("course"), pk=pk)
    deed = request.POST.get("deed", "")
    with refusals_said(request):
        if deed in ("up", "down"):
            move_lesson(shown, up=deed == "up")
        elif deed == "remove":
            remove_lesson(shown)
            say(request, _("The lesson is gone."), tone="info")
            return redirect("office:course", shown.course_id)
        elif sent := request.FILES.get("picture"):
            add_picture(shown, take_upload(sent.name or "", sent.read()))
            say(request, _("The picture is there; put it into the text."))
            return redirect("office:lesson", pk)
    return back(request, "office:course", shown.course_id)


@staff_page(Right.READ)
@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """A picture of a lesson."""
    shown = get_object_or_404(LessonPicture, pk=pk)
    return HttpResponse(bytes(shown.content), content_type=shown.content_type)


@staff_page(Right.PARTNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int, number: int | None = None) -> HttpResponse:
    """A question of the quiz, new or changed."""
    shown = get_object_or_404(Course, pk=pk)
    kept = get_object_or_404(Question, pk=number, course=shown) if number is not None else None
    initial = None
    if kept is not None:
        lines = (
            f"{'* ' if place in kept.right else ''}{words}"
            for place, words in enumerate(kept.answers)
        )
        initial = {"text": kept.text, "answers": "\n".join(lines), "why": kept.why}
    form = QuestionForm(request.POST or None, initial=initial)
    if form.is_bound and "remove" in request.POST and kept is not None:
        kept.delete()
        return redirect("office:course", pk)
    if form.is_bound and form.is_valid():
        answers, right = form.answers_and_right()
        given = form.cleaned_data
        try:
            keep_question(
                shown,
                text=given["text"],
                answers=answers,
                right=right,
                why=given["why"],
                question=kept,
            )
        except CourseRefused as refusal:
            form.add_error("answers", sentence_of(refusal))
        else:
            return redirect("office:course", pk)
    return page(
        request, "academy/question.html", section="academy", course=shown, form=form, question=kept,
        status=422 if form.is_bound else 200,
    )  # fmt: skip
