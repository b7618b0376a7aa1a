"""Words must be readable on every surface they are set on, by day and by night."""

from __future__ import annotations

import math
import re
from pathlib import Path

import pytest

import zabota.ui

TOKENS = Path(zabota.ui.__file__).parent / "static" / "ui" / "css" / "tokens.css"
PAIR = re.compile(r"--([\w-]+): light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\)")
SURFACES = ("paper", "sheet", "sunken", "float", "hover")

WORDS = [(ink, on) for ink in ("ink", "ink-soft") for on in SURFACES]
WORDS += [
    (ink, on)
    for ink in ("green", "amber", "red")
    for on in ("paper", "sheet", "float", f"{ink}-wash")
]
WORDS += [("ink", f"{color}-wash") for color in ("green", "amber", "red")]
WORDS += [("on-green", "green-fill"), ("on-green", "green-fill-hover")]
WORDS += [("on-red", "red-fill"), ("on-red", "red-fill-hover")]
SIGNS = [(sign, on) for sign in ("edge", "focus", "amber-fill") for on in ("paper", "sheet")]


def luminance(oklch: str) -> float:
    """Relative luminance (WCAG 2) of "L C H" through OKLab and linear sRGB."""
    lightness, chroma, hue = map(float, oklch.split())
    a, b = chroma * math.cos(math.radians(hue)), chroma * math.sin(math.radians(hue))
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    red = 4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short
    green = -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short
    blue = -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short
    clipped = [min(max(part, 0), 1) for part in (red, green, blue)]
    return 0.2126 * clipped[0] + 0.7152 * clipped[1] + 0.0722 * clipped[2]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colors, 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


TOKEN = {name: (day, night) for name, day, night in PAIR.findall(TOKENS.read_text())}


def test_the_measure_itself() -> None:
    assert contrast("0 0 0", "1 0 0") == pytest.approx(21, abs=0.01)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "on"), WORDS)
def test_words_can_be_read(ink: str, on: str, theme: int) -> None:
    assert contrast(TOKEN[ink][theme], TOKEN[on][theme]) >= 4.5


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("sign", "on"), SIGNS)
def test_edges_and_signs_can_be_seen(sign: str, on: str, theme: int) -> None:
    assert contrast(TOKEN[sign][theme], TOKEN[on][theme]) >= 3
