"""Asking about everybody whose payout comes next, within the limits of the tax service."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings

from zabota.connectors.npd.client import ask_tax_office
from zabota.connectors.npd.translate import question, understand
from zabota.domain.payouts.facts import ASK_NPD, NpdAnswer
from zabota.domain.payouts.operations.npd import record_npd_answers
from zabota.domain.payouts.queries.npd import list_to_ask
from zabota.domain.settings.queries import get_setting
from zabota.kit.clock import local_date


def ask_about_due(*, at: datetime, clock: Callable[[], datetime] | None = None) -> int:
    """Ask about some of those who are due and have no answer today; how many were asked.

    One question is one transaction: an answer is kept whatever happens to the next one. When the
    service says it was asked too often, the rest waits for the next minute.
    """
    if not settings.NPD_STATUS_URL or not get_setting(ASK_NPD, at=at):
        return 0
    today, asked = local_date(at), 0
    for inn in list_to_ask(at=at)[: settings.NPD_A_MINUTE]:
        heard = understand(*ask_tax_office(question(inn, today)))
        asked_at = clock() if clock else at
        record_npd_answers(
            [
                NpdAnswer(
                    inn=inn, on=today, standing=heard.standing, asked_at=asked_at, words=heard.words
                )
            ]
        )
        asked += 1
        if heard.limited:
            break
    return asked
