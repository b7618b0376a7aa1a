"""Terms: every version in plain sentences, which one is in force, and what it has brought."""

from __future__ import annotations

from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from zabota.domain.people.rules import Right
from zabota.domain.programme.models import TermsStatus, TermsVersion
from zabota.domain.programme.queries import find_version_at
from zabota.domain.rewards.models import Reward
from zabota.kit.clock import now
from zabota.kit.money import Money
from zabota.ui.lists import csv_of, one_page, wants_csv, word
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.words.terms import terms_tabs
from zabota.web.wording.clauses import clause_sentence


@staff_page(Right.READ)
@require_safe
def terms(request: HttpRequest) -> HttpResponse:
    """All versions, the newest first; a published one never changes."""
    at = now()
    rows = TermsVersion.objects.prefetch_related("clauses").order_by("-effective_from", "-number")
    if state := word(request, "state"):
        rows = rows.filter(status=state)
    if found := word(request):
        rows = rows.filter(title__icontains=found)
    if wants_csv(request):
        header = [_("Version"), _("Title"), _("State"), _("In force from"), _("Days to pay"),
                  _("Clauses")]  # fmt: skip
        return csv_of(
            "terms", header, rows,
            lambda one: [one.number, one.title, one.get_status_display(), one.effective_from,
                         one.payout_days, "; ".join(_clauses(one))],
        )  # fmt: skip
    shown = one_page(request, rows, 20)
    return page(
        request,
        "terms/list.html",
        section="terms",
        page=shown,
        versions=_told(list(shown)),
        current=find_version_at(at),
        states=TermsStatus.choices,
        tabs=terms_tabs("versions"),
    )


def _clauses(version: TermsVersion) -> list[str]:
    ordered = sorted(version.clauses.all(), key=lambda clause: clause.position)
    return [clause_sentence(clause) for clause in ordered]


def _told(versions: list[TermsVersion]) -> list[dict[str, object]]:
    """Versions with their clauses in words and what was earned by them; one statement more."""
    earned = {
        pk: (count, Money(minor))
        for pk, count, minor in Reward.objects.filter(
            clause__version__in=versions, cancelled_at=None, currency="RUB"
        )
        .values_list("clause__version")
        .annotate(count=Count("pk"), sum=Sum("amount_minor"))
        .order_by()
    }
    return [
        {
            "version": one,
            "clauses": _clauses(one),
            "rewards": earned.get(one.pk, (0, None))[0],
            "sum": earned.get(one.pk, (0, None))[1],
        }
        for one in versions
    ]
