"""News of the vendor's: the list, and one of them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from zabota.domain.news.models import Bulletin
from zabota.domain.news.queries import get_words, list_news_of, words_for
from zabota.domain.news.rules import fill_in
from zabota.domain.notices.operations import read_notice
from zabota.domain.people.models import Person
from zabota.kit.clock import now
from zabota.kit.markdown import to_html
from zabota.ui.lists import one_page
from zabota.web.cabinet.access import own_page, partner_of
from zabota.web.cabinet.frame import page
from zabota.web.visiting import visit_of


@own_page
@require_safe
def news(request: HttpRequest) -> HttpResponse:
    """Everything this partner was told, the newest first."""
    shown = one_page(request, list_news_of(partner_of(request)), size=20)
    rows = [(one, _words(one, request)[0]) for one in shown]
    return page(request, "news/list.html", section="news", page=shown, rows=rows)


@own_page
@require_safe
def one_news(request: HttpRequest, pk: int) -> HttpResponse:
    """One of them; its notice counts as read."""
    shown = get_object_or_404(list_news_of(partner_of(request)), pk=pk)
    if visit_of(request) is None and shown.event is not None:
        for notice in shown.event.notices.filter(person=request.user.pk, read_at=None):
            read_notice(notice, at=now())
    title, text = _words(shown, request)
    return page(
        request, "news/one.html", section="news", bulletin=shown, title=title, html=to_html(text)
    )


def _words(bulletin: Bulletin, request: HttpRequest) -> tuple[str, str]:
    assert isinstance(request.user, Person)
    filled = get_words(bulletin, name=str(request.user), partner=partner_of(request), at=now())
    title, text = words_for(bulletin, (get_language() or "ru")[:2])
    return fill_in(title, filled), fill_in(text, filled)
