"""Search as Russians type: ё is often written е, so a search for either finds both."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Field, Func, TextField, Value
from django.db.models.lookups import IContains

_FOLDED = str.maketrans("ёЁ", "еЕ")


class FoldedContains(IContains):
    """`icontains` that takes ё for е on both sides."""

    def __init__(self, lhs: Any, rhs: Any) -> None:
        folded = Func(lhs, Value("ёЁ"), Value("еЕ"), function="translate", output_field=TextField())
        super().__init__(folded, rhs.translate(_FOLDED) if isinstance(rhs, str) else rhs)


def fold_searches() -> None:
    """Let every `icontains` of texts fold, so that no list and no search forgets to."""
    kinds: tuple[type[Field[Any, Any]], ...] = (CharField, TextField)
    for kind in kinds:
        kind.register_lookup(FoldedContains)
