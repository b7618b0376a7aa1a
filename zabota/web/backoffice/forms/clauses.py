"""Clauses of the terms as a form: each says how much, of what, for which payments."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zabota.domain.programme.models import CapPer, Clause, ClauseBase, ClauseKind, Servicing
from zabota.kit.money import Money

MOST_CLAUSES = 20
MOST_MONTHS = 600


class RateField(forms.DecimalField):
    """A share in per cent, as people write it: 40, 15.5, 15,5 or 15,5 %. Gives basis points."""

    def __init__(self, **named: Any) -> None:
        super().__init__(min_value=0, max_value=100, decimal_places=2, widget=_number(), **named)

    def to_python(self, value: Any) -> Any:
        """The number, whichever comma it was written with."""
        return super().to_python(str(value or "").replace(",", ".").replace("%", "").strip())

    def clean(self, value: Any) -> Any:
        """Basis points, None when nothing was written."""
        percent: Decimal | None = super().clean(value)
        return None if percent is None else int(percent * 100)

    def prepare_value(self, value: Any) -> Any:
        """What was typed stays; the number of a clause is shown without needless zeros."""
        if isinstance(value, int):
            return (
                f"{Decimal(value) / 100:f}".rstrip("0").rstrip(".") if value % 100 else value // 100
            )
        return value


class RoublesField(forms.CharField):
    """A sum in roubles, as people write it: 1 500 or 1500,50. Gives kopecks."""

    def __init__(self, **named: Any) -> None:
        super().__init__(max_length=20, widget=_number(), **named)

    def clean(self, value: Any) -> Any:
        """Kopecks, None when nothing was written."""
        text = str(super().clean(value)).replace("₽", "").strip()
        if not text:
            return None
        try:
            money = Money.parse(text)
        except ValueError:
            raise forms.ValidationError(_("Write a sum in roubles, like 1 500.")) from None
        if money.minor < 0 or money.minor > 10**15:
            raise forms.ValidationError(_("Write a sum in roubles, like 1 500."))
        return money.minor

    def prepare_value(self, value: Any) -> Any:
        """What was typed stays; a sum of a clause is shown as people write it."""
        return Money(value).plain(",").removesuffix(",00") if isinstance(value, int) else value


def _number() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "decimal", "class": "num-input"})


class ClauseForm(forms.Form):
    """One clause. Rarer conditions stay empty; empty ones mean "any"."""

    kind = forms.ChoiceField(label=gettext_lazy("The partner gets"), choices=ClauseKind.choices)
    rate_bp = RateField(label=gettext_lazy("Share, %"), required=False)
    fixed_minor = RoublesField(label=gettext_lazy("Sum for each payment, ₽"), required=False)
    base = forms.ChoiceField(label=gettext_lazy("Counted from"), choices=ClauseBase.choices)
    servicing = forms.ChoiceField(
        label=gettext_lazy("Servicing level"),
        choices=[("", gettext_lazy("any")), *Servicing.choices],
        required=False,
    )
    product = forms.CharField(
        label=gettext_lazy("Product"),
        max_length=60,
        required=False,
        widget=forms.TextInput(attrs={"list": "products"}),
        help_text=gettext_lazy("As the invoice names it. Empty means every product."),
    )
    from_month = forms.IntegerField(
        label=gettext_lazy("From month"), required=False, min_value=1, max_value=MOST_MONTHS,
        help_text=gettext_lazy("Months count from the client's first payment; the first one is 1."),
    )  # fmt: skip
    to_month = forms.IntegerField(
        label=gettext_lazy("To month"), required=False, min_value=1, max_value=MOST_MONTHS
    )
    first_payments = forms.IntegerField(
        label=gettext_lazy("Only for the first payments of a client"),
        required=False, min_value=1, max_value=1000,
    )  # fmt: skip
    least_minor = RoublesField(label=gettext_lazy("At least for a payment, ₽"), required=False)
    most_minor = RoublesField(label=gettext_lazy("At most for a payment, ₽"), required=False)
    cap_minor = RoublesField(label=gettext_lazy("Together at most, ₽"), required=False)
    cap_per = forms.ChoiceField(
        label=gettext_lazy("Per"),
        choices=[("", "—"), *CapPer.choices],
        required=False,
    )

    RARE = (
        "product", "from_month", "to_month", "first_payments", "least_minor", "most_minor",
        "cap_minor", "cap_per",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """What belongs together must agree."""
        given: dict[str, Any] = super().clean() or {}
        is_share = given.get("kind") == ClauseKind.PERCENT
        needed, spare = ("rate_bp", "fixed_minor") if is_share else ("fixed_minor", "rate_bp")
        if given.get(needed) is None and needed not in self.errors:
            self.add_error(needed, _("Say how much."))
        given[spare] = None
        if not is_share:
            given["base"] = ClauseBase.GROSS
        self._in_order("from_month", "to_month", _("The last month is before the first."))
        self._in_order("least_minor", "most_minor", _("The most is less than the least."))
        if (given.get("cap_minor") is None) != (not given.get("cap_per")):
            self.add_error("cap_per", _("A cap needs both a sum and what it counts by."))
        return given

    def _in_order(self, lower: str, upper: str, fault: str) -> None:
        low, high = self.cleaned_data.get(lower), self.cleaned_data.get(upper)
        if low is not None and high is not None and high < low:
            self.add_error(upper, fault)

    def clause(self) -> Clause:
        """The clause, not saved yet."""
        names = [name for name in self.fields if name != "DELETE"]
        return Clause(**{name: self.cleaned_data[name] for name in names})

    @property
    def is_rare(self) -> bool:
        """Whether one of the rarer conditions is written or wrong."""
        return any(self[name].value() or name in self.errors for name in self.RARE)

    @property
    def rare(self) -> list[forms.BoundField]:
        """The rarer conditions."""
        return [self[name] for name in self.RARE]


class Clauses(forms.BaseFormSet):  # type: ignore[type-arg]  # Django gives no such brackets
    """All clauses of a version or of special terms."""

    def clauses(self) -> list[Clause]:
        """The clauses that stay, in their order; of a valid set only."""
        return [form.clause() for form in self.forms if form not in self.deleted_forms]

    def add_fields(self, form: ClauseForm, index: int | None) -> None:
        """A clause is taken out by its box."""
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = _("Take this clause out")


ClauseSet: type[Clauses] = forms.formset_factory(  # type: ignore[assignment]
    ClauseForm,
    formset=Clauses,
    extra=0,
    min_num=1,
    max_num=MOST_CLAUSES,
    absolute_max=MOST_CLAUSES + 1,
    validate_max=True,
    can_delete=True,
)


def clauses_as_typed(clauses: Iterable[Clause]) -> list[dict[str, Any]]:
    """Saved clauses as the beginning of the form."""
    return [{name: getattr(clause, name) for name in ClauseForm.base_fields} for clause in clauses]


def as_posted(posted: QueryDict, form: type[forms.Form]) -> dict[str, Any]:
    """What was typed into a form, to show it again without judging it."""
    return {name: posted.get(name, "") for name in form.base_fields}


def one_more(posted: QueryDict) -> Clauses:
    """The clauses as they were typed, and an empty one at the end; not judged yet."""
    total = posted.get("clause-TOTAL_FORMS", "")
    count = min(int(total), MOST_CLAUSES) if total.isdecimal() and len(total) < 4 else 0
    names = [*ClauseForm.base_fields, "DELETE"]
    rows = [{name: posted.get(f"clause-{n}-{name}", "") for name in names} for n in range(count)]
    return ClauseSet(prefix="clause", initial=[*rows, {}][:MOST_CLAUSES])
