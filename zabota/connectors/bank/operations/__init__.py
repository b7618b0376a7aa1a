"""Verbs of the bank: statements in, payment orders out."""

from zabota.connectors.bank.operations.importing import import_statement, receive_statement
from zabota.connectors.bank.operations.ordering import payment_orders
from zabota.connectors.bank.operations.uploading import receive_statements

__all__ = ["import_statement", "payment_orders", "receive_statement", "receive_statements"]
