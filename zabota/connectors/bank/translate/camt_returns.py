"""Money that comes back in a camt statement: that it does, why, and which order of ours it was."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from zabota.connectors.bank.translate.xml_tree import every, first, text_of, texts_of

# The key of a payout's attempt, as it leaves in EndToEndId.
_KEY = re.compile(r"(?<![\w-])Z[0-9]{6}-[0-9]{1,3}-[0-9A-F]{8}(?![\w-])")

# Subfamilies of ISO's transaction codes, in whatever family: returns, reversals, what stayed unpaid.
_RETURNS = frozenset(
    ["RRTN", "RPCR", "PRCO", "ARET", "AREV", "UPCT", "UPDD", "PRDD", "RCDD", "UPCQ", "CQRV"]
)
# German banks' own codes: a credit transfer that came back, direct debits that did.
_OWN_RETURN = re.compile(r"(?:^|\+)(?:108|109|159)(?:\+|$)|RETURN|RÜCKGABE|ВОЗВРАТ", re.IGNORECASE)

_WHY = {
    "AC01": "номер счёта получателя указан неверно",
    "AC03": "номер счёта получателя указан неверно",
    "AC04": "счёт получателя закрыт",
    "AC06": "счёт получателя заблокирован",
    "AC07": "счёт получателя закрыт",
    "AC13": "счёт получателя не подходит для такого перевода",
    "AC14": "счёт получателя не подходит для такого перевода",
    "AG01": "на этот счёт такие переводы не принимают",
    "AG02": "банк получателя не принимает переводы этого вида",
    "AM04": "на счёте не хватило денег",
    "AM05": "банк счёл перевод повторным",
    "AM09": "сумма перевода не та",
    "BE01": "имя получателя не совпадает с владельцем счёта",
    "BE04": "банку не хватило адреса получателя",
    "BE06": "банк не знает такого получателя",
    "BE07": "банку не хватило адреса отправителя",
    "CNOR": "банк получателя не участвует в расчётах",
    "CUST": "возвращён по просьбе отправителя",
    "DNOR": "банк отправителя не участвует в расчётах",
    "DUPL": "банк счёл перевод повторным",
    "ED05": "расчёт между банками не прошёл",
    "FOCR": "возвращён по запросу об отмене",
    "FR01": "банк заподозрил мошенничество",
    "FRAD": "банк заподозрил мошенничество",
    "MD07": "владельца счёта нет в живых",
    "MS02": "получатель отказался и не назвал причину",
    "MS03": "банк вернул и не назвал причину",
    "RC01": "код банка получателя указан неверно",
    "RR01": "банку не хватило сведений об отправителе",
    "RR02": "банку не хватило сведений об отправителе",
    "RR03": "банку не хватило сведений о получателе",
    "RR04": "банк вернул по требованию закона",
    "TECH": "сбой в банке",
    "TM01": "перевод пришёл после закрытия дня",
}


def is_reversal(details: Element | None, entry: Element) -> bool:
    """Whether the entry takes back an earlier one: by its mark, its code, or because it was returned."""
    if text_of(entry, "RvslInd").lower() in ("true", "1"):
        return True
    if first(details, "RtrInf") is not None:
        return True
    for place in (details, entry):
        code = text_of(place, "BkTxCd/Domn/Fmly/SubFmlyCd").upper()
        if code:
            return code in _RETURNS
    return any(
        _OWN_RETURN.search(text_of(place, "BkTxCd/Prtry/Cd")) is not None
        for place in (details, entry)
    )


def return_reason(details: Element | None) -> str:
    """Why it came back, in words for people, with the bank's own code and words."""
    code = text_of(details, "RtrInf/Rsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/RtrRsn/Cd").upper()
    words = " ".join(texts_of(details, "RtrInf/AddtlInf"))
    why = f"{_WHY[code]} ({code})" if code in _WHY else code if code != "NARR" else ""
    return ": ".join(filter(None, (why, words)))


def our_key(details: Element | None, entry: Element, *, credit: bool) -> str:
    """The key of an order of ours that an entry names, or an empty string when it names none or two.

    A debit names it among its references; money that comes back may name it anywhere.
    """
    alone = len(every(entry, "NtryDtls/TxDtls")) < 2
    places = [first(details, "Refs"), *([details] if credit else [])]
    texts = [place for place in places if place is not None]
    if alone:
        texts += [found for path in _BESIDE[: 2 if credit else 1] for found in every(entry, path)]
    for text in texts:
        if found := set(_keys_in(text)):
            return found.pop() if len(found) == 1 else ""
    return ""


_BESIDE = ("NtryRef", "AddtlNtryInf")


def _keys_in(place: Element) -> Iterator[str]:
    for text in place.itertext():
        yield from _KEY.findall(text.upper())
