"""Bank's files in and out, as pure functions: bytes to facts and orders to bytes."""

from zabota.connectors.bank.translate.balances import check_balances, is_explained
from zabota.connectors.bank.translate.formats import read_statement
from zabota.connectors.bank.translate.kinds import Kind, LineReading, kind_of
from zabota.connectors.bank.translate.lines import foreign_accounts, lines_of
from zabota.connectors.bank.translate.one_c_writer import (
    OrderFileHeader,
    OrderRefused,
    PaymentOrder,
    write_payment_orders,
)
from zabota.connectors.bank.translate.own import account_named, with_our_names
from zabota.connectors.bank.translate.processors import PROCESSORS, Processor

__all__ = [
    "PROCESSORS",
    "Kind",
    "LineReading",
    "OrderFileHeader",
    "OrderRefused",
    "PaymentOrder",
    "Processor",
    "account_named",
    "check_balances",
    "foreign_accounts",
    "is_explained",
    "kind_of",
    "lines_of",
    "read_statement",
    "with_our_names",
    "write_payment_orders",
]
