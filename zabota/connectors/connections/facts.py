"""The shapes in which a connection's calls travel: what came, what it says, what is answered."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from zabota.domain.payments.facts import PaymentFact, RefundFact
from zabota.kit.errors import Refusal

REASONS = (
    "signature",  # the signature is wrong or missing
    "address",  # called from an address that is not theirs
    "stale",  # signed too long ago: a replay
    "unreadable",  # not in their format
    "foreign",  # of another shop, terminal or account
    "too_large",
    "method",
    "disabled",  # the connection is switched off
    "bare",  # signed by them, and the address pasted there lacks its end
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """One HTTP call to an entrance; headers are in lower case, `query` is as it came.

    A `rehearsal` is our own test event: it passes where only their addresses may call, and never
    touches the books.
    """

    body: bytes = b""
    method: str = "POST"
    headers: Mapping[str, str] = field(default_factory=dict)
    query: str = ""
    address: str = ""
    at: datetime
    rehearsal: bool = False


@dataclass(frozen=True, slots=True)
class Keys:
    """Settings and opened secrets of a connection; secrets do not show in its repr."""

    settings: Mapping[str, str]
    secrets: Mapping[str, str] = field(repr=False)
    test_mode: bool = False

    def __getitem__(self, name: str) -> str:
        """The secret or the setting of this name; empty when it was not given."""
        return self.secrets.get(name) or self.settings.get(name, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A call that is truly theirs: `external_id` survives a redelivery, `word` is their own name
    of what happened, `subject` their number of what it happened to."""

    external_id: str
    word: str
    subject: str = ""
    test: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """What the other side wants to read."""

    body: str = "OK"
    status: int = 200
    content_type: str = "text/plain; charset=utf-8"


class NotAccepted(Exception):
    """The call is not theirs or cannot be told apart; `reason` is one of `REASONS`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotCertain(Exception):
    """The other side does not say yet what it announced: asked again later."""


class OutcomeUnknown(Refusal):
    """Whether the processor has opened the payment is not known; it is asked with the same key."""

    code = "outcome_unknown"


class ProcessorRefused(Refusal):
    """The processor said no."""

    code = "processor_refused"


class KeysRefused(Refusal):
    """The processor does not accept our keys."""

    code = "keys_refused"


@dataclass(frozen=True, slots=True)
class PaymentTold:
    """Money is certain; `order` is the key of our checkout if they echo it."""

    fact: PaymentFact
    order: str = ""


@dataclass(frozen=True, slots=True)
class RefundTold:
    """Money went back; of which currency, as far as the event itself says."""

    fact: RefundFact
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Noted:
    """Known and good to know, and no money moved; `ends` when the checkout will not be paid."""

    order: str = ""
    ends: bool = False
    amount_minor: int | None = None
    currency: str = "RUB"


@dataclass(frozen=True, slots=True)
class NotKnown:
    """An event of a kind that we do not know: kept and shown."""


@dataclass(frozen=True, slots=True)
class Denied:
    """Asked about it, they know nothing of it: somebody else has called us."""


Told = PaymentTold | RefundTold | Noted | NotKnown | Denied


@dataclass(frozen=True, slots=True)
class Started:
    """A payment that the other side has opened: its number there, and where the client pays."""

    external_id: str
    pay_url: str
    form: Mapping[str, str] = field(
        default_factory=dict
    )  # to be posted there, where a link would be too long


@dataclass(frozen=True, slots=True)
class Found:
    """What a look into the other side's list brought: as if they had called us with it."""

    accepted: Accepted
    raw: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class SlipWord:
    """What a processor says of a later slip: how it ended, its number there, and why not.

    `more` when it will say something else later; `found` is the refund as if they had called us.
    """

    end: Literal["open", "done", "refused"]
    external_id: str = ""
    reason: str = ""
    more: bool = False
    found: Found | None = None
