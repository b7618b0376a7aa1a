"""Papers as PDF: a typst template, plain values in, bytes out.

Templates are `NAME.typ` in `settings.PDF_TEMPLATES`; what they are given is data and never source,
so nothing a person typed can become markup.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import as_file, files
from pathlib import Path
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
