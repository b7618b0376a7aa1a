"""What the rules have found, clearing it with a reason, and setting the rules."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.people.rules import Right
from zabota.domain.scrutiny.models import Finding, RuleName
from zabota.domain.scrutiny.operations import clear_finding, set_rule
from zabota.domain.scrutiny.queries import get_settings
from zabota.domain.scrutiny.rules import DEFAULTS
from zabota.kit.clock import now
from zabota.kit.money import Money
from zabota.ui.acting import back, reason_of, refusals_said
from zabota.ui.lists import csv_of, during, one_page, wants_csv, whole, word
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.checks import RuleForm
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.words.checks import found_sentence, rule_help
from zabota.web.backoffice.words.payouts import payout_tabs


@staff_page(Right.READ)
@require_safe
def findings(request: HttpRequest) -> HttpResponse:
    """What the rules have found, the open ones first."""
    rows = _found(request)
    if wants_csv(request):
        header = [_("Rule"), _("Partner"), _("What was found"), _("Rewards"), _("Sum"), _("Found"),
                  _("Cleared"), _("By whom"), _("Reason")]  # fmt: skip
        return csv_of("checks", header, rows, _line)
    shown = one_page(request, rows)
    return page(
        request,
        "payouts/checks.html",
        section="payouts",
        tabs=payout_tabs("checks"),
        page=shown,
        rows=[(one, found_sentence(one), Money(one.minor or 0)) for one in shown],  # type: ignore[attr-defined]
        rules=RuleName.choices,
    )


def _found(request: HttpRequest) -> QuerySet[Finding]:
    rows = (
        Finding.objects.select_related("partner")
        .annotate(rewards=Count("suspects"), minor=Sum("suspects__reward__amount_minor"))
        .order_by("-found_at", "-pk")
    )
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


def _line(one: Any) -> list[Any]:
    return [
        one.get_rule_display(), one.partner, found_sentence(one), one.rewards,
        Money(one.minor or 0), one.found_at, one.cleared_at, one.cleared_by, one.cleared_why,
    ]  # fmt: skip


@staff_page(Right.PAYOUTS)
@require_POST
def clear(request: HttpRequest, pk: int) -> HttpResponse:
    """It is all right: what this finding held may be paid, and it is not asked again."""
    finding = get_object_or_404(Finding, pk=pk)
    with refusals_said(request):
        freed = clear_finding(finding, reason=reason_of(request), at=now(), by=str(request.user))
        say(
            request,
            ngettext(
                "Cleared: %(count)s reward may be paid.",
                "Cleared: %(count)s rewards may be paid.",
                freed,
            )
            % {"count": freed},
        )
    return back(request, "office:checks")


@staff_page(Right.READ)
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Every rule: what it looks at, and how it is set."""
    return _rules(request, {})


def _rules(request: HttpRequest, sent: dict[str, RuleForm], status: int = 200) -> HttpResponse:
    told = [
        (name, RuleName(name).label, rule_help(name), sent.get(name) or _form(name, setting))
        for name, setting in get_settings().items()
    ]
    return page(
        request,
        "payouts/rules.html",
        section="payouts",
        tabs=payout_tabs("checks"),
        told=told,
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
