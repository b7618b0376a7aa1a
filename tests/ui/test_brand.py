"""Names without spaces and logos of any shape stay on the sheet, whole."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
from PIL import Image

from zabota.kit.typesetting import typeset_pictures

LONG = "Автоматизацияинтеграциясопровождениевнедрениеобучениеконсалт"
RED, BLUE = (230, 20, 30), (20, 30, 230)
QR = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>'
BRANDED = {
    "title": "Карточка", "headline": LONG, "lead": "", "blocks": [], "partner": LONG, "contacts": "",
    "code": "ВЕСНА", "code-label": "Промокод", "site": "example.com", "qr": QR,
}  # fmt: skip
SHEETS: dict[str, dict[str, Any]] = {
    "brand_card": BRANDED | {"headline": "Пишут"},
    "brand_cover": BRANDED | {"headline": "Пишут"},
    "brand_offer": BRANDED | {"headline": "Пишут"},
    "certificate": {
        "title": "Сертификат", "programme": "Академия", "says": "Подтверждаем", "person": LONG + LONG,
        "partner": LONG, "passed": "прошёл курс", "course": "«Курс»", "issued": "26.11.2026",
        "vendor": "ООО «Мост»", "verify": "Проверить:", "code": "AAAA-BBBB-CCCC", "qr": QR,
    },
    "story_card": BRANDED | {"figure": "", "figure-says": "", "client": ""},
    "share_card": {"above": "Интегратор", "headline": LONG, "line": "Чаты", "brand": "Забота", "language": "ru"},
    "rating": {
        "title": "Рейтинг", "programme": "Программа", "note": "",
        "rows": [{"place": place, "name": LONG, "score": "87,5"} for place in (1, 9)],
    },
}  # fmt: skip


def logo(width: int, height: int) -> list[int]:
    """One with a red beginning and a blue end, along its longer side."""
    drawn, kept = Image.new("RGB", (width, height), "green"), BytesIO()
    part = max(width, height) // 8
    ends = ((0, 0, part, height), (width - part, 0, width, height))
    if height > width:
        ends = ((0, 0, width, part), (0, height - part, width, height))
    for colour, box in zip((RED, BLUE), ends, strict=True):
        drawn.paste(colour, box)
    drawn.save(kept, "PNG")
    return list(kept.getvalue())


def sheet(template: str, **given: Any) -> Image.Image:
    picture = typeset_pictures(template, SHEETS[template] | given, ppi=72)[0]
    return Image.open(BytesIO(picture)).convert("RGB")


@pytest.mark.parametrize("template", sorted(SHEETS))
def test_a_long_name_does_not_leave_the_sheet(template: str) -> None:
    drawn = sheet(template, logo=None).convert("L")
    right, above = (32, 60) if template == "certificate" else (0, 40)  # a certificate has a frame
    strip = drawn.crop((drawn.width - right - 20, above, drawn.width - right, drawn.height - above))
    assert min(strip.tobytes()) > 150, "nothing but paper at the edge"


@pytest.mark.parametrize("template", sorted({*SHEETS} - {"rating"}))
@pytest.mark.parametrize("shape", [(800, 8), (300, 90), (24, 600)])
def test_a_logo_of_any_shape_is_whole(template: str, shape: tuple[int, int]) -> None:
    seen = sheet(template, logo=logo(*shape)).getcolors(1_000_000) or []
    for end in (RED, BLUE):
        assert any(
            all(abs(a - b) < 70 for a, b in zip(colour, end, strict=True)) for _n, colour in seen
        )
