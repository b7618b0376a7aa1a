"""Statements of our account as a bank writes them."""

from __future__ import annotations

from datetime import date

from django.conf import settings

from zabota.domain.payouts.models import Payout

OURS = settings.VENDOR["accounts"][0]
DAY = date(2026, 11, 20)


def statement(
    *documents: str, opening: int = 0, incoming: int = 0, outgoing: int = 0, day: date = DAY
) -> bytes:
    """A statement of our account over one day; minor units."""
    on = f"{day:%d.%m.%Y}"
    head = [
        "1CClientBankExchange", "ВерсияФормата=1.03", "Кодировка=Windows", "Отправитель=Банк",
        f"ДатаНачала={on}", f"ДатаКонца={on}", f"РасчСчет={OURS}", "СекцияРасчСчет",
        f"ДатаНачала={on}", f"ДатаКонца={on}", f"РасчСчет={OURS}",
        f"НачальныйОстаток={_sum(opening)}", f"ВсегоПоступило={_sum(incoming)}",
        f"ВсегоСписано={_sum(outgoing)}",
        f"КонечныйОстаток={_sum(opening + incoming - outgoing)}", "КонецРасчСчет",
    ]  # fmt: skip
    return "\r\n".join([*head, *documents, "КонецФайла", ""]).encode("cp1251")


def credit(
    minor: int, *, inn: str, purpose: str = "Оплата", number: str = "77", day: date = DAY
) -> str:
    """A client's transfer to us."""
    return "\r\n".join(
        [
            "СекцияДокумент=Платежное поручение", f"Номер={number}", f"Дата={day:%d.%m.%Y}",
            f"Сумма={_sum(minor)}", "ПлательщикСчет=40702810900000000123",
            f"ПлательщикИНН={inn}", "Плательщик1=ООО Плательщик", f"ПолучательСчет={OURS}",
            f"ДатаПоступило={day:%d.%m.%Y}", "ВидОплаты=01", f"НазначениеПлатежа={purpose}",
            "КонецДокумента",
        ]
    )  # fmt: skip


def debit(payout: Payout, day: date = DAY) -> str:
    """Our own order as the bank shows it when the money has left."""
    return "\r\n".join(
        [
            "СекцияДокумент=Платежное поручение", f"Номер={payout.order_number}",
            f"Дата={day:%d.%m.%Y}", f"Сумма={_sum(payout.amount_minor)}",
            f"ПлательщикСчет={OURS}", f"ДатаСписано={day:%d.%m.%Y}",
            f"ПолучательСчет={payout.account}", f"ПолучательИНН={payout.inn}",
            f"Получатель1={payout.holder}", "ВидОплаты=01",
            f"НазначениеПлатежа={payout.purpose}", "КонецДокумента",
        ]
    )  # fmt: skip


def _sum(minor: int) -> str:
    return f"{minor // 100}.{minor % 100:02d}"
