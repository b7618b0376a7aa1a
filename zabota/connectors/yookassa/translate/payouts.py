"""Payouts at YooKassa (API v3) ↔ ours: what is asked for, and what their object says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from zabota.connectors.yookassa.translate.payments import Object, moment, money
from zabota.domain.payouts.facts import RailWord
from zabota.kit.money import Money

KEY = "attempt"  # in their metadata: the key of our attempt
EVENTS = frozenset({"payout.succeeded", "payout.canceled"})

# Cancelled for a reason that is not the payee's: the same payout may be sent anew.
_OURS = {
    "insufficient_funds": "не хватает денег на балансе выплат",
    "general_decline": "ЮKassa отклонила без объяснения",
    "rejected_by_timeout": "банк получателя не ответил вовремя",
}
_THEIRS = {
    "fraud_suspected": "ЮKassa сочла выплату подозрительной",
    "identification_required": "получатель не прошёл идентификацию в ЮMoney",
    "one_time_limit_exceeded": "сумма больше предела одной выплаты",
    "periodic_limit_exceeded": "исчерпан предел выплат за день или месяц",
    "recipient_check_failed": "получатель не прошёл проверку",
    "recipient_not_found": "получатель не найден: проверьте телефон и банк",
    "rejected_by_payee": "банк получателя отказался принять деньги",
}


def body_of(
    *, key: str, order_number: int, amount: Money, kind: str, account: str, bank: str
) -> dict[str, Any]:
    """What is asked for; the same attempt always asks in the same words."""
    return {
        "amount": {"value": amount.plain(), "currency": amount.currency},
        "payout_destination_data": destination(kind=kind, account=account, bank=bank),
        "description": f"Выплата № {order_number} по договору-оферте",
        "metadata": {KEY: key, "order": str(order_number)},
    }


def destination(*, kind: str, account: str, bank: str) -> dict[str, str]:
    """Where to: a phone number and its bank, or a wallet; KeyError for anything else."""
    return {
        "sbp": {"type": "sbp", "phone": account, "bank_id": bank},
        "wallet": {"type": "yoo_money", "account_number": account},
    }[kind]


def word_of(payout: Object, *, amount: Money) -> RailWord:
    """What their payout says of our attempt; another amount than ours is not believed."""
    number, status = str(payout["id"]), payout["status"]
    if money(payout["amount"]) != amount:
        return RailWord(end="unknown", external_id=number, reason="сумма не та")
    if status == "succeeded":
        at = payout.get("succeeded_at") or payout.get("created_at")
        return RailWord(end="settled", external_id=number, at=moment(at) if at else None)
    if status != "canceled":
        return RailWord(end="sent", external_id=number)
    why = str((payout.get("cancellation_details") or {}).get("reason") or "")
    if why in _OURS:
        return RailWord(end="refused", external_id=number, reason=_OURS[why])
    return RailWord(end="failed", external_id=number, reason=_THEIRS.get(why, why or "отменена"))


def key_of(payout: Object) -> str:
    """The key of our attempt in their object, or an empty string."""
    metadata = payout.get("metadata")
    return str(metadata.get(KEY, "")) if isinstance(metadata, Mapping) else ""
