"""Names of the accounts of the books, as an accountant calls them. Plain Python."""

from __future__ import annotations

from collections.abc import Mapping

_OURS = {
    "vendor:rewards": "Вознаграждения партнёров (расход)",
    "vendor:bank": "Расчётный счёт",
    "vendor:yookassa": "Баланс выплат в ЮKassa",
    "vendor:gateway_fees": "Комиссии платёжных сервисов за выплаты",
    "vendor:goodwill": "Вознаграждения за счёт компании (исправления)",
    "vendor:paid_elsewhere": "Выплачено до переезда в систему",
}
_PARTNERS = {
    "owed": "Задолженность перед партнёром",
    "on_the_way": "Выплата в пути",
}


def account_name(code: str, partners: Mapping[int, str]) -> str:
    """The name of an account by its code; an unknown one is called by its code."""
    owner, _, rest = code.partition(":")
    if owner != "partner":
        return _OURS.get(code, code)
    number, _, what = rest.partition(":")
    who = partners.get(int(number), number) if number.isdigit() else number
    return f"{_PARTNERS.get(what, what)}: {who}"
