"""What the rules have found, clearing it with a reason, and setting the rules."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Count, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.people.rules import Right
from zabota.domain.scrutiny.models import Finding, RuleName, Suspect
from zabota.domain.scrutiny.operations import clear_finding, set_rule
from zabota.domain.scrutiny.queries import Caught, count_caught, get_settings, list_suspects
from zabota.domain.scrutiny.rules import DEFAULTS
from zabota.kit.clock import local_date, now
from zabota.kit.errors import Refusal
from zabota.kit.money import Money
from zabota.ui.acting import back, reason_of, refusals_said
from zabota.ui.amounts import sums_text
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, during, one_page, picked, wants_csv, whole, word
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.checks import RuleForm
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.views.saved import views
from zabota.web.backoffice.words.checks import found_sentence, rule_help, setting_sentence
from zabota.web.backoffice.words.payouts import payout_tabs

COUNTED_DAYS = 90
MOST_NAMED = 5  # payments that a finding names on the page
MOST_CHOSEN = 200


@dataclass(frozen=True, slots=True)
class Told:
    """A rule on the page: what it looks at, how it stands, what it has caught."""

    name: str
    label: str
    help: str
    stands: str
    caught: Caught
    form: RuleForm


@staff_page(Right.READ)
@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """What the rules have found, the open ones first."""
    table = Table(request, columns(), order="-found")
    rows = table.sorted(_found(request))
    if wants_csv(request):
        sums = _sums_of(rows.values("pk"))
        header = [_("Rule"), _("Partner"), _("What was found"), _("Rewards"), _("Sum"), _("Found"),
                  _("Cleared"), _("By whom"), _("Reason")]  # fmt: skip
        return csv_of("checks", header, rows, lambda one: _line(one, sums[one.pk]))
    shown = one_page(request, rows)
    ids = [one.pk for one in shown]
    sums, suspects = _sums_of(ids), list_suspects(ids, most=MOST_NAMED)
    return page(
        request,
        "payouts/checks.html",
        section="payouts",
        tabs=payout_tabs("checks"),
        page=shown,
        rows=[(one, found_sentence(one), sums[one.pk], suspects[one.pk]) for one in shown],
        rules=RuleName.choices,
        table=table,
        shelf=views.of(request, "checks", table),
    )


def columns() -> list[Column]:
    """What the list may show."""
    return [
        Column("partner", _("Partner"), by="partner__name", fixed=True),
        Column("what", _("What was found"), by="rule"),
        Column("rewards", _("Rewards"), first=False, by="rewards", numeric=True),
        Column("sum", _("Sum"), numeric=True),
        Column("found", _("Found"), by="found_at"),
        Column("cleared", _("Cleared"), first=False, by="cleared_at", sparse=True),
        Column("deed", _("What to do"), fixed=True, head=False),
    ]


def _found(request: HttpRequest) -> QuerySet[Finding]:
    rows = Finding.objects.select_related("partner").annotate(rewards=Count("suspects"))
    if (rule := word(request, "rule")) in RuleName.values:
        rows = rows.filter(rule=rule)
    if word(request, "state") == "cleared":
        rows = rows.filter(cleared_at__isnull=False)
    elif word(request, "state") != "all":
        rows = rows.filter(cleared_at=None)
    if found := word(request):
        rows = rows.filter(partner__name__icontains=found)
    if partner := whole(request, "partner"):
        rows = rows.filter(partner=partner)
    return during(request, rows, "found_at")


def _sums_of(findings: Any) -> dict[int, str]:
    """What the rewards of each finding come to, every currency by itself; one statement."""
    sums: dict[int, list[Money]] = defaultdict(list)
    counted = (
        Suspect.objects.filter(finding__in=findings)
        .values_list("finding", "reward__currency")
        .annotate(minor=Sum("reward__amount_minor"))
        .order_by("reward__currency")
    )
    for finding, currency, minor in counted:
        sums[finding].append(Money(minor, currency))
    return defaultdict(str, {pk: sums_text(found) for pk, found in sums.items()})


def _line(one: Any, sums: str) -> list[Any]:
    return [
        one.get_rule_display(), one.partner, found_sentence(one), one.rewards,
        sums, one.found_at, one.cleared_at, one.cleared_by, one.cleared_why,
    ]  # fmt: skip


@staff_page(Right.PAYOUTS)
@require_POST
def clear(request: HttpRequest, pk: int) -> HttpResponse:
    """It is all right: what this finding held may be paid, and it is not asked again."""
    finding = get_object_or_404(Finding, pk=pk)
    with refusals_said(request):
        freed = clear_finding(finding, reason=reason_of(request), at=now(), by=str(request.user))
        _say_freed(request, freed)
    return back(request, "office:checks")


@staff_page(Right.PAYOUTS)
@require_POST
def clear_many(request: HttpRequest) -> HttpResponse:
    """The chosen findings for one reason: all of them, or none."""
    ids = picked(request.POST.getlist("finding"))[:MOST_CHOSEN]
    with refusals_said(request), transaction.atomic():
        chosen = Finding.objects.filter(pk__in=ids, cleared_at=None).order_by("pk")
        reason = reason_of(request)
        if not chosen:
            raise Refusal("Choose findings in the list first.", code="none_chosen")
        at, by = now(), str(request.user)
        _say_freed(request, sum(clear_finding(one, reason=reason, at=at, by=by) for one in chosen))
    return back(request, "office:checks")


def _say_freed(request: HttpRequest, freed: int) -> None:
    words = ngettext(
        "Cleared: %(count)s reward may be paid.", "Cleared: %(count)s rewards may be paid.", freed
    )
    say(request, words % {"count": freed})


@staff_page(Right.READ)
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule: what it looks at, and how it is set."""
    return _rules(request, {})


def _rules(request: HttpRequest, sent: dict[str, RuleForm], status: int = 200) -> HttpResponse:
    caught = count_caught(since=now() - timedelta(days=COUNTED_DAYS))
    told = [
        Told(
            name=name,
            label=str(RuleName(name).label),
            help=rule_help(name),
            stands=setting_sentence(name, setting),
            caught=caught[name],
            form=sent.get(name) or _form(name, setting),
        )
        for name, setting in get_settings().items()
    ]
    return page(
        request,
        "payouts/rules.html",
        section="payouts",
        tabs=payout_tabs("checks"),
        told=told,
        days=COUNTED_DAYS,
        since=local_date(now() - timedelta(days=COUNTED_DAYS)),
        status=status,
    )


def _form(name: str, setting: Any) -> RuleForm:
    return RuleForm(rule=name, setting=setting)


@staff_page(Right.PAYOUTS)
@require_POST
def change(request: HttpRequest, name: str) -> HttpResponse:
    """Set one rule; it counts for what comes from now on."""
    if name not in DEFAULTS:
        raise Http404(name)
    form = RuleForm(request.POST, rule=name, setting=get_settings()[name])
    if not form.is_valid():
        return _rules(request, {name: form}, status=422)
    set_rule(name, **form.chosen(), at=now(), by=str(request.user))
    say(request, _("The rule is set: it counts for what comes from now on."))
    return redirect("office:check_rules")
