"""Questions and answers of the first page, written by staff in Markdown."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.domain.people.rules import Right
from zabota.domain.programme.models import SiteQuestion
from zabota.domain.programme.operations.questions import remove_question, write_question
from zabota.kit.clock import now
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.questions import QuestionForm
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.words.terms import terms_tabs


@staff_page(Right.READ)
@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """All of them in the order of the page, both languages."""
    rows = SiteQuestion.objects.order_by("language", "position", "pk")
    tabs = terms_tabs("questions")
    return page(request, "terms/questions.html", section="terms", tabs=tabs, rows=rows)


@staff_page(Right.PARTNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write a new one, or change one there is."""
    kept = get_object_or_404(SiteQuestion, pk=pk) if pk else None
    form = QuestionForm(request.POST or None, initial=_typed(kept) if kept else None)
    if request.method == "POST" and form.is_valid():
        write_question(kept, **form.cleaned_data, at=now(), by=str(request.user))
        say(request, _("The question is kept"))
        return redirect("office:site_questions")
    status = 422 if form.is_bound else 200
    return page(
        request, "terms/question.html", section="terms", status=status, form=form, question=kept
    )


def _typed(kept: SiteQuestion) -> dict[str, object]:
    return {name: getattr(kept, name) for name in QuestionForm.base_fields}


@staff_page(Right.PARTNERS)
@require_POST
def remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a question away for good."""
    remove_question(get_object_or_404(SiteQuestion, pk=pk))
    say(request, _("The question is removed"))
    return redirect("office:site_questions")
