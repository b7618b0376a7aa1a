"""Checks in words: what a rule found in one sentence with its evidence, and what its settings mean."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zabota.domain.scrutiny.models import Finding, RuleName
from zabota.kit.money import Money
from zabota.ui.amounts import money_text


def found_sentence(finding: Finding) -> str:
    """What was found, with the evidence."""
    evidence = dict(finding.evidence)
    for key in ("now_minor", "usual_minor"):
        if key in evidence:
            evidence[key] = money_text(Money(evidence[key]))
    if "same" in evidence:
        evidence["same"] = _same(evidence["same"])
    return {
        RuleName.PAYER_ACCOUNT: _("A client's payment came from account %(account)s: the partner is paid to it."),
        RuleName.REFUND_ACCOUNT: _("Money was refunded to account %(account)s: the partner is paid to it."),
        RuleName.SELF_REFERRAL: _("The client “%(client)s” and the partner have the same %(same)s."),
        RuleName.SHARED_ACCOUNT: _("“%(partner)s” is or was paid to the same account %(account)s."),
        RuleName.SHARED_DEVICE: _("“%(partner)s” accepted the offer from the same browser and address %(address)s."),
        RuleName.REFUND_CYCLES: _("Of %(payments)s payments of his clients %(refunded)s were refunded."),
        RuleName.SPIKE: _("%(now_minor)s of rewards lately; usually %(usual_minor)s in as many days."),
    }[RuleName(finding.rule)] % evidence  # fmt: skip


def _same(field: str) -> str:
    return {
        "inn": _("INN"),
        "email": _("e-mail"),
        "phone": _("phone"),
        "domain": _("website or mail domain"),
    }.get(field, field)


def rule_help(rule: str) -> str:
    """What the rule looks at, and what its threshold means."""
    return {
        RuleName.PAYER_ACCOUNT: _("The payer's account is, or was, in the partner's bank details."),
        RuleName.REFUND_ACCOUNT: _("A payment from the partner's account was refunded, of any client."),
        RuleName.SELF_REFERRAL: _("INN, e-mail, phone or domain of client and partner agree. Free mail domains do not count."),
        RuleName.SHARED_ACCOUNT: _("The partner's account is, or was, another partner's."),
        RuleName.SHARED_DEVICE: _("Two partners accepted the offer from one address and browser: often one office, sometimes one person."),
        RuleName.REFUND_CYCLES: _("At least three refunds, and so many per cent of the payments within the days."),
        RuleName.SPIKE: _("So many times more than in the average of the eight periods before."),
    }[RuleName(rule)]  # fmt: skip


def threshold_word(rule: str) -> str:
    """What the threshold counts; empty when the rule has none."""
    return {
        RuleName.REFUND_CYCLES: _("per cent of payments refunded"),
        RuleName.SPIKE: _("times the usual"),
    }.get(RuleName(rule), "")
