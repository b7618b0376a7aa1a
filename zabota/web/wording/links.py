"""What links bring, in words and figures: from a visit to a payment."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from zabota.ui.columns import Column
from zabota.ui.parts import Bar

STEPS = ("visits", "sign_ups", "paid")


class Step(NamedTuple):
    """A step of the funnel: its word, how many came so far, and which share of those before."""

    label: str
    count: int  # type: ignore[assignment]  # a tuple has a count of its own; nobody asks it
    share: str


def steps_of(rows: Sequence[dict[str, Any]]) -> list[Step]:
    """Visitors, those of them who registered, those of these who began to pay."""
    visits, sign_ups, paid = (sum(row[key] for row in rows) for key in STEPS)
    return [
        Step(_("Visitors"), visits, ""),
        Step(_("Registered"), sign_ups, _share(_("%(n)d %% of visitors"), sign_ups, visits)),
        Step(_("Began to pay"), paid, _share(_("%(n)d %% of registered"), paid, sign_ups)),
    ]


def _share(words: str, part: int, whole: int) -> str:
    return words % {"n": (200 * part + whole) // (2 * whole)} if whole else ""


def bars_of(steps: Sequence[Step]) -> list[Bar]:
    """The picture of the steps."""
    return [Bar(step.label, step.count, step.share) for step in steps]


def link_columns(*, of_one: bool = True) -> list[Column]:
    """What a list of links may show; `of_one` partner, or all of them with whose each is."""
    whose = [Column("partner", _("Partner"), by=_cased("promo_code__partner__name"))]
    return [
        Column("code", _("Promo code"), by=_cased("promo_code__code"), fixed=True),
        *([] if of_one else whose),
        Column("campaign", _("Campaign"), by=_cased("campaign")),
        Column("source", _("Source"), first=False, by=tags_of),
        Column("visits", _("Visitors"), by=itemgetter("visits"), numeric=True),
        Column("registered", _("Registered"), by=itemgetter("sign_ups"), numeric=True),
        Column("paying", _("Began to pay"), by=itemgetter("paid"), numeric=True),
    ]


def _cased(key: str) -> Callable[[dict[str, Any]], str | None]:
    """By a word in any case; rows without it come last."""
    return lambda row: row[key].casefold() or None


def tags_of(row: dict[str, Any]) -> str:
    """Where the visitors of a link came from, by its tags: "telegram, vc"."""
    return ", ".join(source for source in row["sources"] if source)
