"""From frozen content to what the template prints: every figure and day as text."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from zabota.domain.papers.rules import english, russian
from zabota.domain.papers.rules.kinds import AGENT_REPORT, PAYOUT_NOTICE, SERVICES_ACT
from zabota.kit.money import SYMBOLS, Money
from zabota.kit.wording import MINUS, amount_in_figures

Content = Mapping[str, Any]


def template_of(content: Content) -> str:
    """The typst template of a paper."""
    return {AGENT_REPORT: "agent_report", PAYOUT_NOTICE: "payout_notice"}.get(
        content["kind"], "act"
    )


def printed(content: Content) -> dict[str, Any]:
    """The values of a template; the language decides the words, the content all the figures."""
    words = english if content["language"] == "en" else russian
    detailed = content["kind"] in (AGENT_REPORT, SERVICES_ACT, PAYOUT_NOTICE)
    return {
        "language": content["language"],
        "of": words.OF,
        "page_word": words.PAGE,
        "title": words.title_of(content),
        "under_title": words.under_title_of(content),
        "sides": words.sides_of(content),
        "intro": words.intro_of(content),
        "heads": _heads(words.HEADS, content),
        "lines": [_line(n, line, content) for n, line in enumerate(content["lines"], 1)]
        if detailed
        else [],
        "line_total": [
            _sum(content["payments_minor"], content),
            _sum(content["earned_minor"], content),
        ],
        "taken": [_taken(n, line, content, words) for n, line in enumerate(content["taken"], 1)]
        if detailed
        else [],
        "taken_total": _sum(content["taken_minor"], content),
        "paid": [
            [
                str(one["order_number"]),
                _day(one["paid_on"], content),
                _sum(one["paid_minor"], content),
            ]
            for one in content.get("paid", ())
        ],
        "sums": [[label, _sum(minor, content)] for label, minor in words.sums_of(content)],
        "total_label": words.total_label_of(content),
        "total": f"{_sum(content['amount_minor'], content)}\u00a0{_sign(content)}",
        "in_words": words.in_words(content),
        "vat": content.get("vat_text", ""),
        "closing": words.closing_of(content),
        "signers": words.signers_of(content),
        "facts": words.facts_of(content),
    }


def _heads(heads: Mapping[str, Any], content: Content) -> dict[str, Any]:
    """The heads of tables, with the sign of the currency (its code in English)."""
    sign = _sign(content)
    return {
        name: [one.format(sign) for one in said] if isinstance(said, list) else said
        for name, said in heads.items()
    }


def _sign(content: Content) -> str:
    currency = str(content["currency"])
    return SYMBOLS.get(currency, currency) if _russian(content) else currency


def _line(n: int, line: Content, content: Content) -> list[str]:
    rate = "—" if line["rate_bp"] is None else _rate(line["rate_bp"], content)
    inn = f", ИНН\u00a0{line['client_inn']}" if line["client_inn"] and _russian(content) else ""
    return [
        str(n),
        _day(line["paid_on"], content),
        f"{line['client']}{inn}",
        _sum(line["payment_minor"], content),
        _sum(line["base_minor"], content),
        rate,
        _sum(line["reward_minor"], content),
    ]


def _taken(n: int, line: Content, content: Content, words: Any) -> list[str]:
    return [
        str(n),
        _day(line["taken_on"], content),
        line["client"],
        _day(line["paid_on"], content),
        words.WHY[line["why"]],
        _sum(line["taken_minor"], content),
    ]


def _russian(content: Content) -> bool:
    return bool(content["language"] == "ru")


def _day(text: str, content: Content) -> str:
    day = date.fromisoformat(text)
    return f"{day:%d.%m.%Y}" if _russian(content) else f"{day.day}\u00a0{day:%b}\u00a0{day:%Y}"


def _rate(rate_bp: int, content: Content) -> str:
    whole, rest = divmod(rate_bp, 100)
    point = "," if _russian(content) else "."
    figure = f"{whole}{point}{rest:02d}".rstrip("0").rstrip(",.") if rest else str(whole)
    return f"{figure}\u00a0%"


def _sum(minor: int, content: Content) -> str:
    amount = Money(minor, content["currency"])
    return amount_in_figures(amount) if _russian(content) else _english_figures(amount)


def _english_figures(amount: Money) -> str:
    whole, _, cents = amount.plain().removeprefix("-").partition(".")
    sign = MINUS if amount.minor < 0 else ""
    return f"{sign}{int(whole):,}.{cents}" if cents else f"{sign}{int(whole):,}"
