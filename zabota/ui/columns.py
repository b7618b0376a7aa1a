"""Columns a person may choose from; the choice is a part of the address, like the filters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from django.http import HttpRequest

NAME = "columns"


class Column(NamedTuple):
    """A column of a list: its name in the address, its head; `first` shows it unless one chose."""

    key: str
    label: str
    first: bool = True


def chosen_columns(request: HttpRequest, columns: Sequence[Column]) -> list[Column]:
    """The columns to show, in the order of the list: those of the address, or the first ones."""
    asked = set(request.GET.getlist(NAME))
    wished = [one for one in columns if one.key in asked]
    return wished or [one for one in columns if one.first]
