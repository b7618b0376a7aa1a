"""Questions and answers of the first page, as staff keep them."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import get_language

from zabota.domain.programme.queries import list_site_questions
from zabota.web.wording.texts import text_html


class Answered(NamedTuple):
    """A question and its answer as a page shows it."""

    asked: str
    answer: SafeString


def list_answered() -> list[Answered]:
    """In the language of the page, in the order staff gave them."""
    written = list_site_questions((get_language() or "ru")[:2])
    return [Answered(one.asked, text_html(one.answer)) for one in written]
