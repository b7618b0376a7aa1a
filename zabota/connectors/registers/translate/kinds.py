"""What a row of a register is: a payment, a refund, something that came to nothing, or neither.

Stripe alone has two more: what went back has `returned`, and a part that was never captured `lowered` a
payment.
"""

from __future__ import annotations

import re
from typing import Literal

Kind = Literal["payment", "refund", "returned", "lowered", "cancelled", "other"]

# A cancelled authorisation took no money and gives none back.
_CAME_TO_NOTHING = re.compile(
    r"отмен|аннул|отклон|отказ|ошибк|неусп|не\s?оплач|не\s?успеш|не\s?прош|ожида|в обработк|(?<!подтверждение )авториз"
    r"|зарезерв|холд|реверс|просроч|cancel|void|revers|revok|declin|reject|fail|pending|authoriz"
    r"|waiting|awaiting|expired|processing|checking|confirming|in progress|\bnew\b|form.?showed"
    r"|uncaptured|incomplete|requires",
    re.IGNORECASE,
)
_GIVES_BACK = re.compile(r"возврат|refund(?!ed)|charge\s?back|чардж|dispute|оспор", re.IGNORECASE)
# Of a payment that was given back later: it was taken all the same.
_WAS_GIVEN_BACK = re.compile(r"возвращ[её]н|частичн\w* возврат|refunded", re.IGNORECASE)
_TAKES = re.compile(
    r"оплат|плат[её]ж|приход|покупк|списан|продаж|payment|charge|sale|purchase|income",
    re.IGNORECASE,
)
_EITHER = re.compile(r"(отмена\s*[/(,и]+\s*возврат|возврат\s*[/(,и]+\s*отмена)", re.IGNORECASE)
_OTHER = re.compile(
    r"выплат|перечислени|вывод|комисси|удержан|абонент|payout|transfer|\bfee\b|_fee|withdraw|top.?up",
    re.IGNORECASE,
)
_STRIPE: dict[str, Kind] = {
    "charge": "payment",
    "payment": "payment",
    "refund": "refund",
    "payment_refund": "refund",
    "dispute": "refund",
    "refund_failure": "returned",
    "payment_failure_refund": "refund",
    "dispute_reversal": "returned",
    "partial_capture_reversal": "lowered",
    "charge_failure": "cancelled",
    "payment_failure": "cancelled",
}


def kind_of(*, type_: str, status: str, negative: bool, names_refund: bool) -> Kind:
    """By the words of the operation and its state, the sign of its sum, and a refund's number."""
    either = bool(_EITHER.search(type_))
    if _CAME_TO_NOTHING.search(status) or (_CAME_TO_NOTHING.search(type_) and not either):
        return "cancelled"
    if _GIVES_BACK.search(type_) or names_refund or negative:
        return "other" if _OTHER.search(type_) and not names_refund else "refund"
    if _OTHER.match(type_.strip()) or (_OTHER.search(type_) and not _TAKES.search(type_)):
        return "other"
    if _TAKES.search(type_) or _WAS_GIVEN_BACK.search(status):
        return "payment"
    return "refund" if _GIVES_BACK.search(status) else "payment"


def kind_at_stripe(*, category: str, status: str, negative: bool) -> Kind:
    """By Stripe's reporting category or type; payouts, fees and transfers are neither."""
    if _CAME_TO_NOTHING.search(status):
        return "cancelled"
    word = category.strip().casefold().replace(" ", "_")
    if word:
        return _STRIPE.get(word, "other")
    return "refund" if negative else "payment"
