"""Rows of the journal: what happened in words, to whom, with links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple

from django.db.models import Model
from django.urls import reverse
from django.utils.translation import gettext as _

from zabota.domain.clients.models import Client
from zabota.domain.invoices.models import Invoice
from zabota.domain.partners.models import Partner
from zabota.domain.payouts.models import Payout
from zabota.domain.people.models import Person, Role
from zabota.kit.events.models import Event
from zabota.ui.templatetags.ui import moment_words
from zabota.web.backoffice.words.events import ADMITTED, CONNECTION_CHANGES
from zabota.web.backoffice.words.history import told_of
from zabota.web.backoffice.words.settings import kept_as, name_of
from zabota.web.backoffice.words.staff import RIGHT_WORDS

A_RUN = 4  # so many alike rows one after another are folded
MOST_SUBJECTS = 3  # shown in a row; an event about a whole batch names some
_KINDS = {"partner": Partner, "client": Client, "person": Person}
_NAMED = (
    "key.made",
    "key.revoked",
    "connection.added",
    "connection.changed",
)  # of no subject with a page
_NUMBERED = ("payment", "payout", "batch", "lead", "invoice")


class JournalRow(NamedTuple):
    """When, by whom ("" = the system itself), what, why, and the things it is about."""

    at: datetime
    by: str
    what: str
    why: str
    icon: str
    subjects: list[tuple[str, str]]
    kind: str = ""


class Run(NamedTuple):
    """What happened, and the rows right after it that tell of the same kind by the same hand."""

    row: JournalRow
    alike: list[JournalRow]


def runs_of(rows: Sequence[JournalRow]) -> list[Run]:
    """Rows with long runs of alike ones folded under their first: forty reports made are one line."""
    runs = []
    for _key, group in groupby(rows, key=lambda row: (row.kind, row.by, row.why)):
        first, *rest = group
        if len(rest) < A_RUN - 1:
            runs += [Run(one, []) for one in (first, *rest)]
        else:
            runs.append(Run(first, rest))
    return runs


def rows_of(events: Sequence[Event]) -> list[JournalRow]:
    """Events as rows; a statement for each kind of subject that has a name or number of its own."""
    names = {
        kind: model._default_manager.in_bulk(_ids(events, kind)) for kind, model in _KINDS.items()
    }
    numbers = {
        "payout": _numbers(events, "payout", Payout, "order_number"),
        "invoice": _numbers(events, "invoice", Invoice, "number"),
    }
    rows = []
    for event, entry in zip(events, told_of(events), strict=True):
        subjects = [_named(one, names, numbers) for one in event.about]
        rows.append(
            JournalRow(
                event.at,
                event.by,
                entry.title,
                _why(event),
                entry.icon,
                [one for one in subjects if one[0]][:MOST_SUBJECTS],
                event.name,
            )
        )
    return rows


def _ids(events: Sequence[Event], kind: str) -> set[int]:
    parted = (one.partition(":") for event in events for one in event.about)
    return {int(pk) for of, _sign, pk in parted if of == kind}


def _numbers(
    events: Sequence[Event], kind: str, model: type[Model], field: str
) -> dict[int, object]:
    """The numbers people know things by, which are not those of their rows."""
    rows = model._default_manager.filter(pk__in=_ids(events, kind))
    return dict(rows.values_list("pk", field))


def _named(
    subject: str,
    names: Mapping[str, Mapping[Any, object]],
    numbers: Mapping[str, Mapping[int, object]],
) -> tuple[str, str]:
    kind, _sign, pk = subject.partition(":")
    if kind in names:
        shown = names[kind].get(int(pk))
        return (str(shown), _where(kind, int(pk))) if shown else ("", "")
    words = {"payment": _("payment %(n)s"), "payout": _("payout %(n)s"), "batch": _("batch %(n)s"),
             "lead": _("lead %(n)s"), "invoice": _("invoice No. %(n)s")}  # fmt: skip
    if kind not in _NUMBERED:
        return "", ""
    number = numbers.get(kind, {}).get(int(pk)) or pk
    return words[kind] % {"n": number}, _where(kind, int(pk))


def _where(kind: str, pk: int) -> str:
    return "" if kind == "person" else reverse(f"office:{kind}", args=[pk])


def _why(event: Event) -> str:
    given = event.payload
    if event.name == "setting.changed":
        before, after = (kept_as(given["name"], given[one]) for one in ("before", "after"))
        return f"{name_of(given['name'])}: {before} → {after}" + _since(given)
    if event.name == "setting_plan.dropped":
        value = kept_as(given["name"], given["value"])
        return f"{name_of(given['name'])}: {value}" + _since(given)
    if event.name in _NAMED:
        what = CONNECTION_CHANGES.get(given.get("what", ""))
        return f"{given['name']}: {what}" if what else str(given["name"])
    if role := given.get("role"):
        return str(dict(Role.choices).get(role, role)) + _moved(given)
    if event.name == "partner.admitted":
        return str(ADMITTED.get(given["why"], given["why"]))
    return str(given.get("reason") or given.get("words") or given.get("why") or "")


def _since(given: Mapping[str, Any]) -> str:
    """From which coming day, if the change waits for one."""
    if not given.get("since"):
        return ""
    return ", " + _("from %(day)s") % {"day": moment_words(date.fromisoformat(given["since"]))}


def _moved(given: Mapping[str, Any]) -> str:
    """Which rights a role was given and lost, if the event is about them."""
    words: dict[str, Any] = dict(RIGHT_WORDS)
    signs = [("+", right) for right in given.get("given", ())]
    signs += [("−", right) for right in given.get("taken", ())]
    return "".join(f"; {sign} {words.get(right, right)}" for sign, right in signs)
