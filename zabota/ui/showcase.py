"""Made-up contents of the living page: every component in all its states."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zabota.kit.money import Money
from zabota.ui.parts import Bar, Entry, Line, NavItem, Step, Tab

SECTIONS = ("tokens", "type", "money", "buttons", "fields", "tables", "states", "charts", "icons")
SURFACES = ("paper", "sheet", "sunken", "float", "hover", "hairline", "edge", "ink", "ink-soft")
COLORS = ("green", "green-fill", "green-wash", "amber", "amber-fill", "amber-wash", "red", "red-fill", "red-wash")  # fmt: skip
ICONS = (  # noqa: SIM905
    "mark home desk wallet payout reward client partner person link copy check clock warning search "
    "filter download upload file bank inbox retry undo chevron chevron-down arrow-up arrow-down menu "
    "more close sun moon auto globe sign-out sign-in qr plus minus pencil eye calendar chat star book "
    "scales tag chart settings mail phone lock question external print"
).split()
YEAR = (412, 436, 455, 498, 520, 541, 566, 583, 610, 648, 702, 829)


class SampleForm(forms.Form):
    """A form with a field of every kind; bound with mistakes to show them."""

    name = forms.CharField(
        label=gettext_lazy("Company name"), help_text=gettext_lazy("As in the register")
    )
    inn = forms.RegexField(
        r"^(\d{10}|\d{12})$",
        label=gettext_lazy("INN"),
        error_messages={"invalid": gettext_lazy("An INN has 10 or 12 digits.")},
    )
    amount = forms.CharField(label=gettext_lazy("Amount"), required=False)
    form = forms.ChoiceField(
        label=gettext_lazy("Legal form"),
        choices=[
            ("company", gettext_lazy("Company")),
            ("sole", gettext_lazy("Sole proprietor")),
            ("self", gettext_lazy("Self-employed")),
        ],
    )
    rail = forms.ChoiceField(
        label=gettext_lazy("How to pay"),
        widget=forms.RadioSelect,
        choices=[("bank", gettext_lazy("To a bank account")), ("card", gettext_lazy("To a card"))],
    )
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    accepted = forms.BooleanField(label=gettext_lazy("I have read the offer and accept it"))


class SampleUpload(forms.Form):
    """A form that takes files."""

    statement = forms.FileField(
        label=gettext_lazy("Bank statements"),
        help_text=gettext_lazy("1C files, several at once, up to 20 MB"),
    )


def everything(request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    """The whole context of the living page as of `now`."""
    page = Paginator(range(1, 412), 10).get_page(request.GET.get("page", "4"))
    return {
        "nav_items": _nav(),
        "sections": SECTIONS,
        "surfaces": SURFACES,
        "colors": COLORS,
        "icons": ICONS,
        "now": now,
        "earned": Money(1_240_000),
        "amounts": [Money(123_456_789), Money(50), Money(-340_000), Money(0), Money(40_000)],
        "moments": [now, now - timedelta(days=1), now + timedelta(days=1), now + timedelta(days=4)],
        "deadlines": _deadlines(now),
        "tabs": [
            Tab("?tab=all", _("All"), active=True, count=1284),
            Tab("?tab=due", _("Due"), count=37),
            Tab("?tab=held", _("Held"), count=2),
        ],
        "rows": _rows(now),
        "total": Money(1_957_300),
        "page": page,
        "lines": [
            Line(_("Payment of 24 November"), Money(1_000_000)),
            Line(_("Terms of 2021, clause 1: rate"), "40\u202f%"),
            Line(_("Rounded to the kopeck"), Money(0)),
            Line(_("Reward"), Money(400_000), "total"),
        ],
        "steps": [
            Step(_("Formed"), "done", _("24 November")),
            Step(_("Approved"), "done", _("24 November")),
            Step(_("At the bank"), "now", _("order 118")),
            Step(_("Settled"), "later"),
        ],
        "failed_steps": [
            Step(_("Formed"), "done"),
            Step(_("Returned by the bank"), "failed", _("account closed")),
        ],
        "story": _story(now),
        "series": [
            Bar(dateformat.format(now - timedelta(days=30 * (11 - i)), "M"), Money(v * 100_000))
            for i, v in enumerate(YEAR)
        ],
        "trend": YEAR,
        "form": SampleForm({"inn": "77041", "form": "sole", "rail": "bank", "name": ""}),
        "clean_form": SampleForm(),
        "upload": SampleUpload(),
    }


def _nav() -> list[NavItem]:
    work, looks = _("Work"), _("Looks")
    return [
        NavItem("#tokens", _("Today"), "home", active=True, group=work),
        NavItem("#money", _("Rewards"), "reward", group=work),
        NavItem("#tables", _("Payouts"), "payout", count=3, group=work),
        NavItem("#tables", _("Clients"), "client", group=work),
        NavItem("#type", _("Type"), "book", group=looks),
        NavItem("#buttons", _("Buttons and dialogs"), "check", group=looks),
        NavItem("#fields", _("Forms"), "pencil", group=looks),
        NavItem("#charts", _("Charts"), "chart", group=looks),
        NavItem("#icons", _("Icons"), "star", group=looks),
    ]


def _deadlines(now: datetime) -> list[dict[str, Any]]:
    hour = timedelta(hours=1)
    return [
        {"start": now - 20 * hour, "due": now + 52 * hour, "done": None},
        {"start": now - 60 * hour, "due": now + 12 * hour, "done": None},
        {"start": now - 80 * hour, "due": now - 8 * hour, "done": None},
        {"start": now - 90 * hour, "due": now - 18 * hour, "done": now - 30 * hour},
    ]


def _rows(now: datetime) -> list[dict[str, Any]]:
    hour = timedelta(hours=1)
    kinds = [
        (_("Northern Light"), "IVAN10", 1_000_000, 400_000, "info", _("Accrued"), 20),
        (_("Acme"), "IVAN10", 2_400_000, 960_000, "wait", _("Due today"), 60),
        (_("Zarya Furniture Factory"), "RITA", 749_000, 299_600, "late", _("Overdue"), 80),
        (_("Two Captains Café"), "IVAN10", 499_250, 199_700, "good", _("Paid"), 90),
        (_("Vector Media"), "RITA", 245_000, 98_000, "quiet", _("Held"), 10),
    ]
    return [
        {
            "client": client, "code": code, "paid": Money(paid), "reward": Money(reward),
            "tone": tone, "status": status, "start": now - back * hour, "due": now - (back - 72) * hour,
            "done": now - 30 * hour if tone == "good" else None,
        }
        for client, code, paid, reward, tone, status, back in kinds
    ]  # fmt: skip


def _story(now: datetime) -> list[Entry]:
    day = timedelta(days=1)
    return [
        Entry(now, _("Payout settled"), _("The bank's statement, line 214"), "check", "good"),
        Entry(
            now - day, _("Order sent to the bank"), _("Order 118 of 24 November"), "bank", "quiet"
        ),
        Entry(now - 2 * day, _("Waiting for approval"), "", "clock", "wait"),
        Entry(
            now - 9 * day,
            _("The bank returned the order"),
            _("The account is closed"),
            "warning",
            "late",
        ),
    ]
