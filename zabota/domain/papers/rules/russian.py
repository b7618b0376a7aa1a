"""The Russian words of papers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zabota.domain.papers.rules.kinds import (
    AGENCY_ACT,
    AGENT_REPORT,
    AGENTS,
    PAYOUT_NOTICE,
    is_whole_month,
)
from zabota.kit.money import Money
from zabota.kit.wording import amount_in_words, day_in_words, month_in_words

Content = Mapping[str, Any]

OF, PAGE = "из", "Страница"
TITLES = {
    "agent_report": "Отчёт агента",
    "agency_act": "Акт об оказании агентских услуг",
    "services_act": "Акт об оказании услуг",
    "payout_notice": "Уведомление о выплате",
}
HEADS = {
    "lines": ["№", "Оплачено", "Клиент", "Оплата, {}", "База, {}", "Ставка", "Вознагр., {}"],
    "taken": ["№", "Дата", "Клиент", "Оплата от", "Основание", "Снято, {}"],
    "paid": ["Платёжное поручение №", "Дата", "Сумма, {}"],
    "lines_title": "Оплаты клиентов",
    "taken_title": "Снято: возвраты клиентам и исправления",
    "paid_title": "Выплачено за период",
    "sums_title": "Итоги периода",
    "total": "Итого",
    "details_title": "Расчёт стоимости услуг",
    "nothing": "За период оплат не было.",
    "sign_here": "подпись, фамилия и инициалы",
}
WHY = {
    "refund": "возврат клиенту",
    "correction": "исправление закрепления",
    "undone": "возврат отменён",
}


def title_of(content: Content) -> str:
    """The name of the paper with its number."""
    return f"{TITLES[content['kind']]} № {content['number']}"


def under_title_of(content: Content) -> str:
    """The day of the paper, and the month it is about."""
    on = day_in_words(_date(content["on"]))
    if content["kind"] == PAYOUT_NOTICE:
        return f"от {on}"
    said = f"от {on} за {_span(content)}"
    if "replaces" in content:
        said = f"{said.removesuffix('.')}. Заменяет № {content['replaces']} от {_date(content['replaced_on']):%d.%m.%Y}"
    return said


def _span(content: Content) -> str:
    """A whole month by its name; a part of one, where the legal form changed, by its days."""
    first, last = _date(content["first_on"]), _date(content["last_on"])
    if is_whole_month(first, last):
        return month_in_words(first)
    return f"период с {first:%d.%m.%Y} по {last:%d.%m.%Y}"


def sides_of(content: Content) -> list[list[str]]:
    """Who is who, with requisites."""
    ours, theirs = _roles(content)
    sides = [[ours, _party(content["vendor"])], [theirs, _party(content["partner"])]]
    if content["kind"] != PAYOUT_NOTICE:
        sides.append(["Основание", _offer(content)])
    return sides


def _roles(content: Content) -> tuple[str, str]:
    if content["kind"] == PAYOUT_NOTICE:
        return "Плательщик", "Получатель"
    if content["legal_form"] in AGENTS:
        return "Принципал", "Агент"
    return "Заказчик", "Исполнитель"


def _party(party: Content) -> str:
    numbers = (("ИНН", "inn"), ("КПП", "kpp"), ("ОГРН", "ogrn"))
    known = [f"{word}\u00a0{party[key]}" for word, key in numbers if party[key]]
    return ", ".join([party["name"], *known])


def _offer(content: Content) -> str:
    accepted = day_in_words(_date(content["accepted_on"]))
    return f"договор-оферта № {content['offer_number']}, принятый {accepted}"


def intro_of(content: Content) -> str:
    """The first sentence: what this paper states."""
    period = (
        f"с {_date(content['first_on']):%d.%m.%Y} по {_date(content['last_on']):%d.%m.%Y}"
        if "first_on" in content
        else ""
    )
    if content["kind"] == AGENT_REPORT:
        return (
            f"Агент сообщает Принципалу об оплатах клиентов, которых он привлёк, за период {period} "
            "(статья 1008 ГК РФ). Отчёт составлен по данным учёта Принципала."
        )
    if content["kind"] == AGENCY_ACT:
        return (
            f"Агент за период {period} оказал Принципалу услуги по привлечению клиентов, "
            "а Принципал их принял. Оплаты клиентов и расчёт вознаграждения приведены в отчёте "
            f"агента № {content['report_number']}."
        )
    if content["kind"] == PAYOUT_NOTICE:
        return "Вознаграждение перечислено. Ниже — из каких сумм оно складывается."
    return (
        f"Исполнитель за период {period} оказал Заказчику услуги по привлечению и сопровождению "
        "клиентов, а Заказчик их принял. Из чего сложилась стоимость, видно из расчёта."
    )


def sums_of(content: Content) -> list[tuple[str, int]]:
    """The lines that lead to the total, minor units."""
    count = len(content["lines"])
    earned = f"Вознаграждение за оплаты клиентов ({count})"
    sums = [(earned, content["earned_minor"])]
    if (taken := content["taken_minor"]) > 0:
        sums.append(("Снято за возвраты клиентам и исправления", -taken))
    elif taken < 0:
        sums.append(("Восстановлено: возвраты отменены", -taken))
    carried = content.get("carried_minor", 0)
    if carried:
        sums.append(("Удержано за прошлые периоды", carried))
    if content["kind"] != PAYOUT_NOTICE and not content["amount_minor"]:
        left = content["earned_minor"] - content["taken_minor"] + carried
        sums.append(("Переходит на следующий период", left))
    return sums


def total_label_of(content: Content) -> str:
    """The word before the total."""
    if content["kind"] == PAYOUT_NOTICE:
        return "Перечислено"
    return "Вознаграждение за период" if content["legal_form"] in AGENTS else "Стоимость услуг"


def in_words(content: Content) -> str:
    """The total in words."""
    return f"{amount_in_words(Money(content['amount_minor'], content['currency']))}."


def closing_of(content: Content) -> list[str]:
    """What follows from the paper."""
    if content["kind"] == AGENT_REPORT:
        return [
            "Если у Принципала есть возражения, он сообщает о них в течение тридцати дней; "
            "иначе отчёт считается принятым (пункт 3 статьи 1008 ГК РФ)."
        ]
    if content["kind"] == PAYOUT_NOTICE:
        return [f"Назначение платежа: {content['purpose']}"]
    said = ["Услуги оказаны полностью и в срок. Претензий по объёму и качеству нет."]
    if content["legal_form"] == "npd":
        said.append(
            "Исполнитель применяет специальный режим «Налог на профессиональный доход» и передаёт "
            "чек на каждую полученную выплату не позднее 9-го числа месяца, следующего за ней."
        )
    if content["legal_form"] == "person":
        said.append("Сумма указана до удержания налога на доходы физических лиц.")
    return said


def signers_of(content: Content) -> list[list[str]]:
    """Who signs: the role, the side, what stands under the line. Nobody signs a notice.

    The law wants the position, the surname and the initials (ч. 2 ст. 9 402-ФЗ).
    """
    if content["kind"] == PAYOUT_NOTICE:
        return []
    ours, theirs = _roles(content)
    company = content["legal_form"] == "ooo"
    sides = [(ours, content["vendor"], True), (theirs, content["partner"], company)]
    return [[role, party["name"], _under_the_line(party, post)] for role, party, post in sides]


def _under_the_line(party: Content, has_position: bool) -> str:
    named = ", ".join(word for key in ("signer_title", "signer") if (word := party.get(key)))
    if party.get("signer"):
        return named
    return f"должность, {HEADS['sign_here']}" if has_position else str(HEADS["sign_here"])


def facts_of(content: Content) -> list[list[str]]:
    """Facts of a payout: the order, the day, where it went."""
    if content["kind"] != PAYOUT_NOTICE:
        return []
    account = f"…{content['account_end']}" if content["account_end"] else "—"
    bank = f", {content['bank_name']}" if content["bank_name"] else ""
    return [
        ["Платёжное поручение", f"№ {content['order_number']}"],
        ["Дата", day_in_words(_date(content["paid_on"]))],
        ["Счёт получателя", f"{account}{bank}"],
    ]


def _date(text: str) -> date:
    return date.fromisoformat(text)
