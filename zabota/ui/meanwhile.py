"""Forms that two people may have open at once: a save over what somebody else changed meanwhile is refused.

The page carries a digest of every field as it stood (`seen`, printed by the tag `errors`). When the form comes back and
something else stands there by now, nothing is saved: fields one has not touched take the newer value, those
changed by both keep what was typed and say what stands there, and the next save is a decision.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _

from zabota.kit.errors import Refusal

SEEN = "seen"
MOST_SHOWN = 600  # letters of what stands there now
_MANY = (forms.SelectMultiple, forms.CheckboxSelectMultiple)


class Meanwhile(forms.BaseForm):
    """A form whose `initial` is what stands now, also when it comes back; without `initial` it is a new thing.

    `changed_by` names who changed it last, `beside` what is changed by this form and no field of it: label → as it
    stands, in words. `carried` is what the page had seen, where a form is shown anew without being saved.
    """

    def __init__(self, *args: Any, changed_by: str = "", **more: Any) -> None:
        super().__init__(*args, **more)
        self.changed_by = changed_by
        self.beside: Mapping[str, str] = {}
        self.carried = ""

    @property
    def seen(self) -> str:
        """The digests of what stands now, for the page; empty for a new thing."""
        if self.carried or not self.initial:
            return self.carried
        stands = {bound.name: _digest(self._stands(bound)) for bound in self._watched()}
        stands |= {f"+{label}": _digest([words]) for label, words in self.beside.items()}
        return json.dumps(stands, separators=(",", ":"))

    @property
    def mark(self) -> str:
        """The same in short, for a press that acts upon what stands: publish, send."""
        return _digest([self.seen])

    @property
    def seen_name(self) -> str:
        """The name of the hidden field."""
        return self.add_prefix(SEEN)

    def full_clean(self) -> None:
        """As always, and refused when something else stands there by now than the page showed."""
        newer, both = self._meet() if self.is_bound else ([], [])
        super().full_clean()
        others = [label for label in self.beside if f"+{label}" in newer]
        if not (newer or both):
            return
        changed = [str(self[name].label) for name in (*newer, *both) if name in self.fields]
        told = {"who": self.changed_by, "what": ", ".join([*changed, *others])}
        self.add_error(
            None,
            _("%(who)s has changed this meanwhile: %(what)s. Look, and save once more.") % told
            if self.changed_by
            else _("Somebody has changed this meanwhile: %(what)s. Look, and save once more.")
            % told,
        )
        for name in both:
            shown = _in_words(self[name], self._stands(self[name]))
            self.add_error(name, _("Now there stands: %(words)s") % {"words": shown})
        for label in others:
            words = self.beside[label]
            self.add_error(None, f"{label}: " + _("Now there stands: %(words)s") % {"words": words})

    def _meet(self) -> tuple[list[str], list[str]]:
        """Fields that took the newer value, and those that both have changed."""
        seen = _read(self.data.get(self.seen_name, "")) if self.initial else {}
        newer, both = [], []
        for bound in self._watched():
            stands, was = self._stands(bound), seen.get(bound.name)
            typed = _said(bound, bound.data)
            if was in (None, _digest(stands)) or typed == stands:
                continue
            if _digest(typed) == was:
                self._take(bound, stands)
                newer.append(bound.name)
            else:
                both.append(bound.name)
        for label, words in self.beside.items():
            if seen.get(f"+{label}", _digest([words])) != _digest([words]):
                newer.append(f"+{label}")
        return newer, both

    def _watched(self) -> Iterable[forms.BoundField]:
        return (
            self[name]
            for name, field in self.fields.items()
            if not isinstance(field, forms.FileField)
        )

    def _stands(self, bound: forms.BoundField) -> list[str]:
        return _said(bound, self.get_initial_for_field(bound.field, bound.name))

    def _take(self, bound: forms.BoundField, stands: list[str]) -> None:
        given: QueryDict = self.data.copy()  # type: ignore[attr-defined]
        if isinstance(bound.field.widget, forms.CheckboxInput) and not stands:
            given.pop(bound.html_name, None)
        elif isinstance(bound.field.widget, _MANY):
            given.setlist(bound.html_name, stands)
        else:
            given[bound.html_name] = stands[0]
        self.data = given


class MeanwhileForm(Meanwhile, forms.Form):
    """A form of its own; one of a model takes `Meanwhile` beside it."""


def refuse_unseen(form: Meanwhile, mark: str) -> None:
    """Refused when the page, whose mark this is, showed something else; a page without one is believed."""
    if mark and mark != form.mark:
        raise Refusal(
            "Somebody has changed this meanwhile. Look once more, then press again.", code="unseen"
        )


def _said(bound: forms.BoundField, value: Any) -> list[str]:
    """A value as the browser would send it, whether it comes from there or from us."""
    field, widget = bound.field, bound.field.widget
    if isinstance(widget, forms.CheckboxInput):
        return ["on"] if value else []
    if isinstance(widget, _MANY):
        return sorted(str(field.prepare_value(one)) for one in value or ())
    prepared = field.prepare_value(value)
    if not isinstance(widget, (forms.Select, forms.RadioSelect)):
        prepared = widget.format_value(prepared)
    text = "" if prepared is None else str(prepared)
    return ["\n".join(text.splitlines()).strip()]


def _digest(said: list[str]) -> str:
    return sha256("\x1f".join(said).encode()).hexdigest()[:16]


def _read(token: str) -> dict[str, str]:
    try:
        seen = json.loads(token)
    except ValueError:
        return {}
    return seen if isinstance(seen, dict) else {}


def _in_words(bound: forms.BoundField, said: list[str]) -> str:
    """What stands there, as a person reads it."""
    if isinstance(bound.field.widget, forms.CheckboxInput):
        return _("on") if said else _("off")
    choices = getattr(bound.field, "choices", None)
    labels = {str(value): str(label) for value, label in choices or ()}
    text = ", ".join(labels.get(one, one) for one in said)
    cut = text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]} …"
    return f"«{cut}»" if cut else _("nothing")
