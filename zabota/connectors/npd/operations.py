"""Asking about everybody whose payout comes next, within the limits of the tax service."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from zabota.connectors.npd.client import ask_tax_office
from zabota.connectors.npd.translate import Heard, question, understand
from zabota.domain.payouts.facts import ASK_NPD, NpdAnswer
from zabota.domain.payouts.operations.npd import record_npd_answers
from zabota.domain.payouts.queries.npd import is_answered, list_to_ask
from zabota.domain.settings.queries import get_setting
from zabota.kit.clock import local_date


def can_ask() -> bool:
    """Whether this installation knows where to ask."""
    return bool(settings.NPD_STATUS_URL)


def ask_about_due(*, at: datetime, clock: Callable[[], datetime] | None = None) -> int:
    """Ask about some of those who are due and have no answer today; how many were asked.

    One question is one transaction: an answer is kept whatever happens to the next one. When the
    service says it was asked too often, the rest waits for the next minute.
    """
    if not can_ask() or not get_setting(ASK_NPD, at=at):
        return 0
    asked = 0
    for inn in list_to_ask(at=at)[: settings.NPD_A_MINUTE]:
        heard = ask_about(inn, at=at, clock=clock)
        asked += 1
        if heard.limited:
            break
    return asked


def ask_if_unknown(inn: str, *, at: datetime, clock: Callable[[], datetime] | None = None) -> None:
    """Somebody waits for the answer: ask now, unless today's yes or no is known or nobody asks."""
    if can_ask() and get_setting(ASK_NPD, at=at) and not is_answered(inn, on=local_date(at)):
        ask_about(inn, at=at, clock=clock)


def ask_about(inn: str, *, at: datetime, clock: Callable[[], datetime] | None = None) -> Heard:
    """One question about today, and its answer kept; the moment kept is the answer's own."""
    today = local_date(at)
    heard = understand(*ask_tax_office(question(inn, today)))
    asked_at = clock() if clock else at
    answer = NpdAnswer(
        inn=inn, on=today, standing=heard.standing, asked_at=asked_at, words=heard.words
    )
    record_npd_answers([answer])
    return heard
