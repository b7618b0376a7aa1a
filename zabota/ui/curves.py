"""Lines over time: positions for server-rendered SVG that stretches and keeps its strokes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from zabota.ui.charts import FOOT, HEAD, MOST_LABELS, text_of, weight
from zabota.ui.parts import Curve

WIDE = 1000  # units across; the picture stretches, strokes do not


class Drawn(NamedTuple):
    """One curve: its points, and where its end is in per cent and px."""

    nth: int
    name: str
    points: str
    end_y: str
    last: str
    texts: list[str]


class Tick(NamedTuple):
    """A word under the chart at its place in per cent."""

    label: str
    x: str
    anchor: str
    sparse: bool


class Row(NamedTuple):
    """A line of the table twin, and the strip of the picture that says it under the pointer."""

    label: str
    texts: list[str]
    x: str
    width: str


class LineChart(NamedTuple):
    """Curves over one ground with their labels, the greatest value and the table twin."""

    curves: list[Drawn]
    ticks: list[Tick]
    rows: list[Row]
    top: str
    height: int
    ground: int
    label_y: int


def drawn(series: Sequence[Curve], *, labels: Sequence[str], height: int) -> LineChart | None:
    """Lay curves out from zero to the greatest value of all; None for fewer than two points."""
    if len(labels) < 2 or not series:
        return None
    ground = height - FOOT
    values = [value for curve in series for value in curve.values]
    top = max([weight(value) for value in values] + [1])
    low = min([weight(value) for value in values] + [0])
    span = top - low

    def y_of(value: Any) -> float:
        return ground - (ground - HEAD) * (weight(value) - low) / span

    step = WIDE / (len(labels) - 1)
    made = [
        Drawn(
            nth=nth,
            name=curve.name,
            points=" ".join(f"{step * n:.1f},{y_of(v):.1f}" for n, v in enumerate(curve.values)),
            end_y=f"{y_of(curve.values[-1]):.1f}",
            last=text_of(curve.values[-1]),
            texts=[text_of(value) for value in curve.values],
        )
        for nth, curve in enumerate(series)
    ]
    greatest = max(values, key=weight)
    return LineChart(
        made, _ticks(labels), _rows(labels, made), text_of(greatest), height, ground, height - 6
    )


def _ticks(labels: Sequence[str]) -> list[Tick]:
    every = max(-(-len(labels) // MOST_LABELS), 1)
    last = len(labels) - 1
    return [
        Tick(
            label=label,
            x=f"{100 * n / last:.2f}%",
            anchor="start" if n == 0 else "end" if n == last else "middle",
            sparse=(n // every) % 2 == 1,
        )
        for n, label in enumerate(labels)
        if n % every == 0 and (n == last or last - n >= every / 2)
    ]


def _rows(labels: Sequence[str], made: Sequence[Drawn]) -> list[Row]:
    slot = 100 / (len(labels) - 1)
    rows = []
    for n, label in enumerate(labels):
        left, right = max(slot * (n - 0.5), 0), min(slot * (n + 0.5), 100)
        texts = [curve.texts[n] for curve in made]
        rows.append(Row(label, texts, f"{left:.2f}%", f"{right - left:.2f}%"))
    return rows
