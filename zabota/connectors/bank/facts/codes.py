"""What can be odd in a statement, what a file can be instead of one, what its figures can lack."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Severity = Literal["note", "warning", "error"]

ODDITIES: Mapping[str, Severity] = MappingProxyType(
    {
        # note: read without doubt, only unusual
        "encoding_differs": "note",  # the header declares another encoding: declared, found
        "control_characters": "note",  # zero bytes and the like were taken out: count
        "key_spelling": "note",  # a known key in another spelling, first place only: key
        "key_unknown": "note",  # a key we do not know, first place only: key
        "continuation": "note",  # a line without a key was joined to the field above: key
        "kind_missing": "note",  # СекцияДокумент does not say what document it is
        "inn_from_name": "note",  # ИНН was taken out of the name, its own field is empty: inn
        "nothing_told": "note",  # the message holds no statement: nothing moved
        "message_unread": "note",  # a message beside the statements is of no kind we read: name
        "not_booked": "note",  # an entry that is not money yet: status
        "enveloped": "note",  # the statement was taken out of JSON, XML, Base64 or gzip
        "echo": "note",  # the movement was known already from another source: of, by
        "more": "note",  # further oddities of one code are only counted: code, count
        # warning: something was guessed or left out; sums of money are not in doubt
        "header_missing": "warning",  # the file does not begin with 1CClientBankExchange
        "header_repeated": "warning",  # a second file is glued behind the first
        "end_missing": "warning",  # no КонецФайла: the file may be cut off
        "text_after_end": "warning",  # something stands behind КонецФайла
        "words_beside": "warning",  # words before, between or behind the messages of a file
        "undecodable": "warning",  # bytes that do not exist in the encoding: encoding
        "stray_line": "warning",  # neither a key nor a part of the field above
        "key_repeated": "warning",  # a field is given twice with different values: key
        "key_misplaced": "warning",  # fields of a document outside of any document: key
        "section_unclosed": "warning",  # the next section began before the end: section
        "section_unopened": "warning",  # an end, or a field, without the beginning: section
        "date_beside": "warning",  # an entry has no day; that of its payment or message was taken
        "date_unreadable": "warning",  # a date is corrupted and was left out: key
        "figure_unreadable": "warning",  # a balance or a total is corrupted, left out: key
        "account_foreign": "warning",  # a section of an account that is not ours: account
        "foreign_fault": "warning",  # the figures of such an account do not agree: account, fault
        "sum_short": "warning",  # the lines that were read lack those that were not: account, fault
        "inn_odd": "warning",  # an ИНН of impossible length: inn
        "amount_zero": "warning",  # a document of nought, makes no line
        "account_short": "warning",  # an account in another spelling was taken for ours: account
        "balance_missing": "warning",  # one balance or both are not there: nothing is proved: account
        "batch_count": "warning",  # an entry lists fewer payments than it says: listed, stated
        "details_differ": "warning",  # payments of an entry do not add up to it: it stays whole
        "status_missing": "warning",  # an entry does not say whether it is booked; it was taken so
        "echo_differs": "warning",  # known from another source as something else: of, by
        # error: a document was not understood; it is kept in `unreadable`
        "amount_missing": "error",
        "amount_unreadable": "error",
        "amount_negative": "error",
        "amount_too_large": "error",
        "account_missing": "error",  # a statement does not say of which account it is
        "date_missing": "error",  # neither the document nor the file has any date
        "document_cut_off": "error",  # the file ends in the middle of the document
    }
)

LOOKS = (
    *("empty", "pdf", "xlsx", "docx", "ods", "zip", "xls", "gzip", "rar", "7z", "image", "rtf"),
    *(
        "html",
        "camt",
        "camt_broken",
        "camt_foreign",
        "camt_mixed",
        "pain",
        "1c_xml",
        "xml",
        "mt940_broken",
        "json",
        "envelope_mixed",
        "ofx",
        "dbf",
        "by_client_bank",
    ),
    *("csv", "1c_garbled", "text", "binary"),
)

FAULTS = (
    "closing",  # opening + received − spent is not the closing balance
    "incoming",  # credited documents do not add up to ВсегоПоступило
    "outgoing",  # debited documents do not add up to ВсегоСписано
    "chain",  # an account's next section does not open with what the last one closed
    "movement",  # no totals are given, and the documents do not lead from opening to closing
    "count",  # an entry is missing: the statement says how many it has, and nothing else proves it
    "foreign_currency",  # the account is not in roubles: currency (three digits of the account)
    "foreign_account",  # the account is not a Russian one, and the format does not tell its money
    "mixed_currency",  # a balance or an entry is not in the money of its account: currency
    "order_file",  # orders on their way to the bank: nothing has happened yet
)
