"""Which rules look at rewards, and what they begin with. Plain Python: a table to read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Setting:
    """How a rule is set: on or off, hold or only flag, its threshold and window in days.

    A rule without a threshold or a window has zero there, and nobody is asked for it.
    """

    enabled: bool = True
    holds: bool = True
    threshold: int = 0
    window_days: int = 0


PAYER_ACCOUNT = "payer_account"
REFUND_ACCOUNT = "refund_account"
SELF_REFERRAL = "self_referral"
SHARED_ACCOUNT = "shared_account"
SHARED_DEVICE = "shared_device"
REFUND_CYCLES = "refund_cycles"
SPIKE = "spike"

DEFAULTS: dict[str, Setting] = {
    PAYER_ACCOUNT: Setting(),
    REFUND_ACCOUNT: Setting(),
    SELF_REFERRAL: Setting(),
    SHARED_ACCOUNT: Setting(),
    SHARED_DEVICE: Setting(holds=False),
    REFUND_CYCLES: Setting(holds=False, threshold=30, window_days=90),
    SPIKE: Setting(holds=False, threshold=5, window_days=7),
}

# At such addresses everybody may have a mailbox: sharing one says nothing. Nor does a domain that
# several partners use.
FREE_MAILERS = (
    "mail.ru", "bk.ru", "inbox.ru", "list.ru", "yandex.ru", "ya.ru", "gmail.com", "rambler.ru",
    "outlook.com", "hotmail.com", "icloud.com", "yahoo.com",
)  # fmt: skip
