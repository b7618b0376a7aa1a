"""The pages of terms in words: tabs, states to choose from, how two versions differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from zabota.domain.programme.models import Clause
from zabota.ui.parts import Tab
from zabota.web.wording.clauses import clause_sentence
from zabota.web.wording.terms import sentence


class Line(NamedTuple):
    """A line of the terms; `kind` is "same", "new" or "gone"."""

    text: str
    kind: str = "same"


def terms_tabs(active: str) -> list[Tab]:
    """The terms for all, and those for some."""
    tabs = (
        ("versions", "office:terms", _("Versions")),
        ("specials", "office:specials", _("Special terms and campaigns")),
        ("offers", "office:offers", _("Offer")),
        ("questions", "office:site_questions", _("Questions on the site")),
    )
    return [Tab(reverse(name), label, key == active) for key, name, label in tabs]


def difference(before: Sequence[str], after: Sequence[str]) -> list[Line]:
    """Both texts as one: what stays, what goes, what comes."""
    lines: list[Line] = []
    matcher = SequenceMatcher(a=list(before), b=list(after), autojunk=False)
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        if tag == "equal":
            lines += [Line(text) for text in before[a1:a2]]
        else:
            lines += [Line(text, "gone") for text in before[a1:a2]]
            lines += [Line(text, "new") for text in after[b1:b2]]
    return lines


def special_states() -> list[tuple[str, str]]:
    """The states special terms can be in, to choose from."""
    return [
        ("running", _("running")),
        ("to_come", _("still to come")),
        ("draft", _("draft")),
        ("over", _("over")),
    ]


def beside_of(clauses: Iterable[Clause]) -> dict[str, str]:
    """Clauses in words, for a form that saves them by the same press."""
    return {_("Clauses"): " ".join(sentence(clause_sentence(clause)) for clause in clauses)}
