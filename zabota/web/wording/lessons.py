"""A lesson as a page: its Markdown, with the pictures that staff put into it."""

from __future__ import annotations

import re

from django.urls import reverse
from django.utils.safestring import SafeString

from zabota.domain.academy.models import Lesson
from zabota.web.wording.texts import text_html

_PICTURE = re.compile(r"\(picture:(\d{1,12})\)")


def lesson_html(lesson: Lesson, *, site: str) -> SafeString:
    """Harmless HTML; `![words](picture:7)` becomes picture 7 of this lesson at the reader's site."""
    own = set(lesson.pictures.values_list("pk", flat=True)) if lesson.pk else set()

    def address(match: re.Match[str]) -> str:
        pk = int(match.group(1))
        return f"({reverse(f'{site}:lesson_picture', args=[pk])})" if pk in own else "()"

    return text_html(_PICTURE.sub(address, lesson.text))
