"""Verbs of leads and profiles."""

from zabota.domain.leads.operations.handing import (
    LeadRefused,
    close_lead,
    give_back,
    note_answer,
    note_won,
    propose_lead,
    record_lead,
    set_rule,
)
from zabota.domain.leads.operations.profiles import set_profile

__all__ = [
    "LeadRefused",
    "close_lead",
    "give_back",
    "note_answer",
    "note_won",
    "propose_lead",
    "record_lead",
    "set_profile",
    "set_rule",
]
