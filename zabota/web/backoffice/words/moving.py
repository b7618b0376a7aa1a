"""Moving in, in words: kinds of rows, fields, and why a row cannot move."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

KINDS: dict[str, Promise] = {
    "partners": gettext_lazy("Partners with their codes"),
    "clients": gettext_lazy("Clients"),
    "codes": gettext_lazy("Further promo codes"),
    "attributions": gettext_lazy("Whose client it is"),
    "payments": gettext_lazy("Past payments"),
}
FIELDS: dict[str, Promise] = {
    "external_id": gettext_lazy("Id in the former system"),
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail"),
    "legal_form": gettext_lazy("Legal form"),
    "inn": gettext_lazy("INN"),
    "kpp": gettext_lazy("KPP"),
    "ogrn": gettext_lazy("OGRN"),
    "phone": gettext_lazy("Phone"),
    "city": gettext_lazy("City"),
    "promo": gettext_lazy("Promo code"),
    "partner": gettext_lazy("Partner"),
    "client": gettext_lazy("Client"),
    "since": gettext_lazy("Since"),
    "servicing": gettext_lazy("Servicing level"),
    "amount": gettext_lazy("Amount"),
    "paid_at": gettext_lazy("Paid on"),
    "currency": gettext_lazy("Currency"),
    "product": gettext_lazy("Product"),
    "purpose": gettext_lazy("Purpose"),
}
_FAULTS: dict[str, Promise] = {
    "empty": gettext_lazy("is empty"),
    "no_column": gettext_lazy("has no column"),
    "amount": gettext_lazy("is no amount"),
    "amount_not_above_zero": gettext_lazy("is not above zero"),
    "date": gettext_lazy("is no date"),
    "email": gettext_lazy("is no e-mail"),
    "legal_form": gettext_lazy("is no legal form we know"),
    "servicing": gettext_lazy("is no servicing level"),
    "currency": gettext_lazy("is no currency"),
    "twice_in_file": gettext_lazy("the same row stands in the table twice"),
    "unknown_partner": gettext_lazy("nobody is known by this"),
    "unknown_client": gettext_lazy("nobody is known by this"),
    "unknown_code": gettext_lazy("there is no such promo code"),
    "taken": gettext_lazy("the promo code is taken"),
    "code_taken": gettext_lazy("the promo code is taken"),
    "email_taken": gettext_lazy("somebody with this e-mail is a partner already"),
    "requisites_refused": gettext_lazy("requisites with a slip"),
    "somebodys_already": gettext_lazy("is somebody's client already; correct it on his page"),
    "contradicts": gettext_lazy("the same payment is known with another amount"),
}
_TABLES: dict[str, Promise] = {
    "empty": gettext_lazy("The table is empty."),
    "old_excel": gettext_lazy("This is Excel 97–2003: save it as .xlsx or CSV."),
    "broken_excel": gettext_lazy("The Excel file is damaged: save it anew."),
    "not_text": gettext_lazy("This is neither an Excel table nor a CSV."),
    "too_long": gettext_lazy("More than 200 000 rows: cut the table into several."),
}


def kind_word(kind: str) -> str:
    """What the rows of a table are."""
    return str(KINDS.get(kind, kind))


def field_word(name: str) -> str:
    """The name of a field."""
    return str(FIELDS.get(name, name))


def fault_words(field: str, code: str) -> str:
    """Why a row cannot move, with the field it is about."""
    if code.startswith("inn_"):
        words = _("is no INN: its check digit or length is wrong")
    elif code.startswith("code_") and code not in _FAULTS:
        words = _("is no promo code: up to 8 letters and digits, not digits only")
    else:
        words = str(_FAULTS.get(code, code))
    return f"{field_word(field)}: {words}" if field else words


def table_fault(error: str) -> str:
    """Why a file is no table."""
    return str(_TABLES.get(error.removeprefix("not_a_table:"), error))
