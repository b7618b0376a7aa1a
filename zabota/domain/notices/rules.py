"""Which kinds of notices there are, by which way each goes, and how quiet it may become.

Plain Python, a table to read. What concerns somebody's money or safety cannot be switched off: the
quietest way of such a kind is a letter, with or without Telegram beside it.
"""

from __future__ import annotations

from dataclasses import dataclass

NOW, TELEGRAM, DIGEST, HERE, OFF = LOUDEST_FIRST = ("now", "telegram", "digest", "here", "off")
CABINET, OFFICE = "cabinet", "office"
USUAL_HOUR = 9


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of notices a person chooses a way for; `quietest` is as far as he may turn it down.

    `bell` is off where the notice would only repeat what the page shows anyway.
    """

    key: str
    side: str
    group: str
    events: tuple[str, ...]
    usual: str
    quietest: str
    bell: bool = True

    @property
    def ways(self) -> tuple[str, ...]:
        """The ways one may choose between."""
        upto = LOUDEST_FIRST.index(self.quietest) + 1
        ways = LOUDEST_FIRST[: max(upto, 2)]
        return ways if self.bell else tuple(way for way in ways if way in (NOW, OFF))

    @property
    def fixed(self) -> bool:
        """Whether a letter goes in any case."""
        return self.quietest == NOW


OTHER = Kind("other", "", "", (), NOW, NOW)  # what no line below names is told, always
NEWS = Kind("news", CABINET, "news", ("bulletin.started",), NOW, OFF)
_TERMS = ("terms.published", "terms_begin.soon", "terms.recalled", "special_terms.published",
          "special_terms.ended", "entitlements.renewed")  # fmt: skip
_PAPERS = ("papers.sent", "signature.awaited", "scan.returned", "paper.replaced")
_ALARMS = ("books.checked", "deadlines.missed", "deadlines_at.risk", "batch.waits",
           "batch_half.approved", "payout_paid_after.all")  # fmt: skip

KINDS = (
    Kind("reward_earned", CABINET, "money", ("rewards.gathered",), HERE, OFF),
    Kind("payout_made", CABINET, "money", ("payouts.settled", "advance.booked"), NOW, DIGEST),
    Kind("payout_returned", CABINET, "money", ("payout.failed",), NOW, NOW),
    Kind("reward_held", CABINET, "money", ("reward.held", "payout_taken.out"), NOW, DIGEST),
    Kind("whose_client", CABINET, "money", ("attribution.corrected",), NOW, DIGEST),
    Kind("receipts", CABINET, "money", ("receipts.awaited", "receipt.returned", "npd_income.nears"), NOW, DIGEST),
    Kind("taxes", CABINET, "money", ("partner_vat.set", "partner_vat.declined",
                                     "legal_form.changed"), NOW, DIGEST),
    Kind("bank_details", CABINET, "security", ("bank_details.changed",), NOW, NOW),
    Kind("people", CABINET, "security", ("member.joined", "member_role.changed",
                                         "member.removed"), NOW, NOW),
    Kind("standing", CABINET, "security", ("partner_standing.changed", "farewell.said",
                                           "farewell.withdrawn"), NOW, NOW),
    Kind("lead", CABINET, "clients", ("lead.proposed",), NOW, OFF),
    Kind("invoice_paid", CABINET, "clients", ("invoices.paid",), HERE, OFF),
    Kind("not_repeated", CABINET, "clients", ("invoice_not.repeated",), NOW, HERE),
    Kind("claim", CABINET, "clients", ("claim.decided",), NOW, OFF),
    Kind("servicing", CABINET, "clients", ("servicing.changed",), NOW, DIGEST),
    Kind("reservation", CABINET, "clients", ("reservation.ending",), NOW, OFF),
    Kind("code", CABINET, "clients", ("promo_code.decided",), NOW, OFF),
    Kind("papers", CABINET, "papers", _PAPERS, NOW, DIGEST),
    Kind("offer", CABINET, "papers", ("offer.published", "offer.awaited"), NOW, NOW),
    Kind("terms", CABINET, "papers", _TERMS, NOW, DIGEST),
    Kind("mention", CABINET, "community", ("chat_message.posted",), HERE, OFF),
    Kind("unread", CABINET, "community", ("unread.gathered",), NOW, OFF, bell=False),
    Kind("admitted", CABINET, "community", ("partner.admitted",), NOW, OFF),
    Kind("rating", CABINET, "community", ("rating.published",), HERE, OFF),
    Kind("level", CABINET, "community", ("level.changed",), NOW, OFF),
    Kind("story", CABINET, "community", ("story.returned", "story.declined", "story.published",
                                         "story.withdrawn"), NOW, OFF),
    NEWS,
    Kind("alarm", OFFICE, "money", _ALARMS, NOW, NOW),
    Kind("proposed", OFFICE, "money", ("payouts.proposed",), NOW, DIGEST),
    Kind("check", OFFICE, "money", ("finding.made",), NOW, DIGEST),
    Kind("npd_partner", OFFICE, "money", ("npd_income.nears",), NOW, OFF),
    Kind("vat_said", OFFICE, "money", ("partner_vat.proposed",), NOW, DIGEST),
    Kind("stuck", OFFICE, "money", ("events.stuck",), NOW, DIGEST),
    Kind("not_repeated", OFFICE, "clients", ("invoice_not.repeated",), NOW, HERE),
    Kind("signed", OFFICE, "clients", ("paper.signed",), NOW, OFF),
    Kind("nobody", OFFICE, "clients", ("lead.unclaimed",), NOW, OFF),
    Kind("story", OFFICE, "community", ("story.proposed",), NOW, OFF),
    Kind("mention", OFFICE, "community", ("chat_message.posted",), HERE, OFF),
    Kind("unread", OFFICE, "community", ("unread.gathered",), NOW, OFF, bell=False),
    Kind("letter", "", "", ("digest.gathered", "staff.invited",
                           "notice.undelivered"), NOW, NOW, bell=False),
)  # fmt: skip

_BY_EVENT = {(event, kind.side): kind for kind in KINDS for event in kind.events}


def kind_of(event: str, side: str) -> Kind:
    """The kind an event is told as on a side; what is named nowhere is told by letter."""
    return _BY_EVENT.get((event, side)) or _BY_EVENT.get((event, "")) or OTHER


def kinds_of(side: str) -> tuple[Kind, ...]:
    """The kinds a person of this side may choose ways for, in the order of the page."""
    return tuple(kind for kind in KINDS if kind.side == side)


def way_of(kind: Kind, chosen: str | None) -> str:
    """The way a notice takes: the chosen one where the kind allows it, else the usual."""
    return chosen if chosen in kind.ways else kind.usual


def is_lettered(key: str) -> bool:
    """Whether every notice of this kind goes by letter too, whichever way was chosen."""
    return any(kind.key == key and kind.fixed for kind in (*KINDS, OTHER))
