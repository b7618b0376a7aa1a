"""Verbs of the bank: statements in, payment orders out."""

from zabota.connectors.bank.operations.importing import import_statement, receive_statement
from zabota.connectors.bank.operations.ordering import payment_orders

__all__ = ["import_statement", "payment_orders", "receive_statement"]
