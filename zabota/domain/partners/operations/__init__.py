"""Verbs about partners and their people."""

from zabota.domain.partners.operations.keeping import (
    RequisitesRefused,
    add_partner,
    change_standing,
    enter_cabinet,
    leave_cabinet,
    note_partner,
    say_farewell,
    set_bank_details,
    set_payee,
    set_requisites,
    withdraw_farewell,
)
from zabota.domain.partners.operations.members import (
    accept_invitation,
    add_member,
    change_member_role,
    invite_member,
    remove_member,
    resend_invitation,
    revoke_invitation,
)
from zabota.domain.partners.operations.tagging import assign_curator, change_tags, set_tags, tag_of

__all__ = [
    "RequisitesRefused",
    "accept_invitation",
    "add_member",
    "add_partner",
    "assign_curator",
    "change_member_role",
    "change_standing",
    "change_tags",
    "enter_cabinet",
    "invite_member",
    "leave_cabinet",
    "note_partner",
    "remove_member",
    "resend_invitation",
    "revoke_invitation",
    "say_farewell",
    "set_bank_details",
    "set_payee",
    "set_requisites",
    "set_tags",
    "tag_of",
    "withdraw_farewell",
]
