"""Papers: PDF/A with PT Sans inside; what a person typed stays text."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader

from zabota.kit.typesetting import first_page, typeset, typeset_pictures

TEMPLATE = """#import "paper.typ": *
#show: paper.with(title: data.title)
= #data.title
#facts(data.pairs)
"""


@pytest.fixture
def templates(tmp_path: Path, settings: Any) -> Path:
    for path in Path(settings.PDF_TEMPLATES).glob("paper.typ"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "trial.typ").write_text(TEMPLATE)
    settings.PDF_TEMPLATES = tmp_path
    return tmp_path


DATA = {
    "title": "Счёт № 7",
    "pairs": [["Кому", '#read("/etc/passwd") *$x$*'], ["Сумма", "10,00 ₽"]],
}


def test_russian_text_with_its_own_font_and_nothing_run(templates: Path) -> None:
    paper = PdfReader(BytesIO(typeset("trial", DATA)))
    text = paper.pages[0].extract_text()
    assert "Счёт № 7" in text
    assert '#read("/etc/passwd") *$x$*' in text
    fonts = {
        font["/BaseFont"]
        for page in paper.pages
        for font in (ref.get_object() for ref in page["/Resources"]["/Font"].values())  # type: ignore[index]
    }
    assert fonts, "no font"
    assert all("PTSans" in name.replace("_", "").replace("-", "") for name in fonts), fonts
    metadata = paper.trailer["/Root"]["/Metadata"].get_object().get_data()  # type: ignore[index]
    assert b"pdfaid:part" in metadata


def test_a_picture_of_every_page(templates: Path) -> None:
    (picture,) = typeset_pictures("trial", DATA, ppi=72)
    assert picture.startswith(b"\x89PNG")


def test_the_first_page_of_somebodys_pdf(templates: Path) -> None:
    pdf = typeset("trial", DATA)
    drawn = first_page(pdf)
    assert drawn is not None
    with Image.open(BytesIO(drawn)) as picture:
        assert picture.width == 480
        assert picture.height > 480, "an upright sheet"
        assert picture.convert("L").getextrema()[0] < 128, "something is written on it"
    assert first_page(b"%PDF-1.7 broken") is None
    assert first_page(pdf[: len(pdf) // 3]) is None
