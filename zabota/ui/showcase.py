"""The living page: every component in all its states, with a partner's week as its material."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.utils import dateformat, timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zabota.kit.money import Money
from zabota.ui.amounts import money_text
from zabota.ui.columns import Column, Table
from zabota.ui.parts import Bar, Entry, Lane, Line, NavItem, Saved, Shelf, Step, Tab, Ticket
from zabota.ui.specimens import pictures

SPRITE = Path(__file__).parent / "static" / "ui" / "icons.svg"
ROADS = [("bank", gettext_lazy("Bank transfer")), ("none", gettext_lazy("Keep for now"))]
TONES = ("quiet", "info", "good", "wait", "late")
CLIENTS = [
    ("ООО «Ромашка»", "good", 1_240_000, 4000),
    ("ИП Соколова Анна Викторовна", "wait", 380_050, 4000),
    ("АО «Северный поток грузов и складская логистика»", "late", 0, 2500),
    ("ООО «Лес и дом»", "quiet", -96_000, 4000),
]


class SampleForm(forms.Form):
    """One field of each kind; `bic` is refused to show an error."""

    name = forms.CharField(label=gettext_lazy("Name"), initial="ООО «Связной Мост»")
    bic = forms.CharField(label=gettext_lazy("BIC"), help_text=gettext_lazy("Nine digits"))
    share = forms.IntegerField(label=gettext_lazy("Share"), required=False)
    road = forms.ChoiceField(
        label=gettext_lazy("How to pay"), choices=ROADS, widget=forms.RadioSelect
    )
    kind = forms.ChoiceField(label=gettext_lazy("Where to"), choices=ROADS)
    note = forms.CharField(label=gettext_lazy("Note"), widget=forms.Textarea, required=False)
    agreed = forms.BooleanField(label=gettext_lazy("I accept the offer"))
    statement = forms.FileField(label=gettext_lazy("Bank statement"), required=False)

    def clean_bic(self) -> str:
        """Refuse every BIC: this form is a picture."""
        raise forms.ValidationError(_("A BIC has nine digits, here there are eight"))


def everything(request: HttpRequest, *, now: datetime) -> dict[str, Any]:
    """Material for the living page."""
    sample = SampleForm(
        {"name": "ООО «Связной Мост»", "bic": "04452522", "road": "bank", "kind": "bank"}
    )
    sample.full_clean()
    badges = list(zip(TONES, _badge_words(), strict=True))
    return {
        "nav_items": _nav(request),
        "person_name": "Анна Соколова",
        "person_role": _("Partner manager"),
        "now": now,
        "form": sample,
        "icons": icon_names(),
        "sizes": ("text-s", "text-m", "text-l", "text-xl", "text-2xl", "text-3xl"),
        "spaces": [f"s{n}" for n in range(1, 9)],
        "toasts_shown": [
            ("success", _("The batch is approved.")),
            ("warning", _("The client has been moved to another partner.")),
            ("error", _("The file could not be read: its totals do not agree.")),
        ],
        "colors": ("paper", "sheet", "sunken", "float", "ink", "green", "amber", "red"),
        "badges": badges,
        "amount": Money(1_240_050),
        "round_amount": Money(4_810_000),
        "loss": Money(-96_000),
        "nothing": Money(0),
        "moments": [
            now - timedelta(hours=2),
            now - timedelta(days=1),
            now + timedelta(days=1),
            now - timedelta(days=400),
        ],
        "countdowns": _countdowns(now),
        "sums": _sums(),
        "steps": _steps(),
        "entries": _entries(now),
        "tabs": [
            Tab("?", _("All"), True, 128),
            Tab("?state=wait", _("Waiting"), False, 3),
            Tab("?state=done", _("Paid out")),
        ],
        "lanes": _lanes(request.path),
        "shelf": _shelf(),
        "table": (table := _table(request)),
        "months": _months(now),
        "weeks": [3, 4, 4, 6, 5, 8, 9, 7, 11],
        "clients": table.arranged(
            [
                (name, tone, dict(badges)[tone], Money(minor), share)
                for name, tone, minor, share in CLIENTS
            ]
        ),
        "total": Money(sum(minor for *_, minor, _share in CLIENTS)),
        **pictures(timezone.localtime(now).date()),
        "page": Paginator(range(128), 10).get_page(request.GET.get("page", "3")),
    }


@lru_cache(maxsize=1)
def icon_names() -> list[str]:
    """Every drawing of the sprite but the shapes of badges."""
    names = re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text())
    return [name for name in names if not name.startswith("shape-")]


def _nav(request: HttpRequest) -> list[NavItem]:
    return [
        NavItem("/", _("Home"), "home"),
        NavItem(request.path, _("Components"), "book", active=True),
        NavItem("#lists", _("Payouts"), "payout", count=3, group=_("Money")),
        NavItem("#forms", _("Payments"), "bank", group=_("Money")),
    ]


def _badge_words() -> tuple[str, ...]:
    return (_("Draft"), _("On its way"), _("Paid"), _("Waits for you"), _("Returned by the bank"))


def _countdowns(now: datetime) -> list[tuple[datetime, datetime, datetime | None]]:
    hours = timedelta(hours=1)
    return [
        (now - 20 * hours, now + 52 * hours, None),
        (now - 60 * hours, now + 12 * hours, None),
        (now - 100 * hours, now - 28 * hours, None),
        (now - 90 * hours, now - 18 * hours, now - 40 * hours),
    ]


def _sums() -> list[Line]:
    return [
        Line(_("Client's payment"), Money(3_100_000)),
        Line(_("Share in the first year"), "40 %"),
        Line(_("Reward"), Money(1_240_000), "total"),
    ]


def _steps() -> list[Step]:
    return [
        Step(_("Received"), "done", "12 400 ₽"),
        Step(_("Matched"), "done"),
        Step(_("In the batch"), "now", _("today")),
        Step(_("Paid out"), "later"),
    ]


def _entries(now: datetime) -> list[Entry]:
    return [
        Entry(
            now - timedelta(hours=1),
            _("The bank returned the payment"),
            _("The account is closed"),
            "warning",
            "late",
        ),
        Entry(now - timedelta(days=1), _("The batch is sent to the bank"), "", "payout", "wait"),
        Entry(
            now - timedelta(days=2),
            _("The client has paid"),
            money_text(Money(3_100_000)),
            "check",
            "good",
        ),
        Entry(now - timedelta(days=30), _("The promo code is issued"), "", "tag"),
    ]


def _shelf() -> Shelf:
    saved = [Saved("#lists", _("Waits for you"), active=True), Saved("#lists", _("Late"))]
    return Shelf(saved, "#lists", "sample", "state=wait")


def _table(request: HttpRequest) -> Table:
    columns = [
        Column("name", _("Client"), by=lambda row: row[0], fixed=True),
        Column("state", _("State")),
        Column("share", _("Share"), first=False, by=lambda row: row[4], numeric=True),
        Column("reward", _("Reward"), by=lambda row: row[3].minor, numeric=True),
    ]
    return Table(request, columns, order="-reward")


def _lanes(path: str) -> list[Lane]:
    ours = [
        Ticket(f"sample{n}", name, "#boards", path, ((_("Call the director"), tone),), Money(minor))
        for n, (name, tone, minor, _share) in enumerate(CLIENTS)
    ]
    plan: tuple[tuple[str, str, str, list[Ticket]], ...] = (
        ("trial", _("Trial"), "info", ours[:2]),
        ("paying", _("Paying"), "good", ours[2:3]),
        ("risk", _("At risk"), "wait", ours[3:]),
        ("left", _("Left"), "quiet", []),
    )
    return [
        Lane(key, label, tone, len(some), Money(sum(t.amount.minor for t in some)), tuple(some))
        for key, label, tone, some in plan
    ]


def _months(now: datetime) -> list[Bar]:
    amounts = (210, 340, 280, 0, 460, 520, 610, 480, 700, 655, 840, 910)
    day = timezone.localtime(now).date().replace(day=15)
    days = [day - timedelta(days=30 * (11 - index)) for index in range(12)]
    return [
        Bar(dateformat.format(day, "M"), Money(amount * 100_000))
        for day, amount in zip(days, amounts, strict=True)
    ]
