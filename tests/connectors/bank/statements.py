"""Builds statement files line by line, as readable text."""

from __future__ import annotations

from pathlib import Path

PAYLOADS = Path(__file__).parent / "payloads"

OURS = "40702810900000000123"
OTHER_OURS = "40702810200000000001"
THEIRS = "40702810299993174021"
OUR_INN = "7700123459"
THEIR_INN = "7707083893"

Fields = dict[str, str]


def document(kind: str = "Платежное поручение", /, **fields: str) -> str:
    """One document with the given fields, in the given order."""
    lines = [f"{key}={value}" for key, value in fields.items()]
    return "\n".join([f"СекцияДокумент={kind}", *lines, "КонецДокумента"])


def received(amount: str = "1000.00", **changed: str) -> str:
    """A transfer from a client to us."""
    fields = {
        "Номер": "15",
        "Дата": "20.11.2026",
        "Сумма": amount,
        "ПлательщикСчет": THEIRS,
        "ПлательщикИНН": THEIR_INN,
        "Плательщик1": "ООО Ромашка",
        "ПолучательСчет": OURS,
        "ДатаПоступило": "21.11.2026",
        "ПолучательИНН": OUR_INN,
        "Получатель1": "ООО Мы",
        "ВидОплаты": "01",
        "НазначениеПлатежа": "Оплата по счету № 7",
    }
    return document(**_with(fields, changed))


def spent(amount: str = "400.00", **changed: str) -> str:
    """An order of ours that the bank carried out."""
    fields = {
        "Номер": "33",
        "Дата": "20.11.2026",
        "Сумма": amount,
        "ПлательщикСчет": OURS,
        "ДатаСписано": "20.11.2026",
        "ПлательщикИНН": OUR_INN,
        "Плательщик1": "ООО Мы",
        "ПолучательСчет": THEIRS,
        "ПолучательИНН": THEIR_INN,
        "Получатель1": "ООО Ромашка",
        "ВидОплаты": "01",
        "НазначениеПлатежа": "Вознаграждение по отчёту № 5",
    }
    return document(**_with(fields, changed))


def section(
    opening: str = "100.00",
    incoming: str = "1000.00",
    outgoing: str = "400.00",
    closing: str = "700.00",
    **changed: str,
) -> str:
    """An account section of one day."""
    fields = {
        "ДатаНачала": "20.11.2026",
        "ДатаКонца": "21.11.2026",
        "РасчСчет": OURS,
        "НачальныйОстаток": opening,
        "ВсегоПоступило": incoming,
        "ВсегоСписано": outgoing,
        "КонечныйОстаток": closing,
    }
    lines = [f"{key}={value}" for key, value in _with(fields, changed).items()]
    return "\n".join(["СекцияРасчСчет", *lines, "КонецРасчСчет"])


def statement(*parts: str, header: Fields | None = None, end: bool = True) -> str:
    """A whole file around sections and documents."""
    fields = {
        "ВерсияФормата": "1.02",
        "Кодировка": "Windows",
        "Отправитель": "Банк Клиент Онлайн",
        "ДатаСоздания": "22.11.2026",
        "ДатаНачала": "20.11.2026",
        "ДатаКонца": "21.11.2026",
        "РасчСчет": OURS,
    } | (header or {})
    lines = ["1CClientBankExchange", *(f"{key}={value}" for key, value in fields.items()), *parts]
    return "\n".join([*lines, "КонецФайла"] if end else lines) + "\n"


def line_of(text: str, beginning: str) -> int:
    """The number of the first line that begins so."""
    return next(n for n, line in enumerate(text.split("\n"), 1) if line.startswith(beginning))


def cp1251(text: str) -> bytes:
    """As most banks write it."""
    return text.replace("\n", "\r\n").encode("cp1251")


def _with(fields: Fields, changed: Fields) -> Fields:
    """Fields with changes; a value of "-" takes a field away."""
    return {key: value for key, value in (fields | changed).items() if value != "-"}
