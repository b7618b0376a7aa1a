"""Materials are kept, published and taken; a partner's logo goes on co-branded papers."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from zabota.domain.academy.events import MaterialPublished
from zabota.domain.academy.models import (
    Download,
    Favourite,
    Logo,
    Material,
    MaterialKind,
    MaterialVersion,
)
from zabota.domain.partners.models import Partner
from zabota.domain.people.models import Person
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.typesetting import first_page
from zabota.kit.uploads import Upload, shrunk

PREVIEW = (480, 360)
LOGO = (600, 300)
PDF = "application/pdf"
A_BATCH = 20


class MaterialRefused(Refusal):
    """This cannot be kept or published, with the reason."""

    code = "material_refused"


def keep_material(material: Material | None = None, **words: Any) -> Material:
    """A material, new or with other words; its kind never changes."""
    if material is None:
        return Material.objects.create(**words)
    for name, value in words.items():
        setattr(material, name, value)
    material.save(update_fields=list(words))
    return material


@transaction.atomic
def add_version(
    material: Material, *, upload: Upload, note: str, at: datetime, by: str
) -> MaterialVersion:
    """A newer file in the place of the former one; the same file again changes nothing."""
    if material.kind != MaterialKind.FILE:
        raise MaterialRefused("A co-branded paper is made of words, not of a file.")
    Material.objects.select_for_update().get(pk=material.pk)
    last = material.versions.order_by("-number").first()
    if last is not None and last.sha256 == upload.sha256:
        return last
    version = MaterialVersion.objects.create(
        material=material,
        number=(last.number if last else 0) + 1,
        name=upload.name,
        content_type=upload.content_type,
        content=upload.content,
        size=len(upload.content),
        sha256=upload.sha256,
        preview=_preview(upload),
        note=note,
        at=at,
        by=by,
    )
    if material.published_at is not None:
        publish(MaterialPublished(at=at, by=by, material_id=material.pk, version=version.number))
    return version


def _preview(upload: Upload) -> bytes | None:
    """A picture made small, or the first page of a PDF; other files are shown by their kind."""
    if upload.is_picture:
        return shrunk(upload.content, PREVIEW)
    if upload.content_type == PDF:
        return first_page(upload.content) or b""
    return None


def draw_missing_previews(*, most: int = A_BATCH) -> int:
    """Draw the first pages of PDFs that were kept before we drew any; how many were looked at.

    Each is looked at once: empty bytes say that it cannot be drawn.
    """
    rows = MaterialVersion.objects.filter(content_type=PDF, preview=None).order_by("pk")
    numbers = list(rows.values_list("pk", flat=True)[:most])
    for pk in numbers:
        version = MaterialVersion.objects.only("content").get(pk=pk)
        drawn = first_page(bytes(version.content)) or b""
        MaterialVersion.objects.filter(pk=pk, preview=None).update(preview=drawn)
    return len(numbers)


@transaction.atomic
def publish_material(material: Material, *, at: datetime, by: str) -> None:
    """Show it to partners; refused for a file without a version or a paper without words."""
    if material.published_at is not None:
        return
    last = material.versions.order_by("-number").first()
    if material.kind == MaterialKind.FILE and last is None:
        raise MaterialRefused("Add the file first.")
    if material.kind != MaterialKind.FILE and not material.headline:
        raise MaterialRefused("A co-branded paper needs a headline.")
    material.published_at = at
    material.save(update_fields=["published_at"])
    number = last.number if last else 0
    publish(MaterialPublished(at=at, by=by, material_id=material.pk, version=number))


def hide_material(material: Material) -> None:
    """Partners see it no more; nothing is lost."""
    material.published_at = None
    material.save(update_fields=["published_at"])


def note_download(
    material: Material,
    *,
    version: MaterialVersion | None,
    person: Person,
    partner: Partner | None,
    at: datetime,
) -> None:
    """Somebody took it."""
    Download.objects.create(
        material=material, version=version, person=person, partner=partner, at=at
    )


def switch_favourite(material: Material, *, person: Person) -> bool:
    """Keep it at hand, or not any more; whether it is kept now."""
    taken, _rows = Favourite.objects.filter(material=material, person=person).delete()
    if not taken:
        Favourite.objects.bulk_create(
            [Favourite(material=material, person=person)], ignore_conflicts=True
        )
    return not taken


def set_logo(partner: Partner, *, upload: Upload, at: datetime, by: str) -> Logo:
    """The partner's logo, made small and turned into PNG; refused for what is no picture."""
    if not upload.is_picture:
        raise MaterialRefused("A logo is a picture: PNG or JPEG.")
    logo, _new = Logo.objects.update_or_create(
        partner=partner, defaults={"picture": shrunk(upload.content, LOGO), "at": at, "by": by}
    )
    return logo


def remove_logo(partner: Partner) -> None:
    """Papers carry the partner's name alone."""
    Logo.objects.filter(partner=partner).delete()
