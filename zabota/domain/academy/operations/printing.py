"""Co-branded papers and certificates, typeset anew whenever somebody asks."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import segno
from django.conf import settings

from zabota.domain.academy.models import Certificate, Material, MaterialKind
from zabota.domain.academy.operations.materials import MaterialRefused
from zabota.domain.academy.queries import find_logo
from zabota.domain.attribution.models import PromoCode, PromoCodeStatus
from zabota.domain.partners.models import Partner
from zabota.kit.clock import local_date
from zabota.kit.typesetting import typeset, typeset_pictures

TEMPLATES = {
    MaterialKind.OFFER: "brand_offer",
    MaterialKind.COVER: "brand_cover",
    MaterialKind.CARD: "brand_card",
}


def print_material(material: Material, *, partner: Partner, picture: bool = False) -> bytes:
    """A co-branded paper as PDF, or its first page as PNG; refused without a promo code of his."""
    data = _branded(material, partner)
    template = TEMPLATES[MaterialKind(material.kind)]
    if picture or material.kind == MaterialKind.CARD:
        return typeset_pictures(
            template, data, ppi=72 if material.kind == MaterialKind.CARD else 96
        )[0]
    return typeset(template, data)


def print_certificate(certificate: Certificate) -> bytes:
    """The certificate as PDF/A, with the address where it is verified."""
    address = f"{settings.PUBLIC_URL}/certificates/{certificate.code}/"
    is_of_a_company = certificate.partner_name != certificate.person_name
    return typeset(
        "certificate",
        {
            "title": "Сертификат",
            "programme": "Академия партнёров",
            "says": "Настоящим подтверждаем, что",
            "person": certificate.person_name,
            "partner": certificate.partner_name if is_of_a_company else "",
            "passed": "прошёл(а) обучение и сдал(а) проверку знаний по курсу",
            "course": f"«{certificate.course_title}»",
            "issued": f"{local_date(certificate.issued_at):%d.%m.%Y}",
            "vendor": settings.VENDOR["name"],
            "verify": "Проверить подлинность:",
            "code": certificate.code,
            "qr": _qr(address),
            "logo": _bytes(find_logo(certificate.partner)),
        },
    )


def _branded(material: Material, partner: Partner) -> dict[str, Any]:
    codes = partner.promo_codes.exclude(
        status__in=[PromoCodeStatus.REJECTED, PromoCodeStatus.RETIRED]
    )
    code: PromoCode | None = codes.order_by("pk").first()
    if code is None:
        raise MaterialRefused("Choose a promo code first: the paper carries it.")
    blocks = blocks_of(material.text)
    return {
        "title": f"{material.title} — {partner.name}",
        "headline": material.headline,
        "lead": next((block["text"] for block in blocks if block["kind"] == "text"), ""),
        "blocks": blocks,
        "partner": partner.name,
        "contacts": " · ".join(filter(None, (partner.phone, partner.email))),
        "logo": _bytes(find_logo(partner)),
        "code": code.code,
        "code-label": "Промокод",
        "site": settings.PUBLIC_URL.split("://")[-1],
        "qr": _qr(f"{settings.PUBLIC_URL}/p/{code.code}/"),
    }


def blocks_of(text: str) -> list[dict[str, Any]]:
    """Plain words into blocks: `# heading`, `- item`, everything else is a paragraph."""
    blocks: list[dict[str, Any]] = []
    for line in text.splitlines():
        words = line.strip()
        if words.startswith("- "):
            if not blocks or blocks[-1]["kind"] != "list":
                blocks.append({"kind": "list", "items": []})
            blocks[-1]["items"].append(words[2:].strip())
        elif words.startswith("#"):
            blocks.append({"kind": "heading", "text": words.lstrip("# ")})
        elif words:
            blocks.append({"kind": "text", "text": words})
    return blocks


def _qr(address: str) -> str:
    drawn = BytesIO()
    segno.make(address, error="m", micro=False).save(
        drawn, kind="svg", border=0, dark="#22201b", xmldecl=False
    )
    return drawn.getvalue().decode()


def _bytes(picture: bytes | None) -> list[int] | None:
    return list(picture) if picture else None
