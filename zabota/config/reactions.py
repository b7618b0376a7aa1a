"""Which jobs follow which event: the table to read first."""

from __future__ import annotations

from zabota.config.books import BooksChecked
from zabota.connectors.inbox.facts import EventsStuck
from zabota.connectors.telegram.facts import TelegramLinked
from zabota.domain.attribution.events import (
    AttributionCorrected,
    ClaimDecided,
    PromoCodeDecided,
    ReservationEnding,
    ServicingChanged,
)
from zabota.domain.clients.events import ClientsBeganPaying
from zabota.domain.community.events import (
    ChatMessageChanged,
    ChatMessagePosted,
    ChatMessageRemoved,
    PartnerAdmitted,
    UnreadGathered,
)
from zabota.domain.invoices.events import (
    InvoiceIssued,
    InvoiceNotRepeated,
    InvoiceReminded,
    InvoiceSent,
    InvoicesPaid,
)
from zabota.domain.leads.events import LeadProposed, LeadUnclaimed
from zabota.domain.news.events import BulletinStarted
from zabota.domain.notices.events import DigestGathered, NoticeUndelivered
from zabota.domain.papers.events import (
    PaperReplaced,
    PaperSigned,
    PapersSent,
    ScanReturned,
    SignatureAwaited,
)
from zabota.domain.partners.events import (
    BankDetailsChanged,
    FarewellSaid,
    FarewellWithdrawn,
    LegalFormChanged,
    MemberInvited,
    MemberJoined,
    MemberRemoved,
    MemberRoleChanged,
    PartnerStandingChanged,
    PartnerVatDeclined,
    PartnerVatProposed,
    PartnerVatSet,
)
from zabota.domain.payouts.events import (
    AdvanceBooked,
    BatchHalfApproved,
    BatchSent,
    BatchWaits,
    DeadlinesAtRisk,
    DeadlinesMissed,
    NpdIncomeNears,
    PayoutFailed,
    PayoutPaidAfterAll,
    PayoutsProposed,
    PayoutsSettled,
    PayoutTakenOut,
    ReceiptReturned,
    ReceiptsAwaited,
)
from zabota.domain.people.events import StaffInvited
from zabota.domain.programme.events import (
    EntitlementsRenewed,
    OfferAwaited,
    OfferPublished,
    SpecialTermsEnded,
    SpecialTermsPublished,
    TermsBeginSoon,
    TermsPublished,
    TermsRecalled,
)
from zabota.domain.ratings.events import LevelChanged, RatingPublished
from zabota.domain.rewards.events import RewardHeld, RewardsGathered
from zabota.domain.scrutiny.events import FindingMade
from zabota.domain.stories.events import (
    StoryDeclined,
    StoryProposed,
    StoryPublished,
    StoryReturned,
    StoryWithdrawn,
)
from zabota.kit.events.announce import react
from zabota.kit.events.announcement import Announcement

REACTIONS: dict[type[Announcement], tuple[str, ...]] = {
    AttributionCorrected: ("mail.tell",),
    BankDetailsChanged: ("mail.tell",),
    BatchHalfApproved: ("mail.tell",),
    BatchSent: ("rails.send",),
    BatchWaits: ("mail.tell",),
    BooksChecked: ("mail.tell",),
    BulletinStarted: ("mail.bulletin",),
    ChatMessageChanged: ("telegram.carry",),
    ChatMessagePosted: ("mail.tell", "telegram.carry"),
    ChatMessageRemoved: ("telegram.carry",),
    ClaimDecided: ("mail.tell",),
    ClientsBeganPaying: ("clients.welcome_payers",),
    DeadlinesAtRisk: ("mail.tell",),
    DeadlinesMissed: ("mail.tell",),
    DigestGathered: ("mail.tell",),
    NoticeUndelivered: ("mail.tell",),
    EventsStuck: ("mail.tell",),
    FindingMade: ("mail.tell",),
    EntitlementsRenewed: ("mail.tell",),
    PartnerAdmitted: ("mail.tell", "telegram.doors"),
    PaperReplaced: ("mail.tell",),
    PaperSigned: ("mail.tell",),
    PapersSent: ("mail.tell",),
    MemberInvited: ("mail.tell",),
    MemberJoined: ("mail.tell", "telegram.doors", "community.begin_reading"),
    MemberRemoved: ("mail.tell", "telegram.doors"),
    MemberRoleChanged: ("mail.tell",),
    FarewellSaid: ("mail.tell",),
    FarewellWithdrawn: ("mail.tell",),
    PartnerStandingChanged: ("mail.tell", "telegram.doors"),
    LegalFormChanged: ("mail.tell",),
    PartnerVatDeclined: ("mail.tell",),
    PartnerVatProposed: ("mail.tell",),
    PartnerVatSet: ("mail.tell",),
    PayoutFailed: ("mail.tell", "papers.withdraw"),
    PayoutTakenOut: ("mail.tell",),
    AdvanceBooked: ("mail.tell",),
    PayoutPaidAfterAll: ("mail.tell",),
    PayoutsSettled: ("mail.tell", "papers.notify"),
    OfferAwaited: ("mail.tell",),
    OfferPublished: ("mail.tell",),
    PromoCodeDecided: ("mail.tell",),
    InvoiceIssued: ("invoices.make_paper",),
    InvoiceReminded: ("mail.tell",),
    InvoiceSent: ("mail.tell",),
    InvoiceNotRepeated: ("mail.tell",),
    InvoicesPaid: ("mail.tell",),
    LeadProposed: ("mail.tell",),
    LeadUnclaimed: ("mail.tell",),
    LevelChanged: ("mail.tell",),
    RatingPublished: ("community.post_rating", "mail.tell"),
    ReservationEnding: ("mail.tell",),
    NpdIncomeNears: ("mail.tell",),
    PayoutsProposed: ("mail.tell",),
    ReceiptReturned: ("mail.tell",),
    ReceiptsAwaited: ("mail.tell",),
    RewardHeld: ("mail.tell",),
    RewardsGathered: ("mail.tell",),
    ServicingChanged: ("mail.tell",),
    ScanReturned: ("mail.tell",),
    SignatureAwaited: ("mail.tell",),
    SpecialTermsEnded: ("mail.tell",),
    SpecialTermsPublished: ("mail.tell",),
    StaffInvited: ("mail.tell",),
    StoryDeclined: ("mail.tell",),
    StoryProposed: ("mail.tell",),
    StoryPublished: ("mail.tell",),
    StoryReturned: ("mail.tell",),
    StoryWithdrawn: ("mail.tell",),
    TermsBeginSoon: ("mail.tell",),
    TelegramLinked: ("telegram.doors",),
    TermsPublished: ("mail.tell",),
    TermsRecalled: ("mail.tell",),
    UnreadGathered: ("mail.tell",),
}

react(REACTIONS)
