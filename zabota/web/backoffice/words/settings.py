"""What the owner may set: groups of options with their labels and help, in the order of the page."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zabota.domain.partners.models import LegalForm, Partner
from zabota.domain.payouts import facts as payouts
from zabota.domain.payouts.queries import list_due
from zabota.domain.payouts.queries.individuals import get_contributions, sum_as_individuals
from zabota.domain.payouts.rules.individuals import contributions_of, tax_on
from zabota.domain.settings.facts import Option, Value
from zabota.kit.clock import local_date, now
from zabota.kit.money import Money
from zabota.ui.amounts import money_text
from zabota.web.wording.individuals import EXAMPLE_MINOR, contributions_words

CURRENCIES = {"roubles": "RUB", "euros": "EUR"}

FAR_AHEAD = timedelta(days=3650)  # whatever its deadline


class Asked(NamedTuple):
    """An option with what it is called and what it does."""

    option: Option
    label: str
    help: str


class Group(NamedTuple):
    """Options that belong together."""

    title: str
    asked: list[Asked]


def groups() -> list[Group]:
    """Everything that can be set. Another room's options join here as a group of their own."""
    return [
        Group(_("Payouts: when"), _when()),
        Group(_("Payouts: who approves"), _who()),
        Group(_("Payouts: to whom"), _whom()),
    ]


def _when() -> list[Asked]:
    return [
        Asked(
            payouts.PROPOSE_AT,
            _("Propose payouts at"),
            _("On working days. What falls due before the next working day's cut-off is proposed, "
              "and finance is told by letter."),
        ),
        Asked(
            payouts.CUT_OFF,
            _("The bank takes orders until"),
            _("An hour before it a proposal that has not left raises an alarm."),
        ),
        Asked(
            payouts.CUT_OFF_ZONE,
            _("Time zone of the bank"),
            _("As Europe/Moscow or Asia/Yekaterinburg."),
        ),
    ]  # fmt: skip


def _who() -> list[Asked]:
    return [
        Asked(
            payouts.FOUR_EYES,
            _("Four eyes"),
            _("Who formed a batch cannot approve it. What Zabota proposes, anybody in finance may approve."),
        ),
        Asked(
            payouts.BATCH_LIMIT,
            _("Limit of a batch, ₽"),
            _("A batch over it needs the yes of two persons. 0 is no limit."),
        ),
        Asked(
            payouts.DAY_LIMIT,
            _("Limit of a day, ₽"),
            _("When the day's approved payouts come above it, a batch needs two persons. 0 is no limit."),
        ),
        Asked(payouts.BATCH_LIMIT_EUR, _("Limit of a batch, €"), _("The same for payouts in euros.")),
        Asked(payouts.DAY_LIMIT_EUR, _("Limit of a day, €"), _("The same for payouts in euros.")),
    ]  # fmt: skip


def _whom() -> list[Asked]:
    return [
        Asked(
            payouts.FREEZE_HOURS,
            _("Wait after changed bank details, hours"),
            _("All members and the partner's own e-mail are told; nothing leaves until then. The first "
              "details a partner enters are not a change."),
        ),
        Asked(
            payouts.ASK_NPD,
            _("Ask the tax service about the self-employed"),
            _("Before a payout it must have said yes that day. Switched off, nobody is asked and the risk of "
              "contributions and income tax is yours."),
        ),
        Asked(payouts.PAY_INDIVIDUALS, _("Pay individuals without any regime"), _individuals(at=now())),
        Asked(
            payouts.CONTRIBUTIONS_LIMIT,
            _("Base limit of contributions in a year, ₽"),
            _("0 is the limit that we know: %(limit)s. Set the one of a new year once the Government has decreed it.")
            % {"limit": money_text(Money(contributions_of(local_date(now()).year).limit_minor))},
        ),
        Asked(
            payouts.REDUCED_CONTRIBUTIONS,
            _("Reduced contributions of an IT company"),
            _("You are accredited, and 70 %% of your income is from IT: %(tariff)s.")
            % {"tariff": contributions_words(contributions_of(local_date(now()).year, reduced=True))},
        ),
    ]  # fmt: skip


def _individuals(*, at: datetime) -> str:
    tariff = get_contributions(at=at)
    tax = tax_on(EXAMPLE_MINOR, contributions=tariff)
    figures = {
        "gross": money_text(Money(tax.reward)), "net": money_text(Money(tax.net)),
        "withheld": money_text(Money(tax.withheld)), "top": money_text(Money(tax.on_top)),
        "cost": money_text(Money(tax.cost)), "tariff": contributions_words(tariff),
    }  # fmt: skip
    return (
        _(
            "You become the tax agent. Of a reward of %(gross)s he gets %(net)s: %(withheld)s of income tax are "
            "withheld (13 %%, and 15 %% of what is above 2.4 million a year). Contributions come on top, "
            "%(tariff)s: %(top)s here, %(cost)s in all. You file 6-НДФЛ and the contributions. While it is off, individuals earn and wait."
        )
        % figures
    )


def individuals_cost(*, at: datetime) -> list[str]:
    """What switching individuals on means: on an example, and for those whose rewards wait now."""
    due = [one for one in list_due(before=at + FAR_AHEAD) if one.currency == "RUB"]
    rows = Partner.objects.filter(
        pk__in=[one.partner_id for one in due], legal_form=LegalForm.PERSON
    )
    waiting = set(rows.values_list("pk", flat=True))
    tariff, paid = get_contributions(at=at), sum_as_individuals(list(waiting), at=at)
    taxes = [
        tax_on(
            one.amount_minor, contributions=tariff, before_minor=paid.get(one.partner_id, 0)
        )
        for one in due if one.partner_id in waiting
    ]  # fmt: skip
    if not taxes:
        return [_individuals(at=at), _("No individual has rewards to be paid now.")]
    words = ngettext(
        "%(n)s individual has rewards to be paid now, %(gross)s: %(net)s for the partner, %(withheld)s of income "
        "tax, and %(top)s of contributions. It costs you %(cost)s.",
        "%(n)s individuals have rewards to be paid now, %(gross)s: %(net)s for them, %(withheld)s of income tax, "
        "and %(top)s of contributions. It costs you %(cost)s.",
        len(taxes),
    )
    return [
        _individuals(at=at),
        words
        % {
            "n": len(taxes),
            "gross": money_text(Money(sum(tax.reward for tax in taxes))),
            "net": money_text(Money(sum(tax.net for tax in taxes))),
            "withheld": money_text(Money(sum(tax.withheld for tax in taxes))),
            "top": money_text(Money(sum(tax.on_top for tax in taxes))),
            "cost": money_text(Money(sum(tax.cost for tax in taxes))),
        },
    ]


def fault_of(option: Option, code: str) -> str:
    """Why a typed value is none."""
    bounds = {"least": shown_bound(option, option.least), "most": shown_bound(option, option.most)}
    return {
        "whole": _("A whole number, please."),
        "sum": _("A sum, please: 150000 or 150 000,50."),
        "range": _("From %(least)s to %(most)s, please.") % bounds,
        "time": _("A time as 13:00, please."),
        "zone": _("There is no such time zone. Write it as Europe/Moscow."),
    }[code]


def shown_bound(option: Option, number: int) -> str:
    """A bound of a number as a person reads it."""
    if option.kind in CURRENCIES:
        return money_text(Money(number, CURRENCIES[option.kind]))
    return str(number)


def shown(option: Option, value: Value) -> str:
    """A value as a person reads it."""
    if option.kind == "switch":
        return _("on") if value else _("off")
    if option.kind in CURRENCIES:
        return money_text(Money(int(value), CURRENCIES[option.kind])) if value else _zero(option)
    return str(value)


def _zero(option: Option) -> str:
    return _("as the law says") if option == payouts.CONTRIBUTIONS_LIMIT else _("no limit")


def name_of(name: str) -> str:
    """The label of an option by its name; a former option keeps its bare name."""
    asked = _find(name)
    return asked.label if asked else name


def kept_as(name: str, text: str) -> str:
    """A value as the event of its change keeps it, in words; of a former option as it is."""
    asked = _find(name)
    if asked is None:
        return text
    if asked.option.kind == "switch":
        return shown(asked.option, text == str(True))
    return shown(asked.option, int(text) if text.isdecimal() else text)


def _find(name: str) -> Asked | None:
    return next((one for group in groups() for one in group.asked if one.option.name == name), None)


class Elsewhere(NamedTuple):
    """Something that is set on a page of its own: where, and what it does."""

    url: str
    label: str
    what: str


def list_elsewhere() -> list[Elsewhere]:
    """What else staff set, beside its own subject."""
    rows = (
        ("terms", _("Terms"), _("rates, deadlines, refunds: by versions")),
        ("offers", _("Offer"), _("what partners accept")),
        ("site_questions", _("Questions on the site"), _("what people ask on the first page")),
        ("statuses", _("Working statuses"), _("the columns of the clients' board")),
        ("lead_rules", _("Leads"), _("time to answer, who is asked first")),
        ("rating_weights", _("Rating"), _("how the measures weigh")),
        ("check_rules", _("Checks"), _("rules against fraud: thresholds, hold or only flag")),
        ("letterhead", _("Letterhead of invoices"), _("who signs, stamp, IBAN, reminders")),
        ("vat", _("VAT of invoices"), _("how you pay VAT, by days")),
        ("products", _("Products"), _("what invoices offer")),
        ("chat", _("Chat"), _("rooms, their welcome, who may write")),
        ("connections", _("Connections"), _("payment systems, banks, messengers")),
        ("staff_rights", _("Rights"), _("what each role may do")),
        ("keys", _("Keys of the API"), _("for your own systems")),
    )
    return [Elsewhere(reverse(f"office:{name}"), label, what) for name, label, what in rows]
