"""Partners, their members, and the bank details they are paid to."""

from zabota.domain.partners.models.details import (
    VAT_MOVES,
    BankDetails,
    DetailsKind,
    PartnerVat,
    VatStanding,
)
from zabota.domain.partners.models.farewells import (
    FAREWELL_MOVES,
    ClientsGo,
    Farewell,
    FarewellStatus,
)
from zabota.domain.partners.models.forms import FormerForm
from zabota.domain.partners.models.notes import Mood, PartnerNote
from zabota.domain.partners.models.partners import (
    Invitation,
    LegalForm,
    Member,
    MemberRole,
    Partner,
    PartnerStatus,
)
from zabota.domain.partners.models.takeouts import Takeout, TakeoutPiece, TakeoutStatus

__all__ = [
    "FAREWELL_MOVES",
    "VAT_MOVES",
    "BankDetails",
    "ClientsGo",
    "DetailsKind",
    "Farewell",
    "FarewellStatus",
    "FormerForm",
    "Invitation",
    "LegalForm",
    "Member",
    "MemberRole",
    "Mood",
    "Partner",
    "PartnerNote",
    "PartnerStatus",
    "PartnerVat",
    "Takeout",
    "TakeoutPiece",
    "TakeoutStatus",
    "VatStanding",
]
