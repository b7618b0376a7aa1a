"""Verbs about the questions on the first page."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.programme.models import SiteQuestion


def write_question(
    question: SiteQuestion | None,
    *,
    language: str,
    asked: str,
    answer: str,
    position: int,
    shown: bool,
    at: datetime,
    by: str,
) -> SiteQuestion:
    """Keep a question with its answer: a new one, or another text of one there is."""
    kept = question or SiteQuestion()
    kept.language, kept.asked, kept.answer = language, asked.strip(), answer.strip()
    kept.position, kept.shown, kept.changed_at, kept.changed_by = position, shown, at, by
    kept.save()
    return kept


def remove_question(question: SiteQuestion) -> None:
    """The question is gone; twice is once."""
    SiteQuestion.objects.filter(pk=question.pk).delete()
