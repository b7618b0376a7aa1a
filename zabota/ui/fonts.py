"""PT Sans for the web: cut to the letters pages use and packed as woff2 at set-up."""

from __future__ import annotations

import logging
from importlib.resources import as_file, files
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import Glyph

logger = logging.getLogger(__name__)

FACES = {
    "pt-sans-regular": ("PT_Sans-Web-Regular.ttf", 400),
    "pt-sans-bold": ("PT_Sans-Web-Bold.ttf", 700),
}
LETTERS = "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+0400-045F,U+0490-0491,U+2002-203A,U+20AC,U+20B8,U+20BD,U+2116,U+2122,U+2190-2193,U+2212,U+2248,U+2260,U+2264-2265"
THIN_SPACES = (0x2009, 0x202F)

FACE_CSS = """@font-face {{
  font-family: "PT Sans";
  font-weight: {weight};
  font-display: swap;
  src: url("../fonts/{name}.woff2") format("woff2");
}}
"""


def build_fonts(target: Path) -> list[Path]:
    """Write woff2 faces and `fonts.css` into `target`; returns [] when the font package is absent."""
    try:
        source = files("fontpkg_pt_sans") / "files"
    except ModuleNotFoundError:
        logger.warning("PT Sans is not installed: pages use the device's own font")
        return []
    target.mkdir(parents=True, exist_ok=True)
    for name, (original, _weight) in FACES.items():
        path = target / f"{name}.woff2"
        if not path.exists():
            with as_file(source / original) as ttf:
                _pack(ttf, path)
    sheet = target / "fonts.css"
    sheet.write_text("".join(FACE_CSS.format(name=n, weight=w) for n, (_, w) in FACES.items()))
    return [target / f"{name}.woff2" for name in FACES]


def _pack(original: Path, path: Path) -> None:
    """Subset one face; the file appears whole or not at all."""
    font = TTFont(original)
    _add_thin_spaces(font)
    options = subset.Options(
        flavor="woff2", layout_features=["kern", "liga", "locl", "ccmp", "mark"]
    )
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=subset.parse_unicodes(LETTERS.replace("U+", "")))
    cutter.subset(font)
    draft = path.with_suffix(".part")
    subset.save_font(font, str(draft), options)
    draft.replace(path)


def _add_thin_spaces(font: TTFont) -> None:
    """PT Sans lacks the thin spaces we set before ₽; a missing one falls to another font's width."""
    for name in ("hdmx", "LTSH", "VDMX"):  # tables of single glyphs for old screens, without ours
        if name in font:
            del font[name]
    width = round(font["hmtx"]["space"][0] * 0.72)
    font.setGlyphOrder([*font.getGlyphOrder(), "thinspace"])
    font["glyf"]["thinspace"] = Glyph()
    font["hmtx"]["thinspace"] = (width, 0)
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap.update({code: "thinspace" for code in THIN_SPACES if code not in table.cmap})
