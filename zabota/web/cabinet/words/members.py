"""What each right of a partner's people means, in plain words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy

from zabota.domain.partners.models import MemberRole
from zabota.domain.partners.rules import MemberRight

MEMBER_RIGHT_WORDS = (
    (MemberRight.READ, gettext_lazy("Look at everything, take part in the chat, learn in the academy")),
    (MemberRight.CLIENTS, gettext_lazy("Work with clients: leads, invoices, notes, forgotten codes, companies named beforehand")),
    (MemberRight.PAPERS, gettext_lazy("Send signed papers and receipts")),
    (MemberRight.DETAILS, gettext_lazy("Change bank details, after a code")),
    (MemberRight.PROGRAMME, gettext_lazy("Accept the offer, choose promo codes, join campaigns")),
    (MemberRight.FRONT, gettext_lazy("Change the page in the directory, the logo, the name in the rating")),
    (MemberRight.DATA, gettext_lazy("Take all the data away as a file")),
    (MemberRight.PEOPLE, gettext_lazy("Invite people, give roles, let people go")),
)  # fmt: skip

ROLE_WORDS = {
    MemberRole.OWNER: gettext_lazy("may do everything"),
    MemberRole.MANAGER: gettext_lazy("works with clients, does not touch papers, details and people"),
    MemberRole.ACCOUNTANT: gettext_lazy("keeps papers, receipts and bank details, does not work with clients"),
    MemberRole.VIEWER: gettext_lazy("looks and changes nothing"),
}  # fmt: skip
