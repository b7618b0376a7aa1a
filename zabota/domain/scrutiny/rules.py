"""Which rules look at rewards, and what they begin with. Plain Python: a table to read."""

from __future__ import annotations

from dataclasses import dataclass

from zabota.domain.rewards import rules as rewards
from zabota.kit.money import DEFAULT_CURRENCY, exponent


@dataclass(frozen=True, slots=True)
class Setting:
    """How a rule is set: on or off, hold or only flag, its threshold, window in days and minimum.

    The minimum is a number of refunds, or whole roubles; `minimum_abroad` are whole units of any
    other currency. What a rule does not know is zero, and nobody is asked for it.
    """

    enabled: bool = True
    holds: bool = True
    threshold: int = 0
    window_days: int = 0
    minimum: int = 0
    minimum_abroad: int = 0

    def minimum_minor(self, currency: str) -> int:
        """The minimum as money of a currency, in minor units."""
        whole = self.minimum if currency == DEFAULT_CURRENCY else self.minimum_abroad
        return whole * int(10 ** exponent(currency))


# Told by the payer's ИНН alone: the road of payments holds these at once, by the same settings.
SELF_PAYMENT = rewards.SELF_PAYMENT
THIRD_PARTY = rewards.THIRD_PARTY
PAYER_RULES = (SELF_PAYMENT, THIRD_PARTY)
PAYER_ACCOUNT = "payer_account"
REFUND_ACCOUNT = "refund_account"
SELF_REFERRAL = "self_referral"
CLIENT_DEVICE = "client_device"
SHARED_ACCOUNT = "shared_account"
SHARED_DEVICE = "shared_device"
REFUND_CYCLES = "refund_cycles"
SPIKE = "spike"

DEFAULTS: dict[str, Setting] = {
    SELF_PAYMENT: Setting(),
    THIRD_PARTY: Setting(),
    PAYER_ACCOUNT: Setting(),
    REFUND_ACCOUNT: Setting(),
    SELF_REFERRAL: Setting(),
    CLIENT_DEVICE: Setting(holds=False),  # many an integrator registers his client himself
    SHARED_ACCOUNT: Setting(),
    SHARED_DEVICE: Setting(holds=False),
    REFUND_CYCLES: Setting(holds=False, threshold=30, window_days=90, minimum=3),
    SPIKE: Setting(holds=False, threshold=5, window_days=7, minimum=10_000, minimum_abroad=100),
}

# At such addresses everybody may have a mailbox: sharing one says nothing. Nor does a domain that
# several partners use.
FREE_MAILERS = (
    "mail.ru", "bk.ru", "inbox.ru", "list.ru", "internet.ru", "xmail.ru", "vk.com",
    "yandex.ru", "ya.ru", "yandex.com", "yandex.by", "yandex.kz", "yandex.ua", "narod.ru",
    "gmail.com", "googlemail.com", "rambler.ru", "lenta.ru", "autorambler.ru", "myrambler.ru", "ro.ru",
    "outlook.com", "hotmail.com", "live.com", "live.ru", "msn.com", "icloud.com", "me.com", "mac.com",
    "yahoo.com", "ymail.com", "aol.com", "proton.me", "protonmail.com", "pm.me", "tuta.io",
    "tutanota.com", "gmx.de", "gmx.net", "gmx.com", "web.de", "zoho.com", "zohomail.com",
    "fastmail.com", "hey.com", "mail.com", "mail.kz", "tut.by", "inbox.lv", "ukr.net", "i.ua", "bigmir.net",
    "e1.ru", "ngs.ru", "pochta.ru", "sibmail.com", "qip.ru", "mail.ua", "qq.com", "163.com",
)  # fmt: skip
