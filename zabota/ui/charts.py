"""Charts as numbers for server-rendered SVG: positions in per cent, so that text keeps its size."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from zabota.ui import amounts
from zabota.ui.parts import Bar, Stack

FOOT = 24  # px under the columns for their labels
HEAD = 22  # px above the tallest column for its amount


class Column(NamedTuple):
    """One column: x, width and middle in per cent of the chart, y and height in px.

    The label of a sparse one is left out where room is short, of a tight one on a phone.
    """

    label: str
    value: Any
    text: str
    note: str
    x: str
    width: str
    middle: str
    y: int
    height: int
    said: int | None
    sparse: bool
    tight: bool


class Chart(NamedTuple):
    """A column chart with the y of its ground line and of its labels."""

    columns: list[Column]
    height: int
    ground: int
    label_y: int


FEW = 4  # columns that may all say their amounts
FEW_NUMBERS = 8  # and of plain numbers, which are short


def columns(series: Sequence[Bar], *, height: int) -> Chart:
    """Lay columns out; the tallest and the last say their amounts, a few all do."""
    weights = [weight(bar.value) for bar in series]
    top = max([*weights, 1])
    ground = height - FOOT
    slot = 100 / max(len(series), 1)
    spoken = _spoken(weights)
    if len(series) <= FEW:
        spoken = set(range(len(series)))
    elif len(series) <= FEW_NUMBERS and not any(hasattr(bar.value, "minor") for bar in series):
        spoken = {index for index, mass in enumerate(weights) if mass}
    made = []
    for index, (bar, mass) in enumerate(zip(series, weights, strict=True)):
        tall = max(round((ground - HEAD) * mass / top), 1 if mass else 0)
        made.append(
            Column(
                label=bar.label,
                value=bar.value,
                text=text_of(bar.value),
                note=bar.note,
                x=f"{slot * index + slot * 0.16:.2f}%",
                width=f"{slot * 0.68:.2f}%",
                middle=f"{slot * (index + 0.5):.2f}%",
                y=ground - tall,
                height=tall,
                said=ground - tall - 7 if index in spoken else None,
                sparse=len(series) > 8 and (len(series) - 1 - index) % 2 == 1,
                tight=len(series) > 6 and (len(series) - 1 - index) % 2 == 1,
            )
        )
    return Chart(made, height, ground, height - 6)


SPAN = 3  # columns that the amount over one may reach across on a phone
LINE = 0.16  # of the height: nearer than that, two amounts stand on one line


def _spoken(weights: Sequence[int]) -> set[int]:
    """The tallest column and the last; the tallest alone where their amounts would run together."""
    if not weights:
        return set()
    last, top = len(weights) - 1, weights.index(max(weights))
    level = weights[top] - weights[last] < weights[top] * LINE
    return {top} if last != top and last - top <= SPAN and level else {top, last}


class Spark(NamedTuple):
    """A tiny line: its points and where its last point is."""

    points: str
    x: str
    y: str


def spark(values: Iterable[Any], *, width: int = 96, height: int = 24) -> Spark | None:
    """Lay a tiny line out inside 3 px of margin; None for fewer than two values."""
    weights = [weight(value) for value in values]
    if len(weights) < 2:
        return None
    low, span = min(weights), (max(weights) - min(weights)) or 1
    step = (width - 6) / (len(weights) - 1)
    spots = [
        (3 + step * i, height - 3 - (height - 6) * (w - low) / span) for i, w in enumerate(weights)
    ]
    points = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    return Spark(points, f"{spots[-1][0]:.1f}", f"{spots[-1][1]:.1f}")


def text_of(value: Any) -> str:
    """A value of a chart as text: whole roubles for money, grouped digits for a number."""
    if hasattr(value, "minor"):
        return amounts.whole_text(value)
    return amounts.grouped(value)


def weight(value: Any) -> int:
    """How much a value of a chart is: minor units or the number itself; nothing is 0."""
    return int(value.minor if hasattr(value, "minor") else value or 0)


class Piece(NamedTuple):
    """One part of a stacked column: where it stands and how tall it is, px."""

    nth: int
    y: int
    height: int
    text: str


class Pile(NamedTuple):
    """A stacked column with what is said about it."""

    label: str
    pieces: list[Piece]
    texts: list[str]
    x: str
    width: str
    middle: str
    labelled: bool
    sparse: bool


class Stacked(NamedTuple):
    """A chart of stacked columns with its legend."""

    piles: list[Pile]
    legend: list[str]
    height: int
    ground: int
    label_y: int
    top: str


MOST_LABELS = 7


def stacked(series: Sequence[Stack], *, legend: Sequence[str], height: int) -> Stacked:
    """Lay stacked columns out, the first value at the ground; about seven say their labels."""
    totals = [sum(weight(value) for value in stack.values) for stack in series]
    top = max([*totals, 1])
    ground, slot = height - FOOT, 100 / max(len(series), 1)
    every = max(-(-len(series) // MOST_LABELS), 1)
    piles = []
    for index, stack in enumerate(series):
        pieces, y = [], ground
        for nth, value in enumerate(stack.values):
            mass = weight(value)
            tall = max(round((ground - HEAD) * mass / top), 1 if mass > 0 else 0)
            y -= tall
            pieces.append(Piece(nth, y, tall, text_of(value)))
        piles.append(
            Pile(
                label=stack.label,
                pieces=pieces,
                texts=[piece.text for piece in pieces],
                x=f"{slot * index + slot * 0.16:.2f}%",
                width=f"{slot * 0.68:.2f}%",
                middle=f"{slot * (index + 0.5):.2f}%",
                labelled=index % every == 0,
                sparse=(index // every) % 2 == 1,
            )
        )
    peak = series[totals.index(max(totals))].values if series else ()
    said = text_of(sum(peak[1:], peak[0])) if peak else ""
    return Stacked(piles, list(legend), height, ground, height - 6, said)


class Stage(NamedTuple):
    """A stage of a funnel: its bar in per cent, and its share of the stage before in words."""

    label: str
    text: str
    note: str
    x: str
    width: str
    share: str


def narrowed(steps: Sequence[Bar]) -> list[Stage]:
    """Bars in the middle, each as wide as its share of the greatest."""
    top = max([weight(step.value) for step in steps] + [1])
    made, before = [], 0
    for step in steps:
        mass = weight(step.value)
        width = max(100 * mass / top, 0.5 if mass else 0)
        share = f"{100 * mass // before}{amounts.THIN}%" if before else ""
        made.append(
            Stage(
                label=step.label,
                text=text_of(step.value),
                note=step.note,
                x=f"{50 - width / 2:.2f}%",
                width=f"{width:.2f}%",
                share=share,
            )
        )
        before = mass
    return made
