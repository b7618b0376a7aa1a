"""Styles and scripts: many small files to read, one of each to send."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.templatetags.static import static

from zabota.ui.fonts import FACES, build_fonts

STATIC = Path(__file__).parent / "static" / "ui"

SHEETS = (
    "reset",
    "tokens",
    "base",
    "layout",
    "nav",
    "icon",
    "button",
    "field",
    "money",
    "badge",
    "card",
    "stat",
    "table",
    "filters",
    "tabs",
    "pager",
    "dialog",
    "finder",
    "menu",
    "toast",
    "why",
    "countdown",
    "stepper",
    "timeline",
    "chart",
    "calendar",
    "fresh",
    "tour",
    "empty",
    "drop",
    "raw",
    "swatch",
    "terms",
    "talk",
    "told",
    "shelf",
    "story",
    "kanban",
    "letter",
    "views",
    "tag",
    "bill",
    "utilities",
)
SCRIPTS = (
    "theme",
    "copy",
    "dialog",
    "drop",
    "toast",
    "why",
    "shortcuts",
    "talk",
    "kanban",
    "carry",
    "bell",
    "leaving",
    "download",
    "once",
    "finder",
    "tour",
    "nav",
    "typed",
)


def build_assets(generated: Path) -> None:
    """Write `ui/css/app.css`, `ui/js/app.js` and `ui/fonts/*` under `generated`, before collectstatic."""
    fonts = build_fonts(generated / "ui" / "fonts")
    faces = (generated / "ui" / "fonts" / "fonts.css").read_text() if fonts else ""
    sheets = "".join((STATIC / "css" / f"{name}.css").read_text() for name in SHEETS)
    _write(generated / "ui" / "css" / "app.css", sheets + faces)
    scripts = "".join(f"{{\n{(STATIC / 'js' / f'{name}.js').read_text()}}}\n" for name in SCRIPTS)
    _write(generated / "ui" / "js" / "app.js", scripts)


def _write(path: Path, text: str) -> None:
    """Leave an unchanged file alone, so that collectstatic has nothing to copy."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if not path.exists() or path.read_text() != text:
        path.write_text(text)


def linked_assets() -> dict[str, Any]:
    """Addresses for a page's head: the small files while DEBUG, the joined ones otherwise."""
    return _small_files() if settings.DEBUG else _joined_files()


@lru_cache(maxsize=1)
def _joined_files() -> dict[str, Any]:
    """The joined files, or the small ones where `build_assets` has not run before collectstatic."""
    try:
        fonts = (
            [static(f"ui/fonts/{name}.woff2") for name in FACES]
            if _built("ui/fonts/fonts.css")
            else []
        )
        if not _built("ui/css/app.css"):
            return _small_files()
        return {
            "sheets": [static("ui/css/app.css")],
            "scripts": [static("ui/js/app.js")],
            "fonts": fonts,
        }
    except ValueError:
        return _small_files()


def _small_files() -> dict[str, Any]:
    sheets = [f"ui/css/{name}.css" for name in SHEETS]
    sheets += ["ui/fonts/fonts.css"] if _built("ui/fonts/fonts.css") else []
    return {
        "sheets": [static(name) for name in sheets],
        "scripts": [static(f"ui/js/{name}.js") for name in SCRIPTS],
        "fonts": [],
    }


def _built(name: str) -> bool:
    return finders.find(name) is not None
