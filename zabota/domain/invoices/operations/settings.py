"""Verbs of the vendor's own side of an invoice: VAT regimes, letterhead, stamp and signature."""

from __future__ import annotations

from datetime import date, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import transaction
from PIL import Image

from zabota.domain.invoices.models import Letterhead, VatRegime
from zabota.domain.settings.events import SettingChanged
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.uploads import UploadRefused, take_upload
from zabota.kit.vat import VatKind, exists_on

MOST_PICTURE_BYTES = 1024 * 1024
SIDES = (100, 2000)  # pixels


class SettingsRefused(Refusal):
    """The vendor's settings cannot be so, with the reason."""

    code = "invoice_settings_refused"


def ask_letterhead() -> Letterhead:
    """The only row; an empty one before anything was said."""
    return Letterhead.objects.first() or Letterhead(remind_before=[3], remind_after=[1, 7])


@transaction.atomic
def change_letterhead(
    *,
    pictures: dict[str, tuple[str, bytes]],
    at: datetime | None = None,
    by: str = "",
    **fields: Any,
) -> Letterhead:
    """Write down what was given; stamp and signature are checked pictures, empty bytes remove one.

    Every change stands in the journal when `at` is told; of pictures only that they changed.
    """
    letterhead = Letterhead.objects.select_for_update().first() or ask_letterhead()
    for name, value in fields.items():
        _write(letterhead, name, value, at=at, by=by)
    for name, (file, content) in pictures.items():
        _write(letterhead, name, _picture(file, content) if content else None, at=at, by=by)
    if bool(letterhead.iban) != bool(letterhead.english_name):
        raise SettingsRefused("For invoices in euros give both the IBAN and the name in English.")
    letterhead.save()
    return letterhead


def _write(letterhead: Letterhead, name: str, value: Any, *, at: datetime | None, by: str) -> None:
    before = getattr(letterhead, name)
    setattr(letterhead, name, value)
    before, after = (_told(one) for one in (before, value))
    if at is not None and before != after:
        changed = SettingChanged(
            at=at, by=by, name=f"letterhead.{name}", before=before[:300], after=after[:300]
        )
        publish(changed)


def _told(value: Any) -> str:
    """A value for the journal; a picture is told by its digest."""
    if isinstance(value, bytes | memoryview):
        return f"sha256:{sha256(bytes(value)).hexdigest()[:16]}" if value else ""
    if isinstance(value, list):
        return ", ".join(str(one) for one in value)
    return "" if value is None else str(value)


def _no_picture() -> SettingsRefused:
    return SettingsRefused("This is no picture. Send a PNG or a JPEG.")


def _picture(file: str, content: bytes) -> bytes:
    """A PNG of a sensible size, drawn anew: nothing but pixels stays."""
    try:
        upload = take_upload(file, content, most_bytes=MOST_PICTURE_BYTES)
    except UploadRefused as refused:
        raise _no_picture() if refused.code == "not_taken" else refused from None
    if not upload.is_picture:
        raise _no_picture()
    least, most = SIDES
    sides = (upload.width or 0, upload.height or 0)
    if min(sides) < least or max(sides) > most:
        raise SettingsRefused(
            "The picture must have from %(least)s to %(most)s pixels a side.",
            least=least,
            most=most,
        )
    clean = BytesIO()
    with Image.open(BytesIO(upload.content)) as picture:
        picture.convert("RGBA").save(clean, "PNG")
    return clean.getvalue()


@transaction.atomic
def set_vat_regime(
    *, valid_from: date, kind: VatKind, basis: str = "", at: datetime, by: str
) -> VatRegime:
    """From this day on the vendor pays VAT so; a regime of the same day is replaced."""
    if not exists_on(kind, valid_from):
        raise SettingsRefused("The law does not know this rate on that day.")
    before = VatRegime.objects.select_for_update().filter(valid_from=valid_from).first()
    regime, _new = VatRegime.objects.update_or_create(
        valid_from=valid_from,
        defaults={"kind": kind.value, "basis": basis, "entered_by": by, "entered_at": at},
    )
    _tell(
        regime, before=before.vat.words() if before else "", after=regime.vat.words(), at=at, by=by
    )
    return regime


@transaction.atomic
def forget_vat_regime(regime: VatRegime, *, at: datetime, by: str) -> None:
    """Take a regime away; invoices issued under it keep what they say. The last one stays."""
    if VatRegime.objects.select_for_update().count() <= 1:
        raise SettingsRefused("Without a regime no invoice can be issued: add another one first.")
    _tell(regime, before=regime.vat.words(), after="", at=at, by=by)
    regime.delete()


def _tell(regime: VatRegime, *, before: str, after: str, at: datetime, by: str) -> None:
    name = f"vat.{regime.valid_from.isoformat()}"
    if before != after:
        publish(SettingChanged(at=at, by=by, name=name, before=before, after=after))


def freeze_seller(currency: str) -> dict[str, str]:
    """The vendor's requisites as they stand now; euros need his IBAN."""
    vendor: dict[str, Any] = settings.VENDOR
    letterhead = ask_letterhead()
    people = {
        "signer": letterhead.signer,
        "signer_title": letterhead.signer_title,
        "accountant": letterhead.accountant,
    }
    if currency == "RUB":
        kept = {name: vendor[name] for name in _REQUISITES}
        return {**kept, **people, "account": vendor["accounts"][0], "address": letterhead.address}
    if currency != "EUR" or not letterhead.iban:
        raise SettingsRefused(
            "Invoices in %(currency)s need the vendor's IBAN: the owner gives it in the settings.",
            currency=currency,
        )
    return {
        **people,
        "name": letterhead.english_name,
        "address": letterhead.english_address,
        "inn": vendor["inn"],
        "iban": letterhead.iban,
        "swift": letterhead.swift,
    }


_REQUISITES = ("name", "inn", "kpp", "bank_name", "bic", "correspondent_account")
