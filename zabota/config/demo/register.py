"""Yesterday's register of the processor: it knows one payment that we were not told of."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils.timezone import localtime

from zabota.config.demo.cast import Cast
from zabota.config.demo.year import CARDS
from zabota.connectors.registers.operations import import_register, receive_register
from zabota.domain.payments.models import Payment
from zabota.kit.clock import end_of_day, local_date, start_of_day

_HEAD = "Дата платежа;Идентификатор платежа;Сумма платежа;Комиссия;Описание заказа"


def bring_register(cast: Cast, *, at: datetime, by: str) -> None:
    """The register lists what we know of yesterday, and a payment whose notice was lost."""
    day = local_date(at) - timedelta(days=1)
    payments = Payment.objects.filter(
        source=CARDS, paid_at__gte=start_of_day(day), paid_at__lt=end_of_day(day)
    ).order_by("paid_at")
    rows = [_row(one.paid_at, one.external_id, one.amount_minor, "") for one in payments]
    client = cast.clients[0][3]
    rows.append(
        _row(start_of_day(day) + timedelta(hours=16), "2f8c1d7e-000f-5000-8000-1d2c3b4a5968",
             299_000, f"Лицензия, {client.name}")
    )  # fmt: skip
    raw = "\r\n".join([_HEAD, *rows, ""]).encode("cp1251", errors="replace")
    event, _new = receive_register(
        raw, name=f"реестр-{day:%d.%m.%Y}.csv", processor="yookassa", at=at, by=by
    )
    import_register(event.pk, at=at)


def _row(at: datetime, number: str, minor: int, order: str) -> str:
    fee = minor * 35 // 1000
    moment = f"{localtime(at):%d.%m.%Y %H:%M:%S}"
    return f"{moment};{number};{_sum(minor)};{_sum(fee)};{order}"


def _sum(minor: int) -> str:
    return f"{minor // 100},{minor % 100:02d}"
