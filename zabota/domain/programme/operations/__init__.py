"""Verbs of the programme: terms, special terms, the offer."""

from zabota.domain.programme.operations.offers import (
    accept_offer,
    change_offer,
    delete_offer,
    draft_offer,
    publish_draft,
    publish_offer,
)
from zabota.domain.programme.operations.specials import (
    change_special,
    close_entitlements,
    delete_special,
    draft_special,
    end_special,
    entitle,
    join_campaign,
    publish_special,
)
from zabota.domain.programme.operations.terms import (
    TermsRefused,
    change_terms,
    delete_draft,
    draft_terms,
    publish_terms,
    recall_terms,
)

__all__ = [
    "TermsRefused",
    "accept_offer",
    "change_offer",
    "change_special",
    "change_terms",
    "close_entitlements",
    "delete_draft",
    "delete_offer",
    "delete_special",
    "draft_offer",
    "draft_special",
    "draft_terms",
    "end_special",
    "entitle",
    "join_campaign",
    "publish_draft",
    "publish_offer",
    "publish_special",
    "publish_terms",
    "recall_terms",
]
