"""Papers as PDF: a typst template, plain values in, bytes out.

Templates are `NAME.typ` in `settings.PDF_TEMPLATES`; what they are given is data and never source,
so nothing a person typed can become markup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import typst
from django.conf import settings

PDF_A = "a-2b"  # archival: fonts inside, nothing from outside


def typeset(template: str, data: Mapping[str, Any]) -> bytes:
    """A PDF/A-2b of `template` filled with JSON-like `data`; the template reads `sys.inputs.data`."""
    made: bytes = _compile(template, data, format="pdf", pdf_standards=[PDF_A])
    return made


def typeset_pictures(template: str, data: Mapping[str, Any], *, ppi: float = 144) -> list[bytes]:
    """The pages of `template` as PNG pictures: share cards, covers, previews."""
    made: bytes | list[bytes] = _compile(template, data, format="png", ppi=ppi)
    return [made] if isinstance(made, bytes) else made


FIRST_PAGE = (
    '#set page(width: auto, height: auto, margin: 0pt)\n#image("given.pdf", width: 480pt)\n'
)


def first_page(pdf: bytes) -> bytes | None:
    """The first page of somebody's PDF as PNG, 480 pixels wide; None where it cannot be drawn."""
    with TemporaryDirectory() as folder:
        Path(folder, "given.pdf").write_bytes(pdf)
        sheet = Path(folder, "sheet.typ")
        sheet.write_text(FIRST_PAGE, encoding="utf-8")
        try:
            drawn: bytes | list[bytes] = typst.compile(
                str(sheet), root=folder, ignore_system_fonts=True, format="png", ppi=72
            )
        except RuntimeError:  # locked, broken, or of a kind that the renderer does not know
            return None
    return drawn if isinstance(drawn, bytes) else drawn[0]


def _compile(template: str, data: Mapping[str, Any], **options: Any) -> Any:
    root = Path(settings.PDF_TEMPLATES)
    with as_file(files("fontpkg_pt_sans") / "files") as fonts:
        return typst.compile(
            str(root / f"{template}.typ"),
            root=str(root),
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            **options,
        )
