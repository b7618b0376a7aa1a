"""The partner's account with us, line by line, in words that an accountant reads."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from zabota.domain.ledger.queries import AccountLine, AccountStatement
from zabota.domain.payouts.models import Payout
from zabota.domain.rewards.models import Reward

_REWARD = re.compile(r"(?:^|:)reward:(\d+)")
_PAYOUT = re.compile(r"^payout:(\d+):")


class StatementRow(NamedTuple):
    """One line: when, what, whose payment or which order, how the balance changed and became."""

    at: datetime
    what: str
    about: str
    change_minor: int
    balance_minor: int
    reward_id: int | None
    payout_id: int | None


def rows_of(statement: AccountStatement) -> list[StatementRow]:
    """Lines with a running balance; what we owe the partner is above zero."""
    rewards = _rewards(statement.lines)
    payouts = _payouts(statement.lines)
    balance, rows = -statement.opening_minor, []
    for line in statement.lines:
        balance -= line.amount_minor
        reward = rewards.get(_number(_REWARD, line.cause))
        payout = payouts.get(_number(_PAYOUT, line.cause))
        rows.append(
            StatementRow(
                line.posted_at,
                _what(line),
                _about(reward, payout),
                -line.amount_minor,
                balance,
                reward.pk if reward else None,
                payout.pk if payout else None,
            )
        )
    return rows


def _what(line: AccountLine) -> str:
    words = {
        "reward": _("Reward"),
        "reversal": _("Taken back"),
        "put_back": _("Given back to you"),
        "payout_formed": _("Payout"),
        "payout_after_all": _("Payout, paid after all"),
        "payout_back_after": _("Payout came back"),
        "payout_advance": _("Paid ahead, netted from the next payouts"),
        "payout_released": _("Payout came back"),
    }
    return words.get(line.kind, line.kind)


def _about(reward: Reward | None, payout: Payout | None) -> str:
    if reward is not None:
        return str(reward.payment.client or "")
    return _("Payment order No. %(number)s") % {"number": payout.order_number} if payout else ""


def _number(pattern: re.Pattern[str], cause: str) -> int:
    found = pattern.search(cause)
    return int(found[1]) if found else 0


def _rewards(lines: Iterable[AccountLine]) -> dict[int, Reward]:
    ids = {_number(_REWARD, line.cause) for line in lines}
    return Reward.objects.select_related("payment__client").in_bulk(ids)


def _payouts(lines: Iterable[AccountLine]) -> dict[int, Payout]:
    return Payout.objects.in_bulk({_number(_PAYOUT, line.cause) for line in lines})
