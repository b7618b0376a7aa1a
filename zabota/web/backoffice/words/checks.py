"""Checks in words: what a rule found in one sentence with its evidence, and what its settings mean."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from zabota.domain.scrutiny.models import Finding, RuleName
from zabota.domain.scrutiny.rules import Setting
from zabota.kit.money import DEFAULT_CURRENCY, Money
from zabota.ui.amounts import grouped, money_text, whole_text


def found_sentence(finding: Finding) -> str:
    """What was found, with the evidence."""
    evidence = dict(finding.evidence)
    currency = evidence.get("currency", DEFAULT_CURRENCY)
    for key in ("now_minor", "usual_minor"):
        if key in evidence:
            evidence[key] = money_text(Money(evidence[key], currency))
    if "same" in evidence:
        evidence["same"] = _same(evidence["same"])
    return _sentence(finding.rule, finding.evidence) % evidence


def _sentence(rule: str, evidence: dict[str, Any]) -> str:
    if rule == RuleName.REFUND_CYCLES and evidence.get("client"):
        return _("Of %(payments)s payments of the client “%(client)s” %(refunded)s were refunded.")
    if rule == RuleName.THIRD_PARTY and not evidence.get("payer"):
        return _(
            "A payment of the client “%(client)s” was made by somebody else: INN %(payer_inn)s."
        )
    if rule == RuleName.SPIKE and not evidence["usual_minor"]:
        return _("%(now_minor)s of rewards lately; before that there were none.")
    return {
        RuleName.SELF_PAYMENT: _("A payment of the client “%(client)s” was made by the partner himself: INN %(payer_inn)s."),
        RuleName.THIRD_PARTY: _("A payment of the client “%(client)s” was made by somebody else: %(payer)s, INN %(payer_inn)s."),
        RuleName.PAYER_ACCOUNT: _("A client's payment came from account %(account)s: the partner is paid to it."),
        RuleName.REFUND_ACCOUNT: _("Money was refunded to account %(account)s: the partner is paid to it."),
        RuleName.SELF_REFERRAL: _("The client “%(client)s” and the partner have the same %(same)s."),
        RuleName.CLIENT_DEVICE: _("The client “%(client)s” came by a link or was registered in a browser of the partner's people."),
        RuleName.SHARED_ACCOUNT: _("“%(partner)s” is or was paid to the same account %(account)s."),
        RuleName.SHARED_DEVICE: _("“%(partner)s” accepted the offer from the same browser and address %(address)s."),
        RuleName.REFUND_CYCLES: _("Of %(payments)s payments of his clients %(refunded)s were refunded."),
        RuleName.SPIKE: _("%(now_minor)s of rewards lately; usually %(usual_minor)s in as many days."),
    }[RuleName(rule)]  # fmt: skip


def _same(field: str) -> str:
    return {
        "inn": _("INN"),
        "email": _("e-mail"),
        "phone": _("phone"),
        "domain": _("website or mail domain"),
    }.get(field, field)


def rule_help(rule: str) -> str:
    """What the rule looks at."""
    return {
        RuleName.SELF_PAYMENT: _("The payer's INN is the partner's. Told at once, when the payment comes."),
        RuleName.THIRD_PARTY: _("The payer's INN is neither the client's nor that of a payer we know for him. Told at once; processors name no payer."),
        RuleName.PAYER_ACCOUNT: _("The payer's account is, or was, in the partner's bank details."),
        RuleName.REFUND_ACCOUNT: _("A payment from the partner's account was refunded, of any client."),
        RuleName.SELF_REFERRAL: _("INN, e-mail, phone or domain of the client are those of the partner or his people. Free mail domains do not count."),
        RuleName.CLIENT_DEVICE: _("The client came by a link, or was registered, in a browser where the partner's people joined or signed in. Many an integrator registers his client himself; we keep digests only."),
        RuleName.SHARED_ACCOUNT: _("The partner's account is, or was, another partner's: a Russian account, an IBAN, a phone or a wallet, however it is written."),
        RuleName.SHARED_DEVICE: _("Two partners accepted the offer from one address and browser: often one office, sometimes one person."),
        RuleName.REFUND_CYCLES: _("Payments that come and go back: of one client, or of several clients of a partner together."),
        RuleName.SPIKE: _("Rewards of the last days against the average of the eight periods before, in each currency by itself. A newcomer has no usual yet, so he is measured against the least that counts as usual."),
    }[RuleName(rule)]  # fmt: skip


def setting_sentence(rule: str, setting: Setting) -> str:
    """How the rule stands now, its threshold in words."""
    if not setting.enabled:
        return _("Off: nothing is looked at by this rule.")
    return _threshold(rule, setting)


def _threshold(rule: str, setting: Setting) -> str:
    values: dict[str, Any] = {
        "threshold": setting.threshold,
        "days": setting.window_days,
        "least": setting.minimum,
    }
    if rule == RuleName.REFUND_CYCLES:
        return (
            _(
                "From %(least)s refunds in %(days)s days, if they are %(threshold)s %% of the payments or more."
            )
            % values
        )
    if rule == RuleName.SPIKE:
        values["sum"] = whole_text(Money(setting.minimum_minor(DEFAULT_CURRENCY)))
        values["abroad"] = grouped(setting.minimum_abroad)
        return (
            _(
                "More than %(threshold)s times the usual in %(days)s days; as usual counts no less than %(sum)s (%(abroad)s in another currency)."
            )
            % values
        )
    return _("One match is enough.")


def labels_of(rule: str) -> dict[str, str]:
    """What the numbers of the rule count: field → label; a rule without numbers has none."""
    days = _("Days it looks back")
    return {
        RuleName.REFUND_CYCLES: {
            "minimum": _("Refunds, at least"),
            "threshold": _("Per cent of payments refunded, at least"),
            "window_days": days,
        },
        RuleName.SPIKE: {
            "threshold": _("Times the usual"),
            "window_days": days,
            "minimum": _("Least that counts as usual, ₽"),
            "minimum_abroad": _("The same in other currencies, whole units"),
        },
    }.get(RuleName(rule), {})
