"""What the archive of a period says of itself. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

_TEXT = """\
Архив для бухгалтерии: {vendor}
Дни: с {first:%d.%m.%Y} по {last:%d.%m.%Y}. Собран {packed:%d.%m.%Y}.

papers/      отчёты агента, акты и уведомления о выплатах, датированные этими днями (PDF/A)
               agent_report   отчёты агента
               agency_act     акты об оказании агентских услуг
               services_act   акты об оказании услуг
               payout_notice  уведомления о выплатах
scans/       подписанные экземпляры, папка на каждый документ
invoices/    счета клиентам, выставленные в эти дни
offers/      тексты договора-оферты; их отпечаток стоит в реестре акцептов
registers/   реестры, каждый как CSV и как таблица Excel:
{registers}
contents.csv опись: файл, размер, SHA-256, номер, статус
SHA256SUMS   отпечатки всех файлов: sha256sum -c SHA256SUMS

Статусы документов: made — составлен, sent — отправлен партнёру, signed — подписан,
replaced — заменён другим документом и не действует (в учёт не берётся, хранится для истории).

Реестр чеков показывает каждую выплату самозанятому; где номера чека нет, его ещё не передали.
Столбцы реестров описаны в docs/howto/export-for-1c.md; их имена и порядок не меняются.
"""


def readme_text(
    *, vendor: str, first_on: date, last_on: date, packed_on: date, registers: Mapping[str, str]
) -> str:
    """What lies where, for whoever opens the archive years later."""
    named = "\n".join(f"               {name:<14} {title}" for name, title in registers.items())
    return _TEXT.format(
        vendor=vendor, first=first_on, last=last_on, packed=packed_on, registers=named
    )
