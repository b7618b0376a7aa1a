"""Verbs of Stripe: what is heard; `checkout` has what is asked for."""

from zabota.connectors.stripe.operations.account import check_keys, look, receive, sample
from zabota.connectors.stripe.operations.reading import read_notice

__all__ = ["check_keys", "look", "read_notice", "receive", "sample"]
