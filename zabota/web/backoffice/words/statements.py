"""What the reader of statements found, as sentences: oddities, faults, refusals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zabota.connectors.bank.facts import ODDITIES
from zabota.kit.money import DEFAULT_CURRENCY, Money
from zabota.kit.unzipping import Unpacked
from zabota.ui.amounts import money_text
from zabota.web.backoffice.words.reconciliation import reason_said

_ODD = {
    "encoding_differs": gettext_lazy(
        "The file says it is in %(declared)s, in truth it is in %(found)s; it was read as it is."
    ),
    "control_characters": gettext_lazy("Invisible characters were taken out."),
    "key_spelling": gettext_lazy("The field “%(key)s” is spelled unusually; it was understood."),
    "key_unknown": gettext_lazy("The field “%(key)s” is not known to the format; it was left out."),
    "continuation": gettext_lazy("A line break inside “%(key)s” was joined together."),
    "kind_missing": gettext_lazy("The document does not say of what kind it is."),
    "inn_from_name": gettext_lazy("The INN %(inn)s was taken out of the name."),
    "nothing_told": gettext_lazy("The bank says that nothing moved: there is no statement inside."),
    "message_unread": gettext_lazy(
        "Beside the statements stands a message of another kind (%(name)s); it was left out."
    ),
    "not_booked": gettext_lazy(
        "An entry is announced but not booked (%(status)s); it counts when it is booked."
    ),
    "enveloped": gettext_lazy(
        "The statement was taken out of an envelope: an answer of the bank's API, or an archive."
    ),
    "echo": gettext_lazy(
        "This movement is known already from another source (%(source)s); it is counted once."
    ),
    "echo_differs": gettext_lazy(
        "This movement is known from another source (%(source)s) as something else; "
        "what was decided first stays. Please look at it."
    ),
    "account_short": gettext_lazy("The bank writes our account %(ours)s as %(account)s."),
    "balance_missing": gettext_lazy(
        "Account %(account)s: the opening or the closing balance is missing, so the sums could "
        "not be proved."
    ),
    "batch_count": gettext_lazy(
        "An entry says it holds %(stated)s payments, but lists %(listed)s of them."
    ),
    "details_differ": gettext_lazy(
        "The payments inside an entry do not add up to it, so it was taken as one sum."
    ),
    "status_missing": gettext_lazy(
        "An entry does not say whether it is booked; in a final statement it is taken so."
    ),
    "more": gettext_lazy("And the same %(count)s more times: %(what)s"),
    "header_missing": gettext_lazy("The first line of the format is missing."),
    "header_repeated": gettext_lazy("Two files are glued into one; both were read."),
    "end_missing": gettext_lazy("The end mark is missing: the file may be cut off."),
    "text_after_end": gettext_lazy("Something stands behind the end mark; it was left out."),
    "words_beside": gettext_lazy(
        "Words stand before, between or behind the messages; they were left out."
    ),
    "undecodable": gettext_lazy("Some characters could not be read."),
    "stray_line": gettext_lazy("The line belongs to no field; it was left out."),
    "key_repeated": gettext_lazy("The field “%(key)s” is given twice with different values."),
    "key_misplaced": gettext_lazy("The field “%(key)s” stands outside of any document."),
    "section_unclosed": gettext_lazy("A section was not closed before the next one began."),
    "section_unopened": gettext_lazy("A section ends or goes on without a beginning."),
    "date_beside": gettext_lazy(
        "An entry does not say its day; that of its payment or of the message was taken."
    ),
    "date_unreadable": gettext_lazy("The date in “%(key)s” could not be read; it was left out."),
    "figure_unreadable": gettext_lazy(
        "The figure in “%(key)s” could not be read; it was left out."
    ),
    "account_foreign": gettext_lazy(
        "The account %(account)s is not ours; nothing of it was imported."
    ),
    "foreign_fault": gettext_lazy(
        "What is not ours has a fault as well, which keeps nothing of ours out. %(what)s"
    ),
    "sum_short": gettext_lazy(
        "The lines that were read do not come to the bank's sum: those that were not are missing "
        "in it. %(what)s"
    ),
    "inn_odd": gettext_lazy("The INN %(inn)s has an impossible length."),
    "amount_zero": gettext_lazy("A document of nought rubles; it makes no line."),
    "amount_missing": gettext_lazy("The document has no amount and was not imported."),
    "amount_unreadable": gettext_lazy(
        "The amount could not be read and the document was not imported."
    ),
    "amount_negative": gettext_lazy("The amount is below zero and the document was not imported."),
    "amount_too_large": gettext_lazy(
        "The amount is impossibly large and the document was not imported."
    ),
    "account_missing": gettext_lazy(
        "The statement does not say of which account this line is; it was not imported."
    ),
    "date_missing": gettext_lazy("The document has no date and was not imported."),
    "document_cut_off": gettext_lazy(
        "The file ends in the middle of the document; it was not imported."
    ),
}

_TABLES = frozenset({"csv", "xlsx", "xls", "ods"})
_LOOKS = {
    "empty": gettext_lazy("The file is empty."),
    "pdf": gettext_lazy("This is a PDF: a printed form, not a statement for 1C."),
    "xlsx": gettext_lazy("This is an Excel table, not a statement for 1C."),
    "xls": gettext_lazy("This is an old Excel or Word file, not a statement for 1C."),
    "ods": gettext_lazy("This is a spreadsheet, not a statement for 1C."),
    "docx": gettext_lazy("This is a Word document, not a statement for 1C."),
    "rtf": gettext_lazy("This is a text document, not a statement for 1C."),
    "zip": gettext_lazy("This is an archive with no statement inside that could be taken out."),
    "gzip": gettext_lazy("This is an archive: take the statement out of it first."),
    "rar": gettext_lazy("This is an archive: take the statement out of it first."),
    "7z": gettext_lazy("This is an archive: take the statement out of it first."),
    "image": gettext_lazy("This is a picture, not a statement for 1C."),
    "html": gettext_lazy("This is a web page, perhaps the bank's sign-in page, not a statement."),
    "camt": gettext_lazy("This is an ISO 20022 file that could not be read."),
    "camt_broken": gettext_lazy(
        "This is a statement in the ISO 20022 format (camt), but the file is damaged or cut off."
    ),
    "camt_foreign": gettext_lazy(
        "This is an ISO 20022 message, but none of camt.052, camt.053 or camt.054."
    ),
    "camt_mixed": gettext_lazy(
        "This file holds both statements and notices, and they tell of the same movements: "
        "ask the bank for camt.053 alone, or upload them one by one."
    ),
    "pain": gettext_lazy("These are payment orders in the ISO 20022 format, not a statement."),
    "1c_xml": gettext_lazy("This is 1C's XML exchange; we read the text format for 1C."),
    "xml": gettext_lazy("This is XML, not a statement for 1C."),
    "mt940": gettext_lazy("This is a SWIFT file (MT940) that could not be read."),
    "mt940_broken": gettext_lazy(
        "This is a SWIFT statement (MT940), but no account can be found in it."
    ),
    "json": gettext_lazy("This is JSON, not a statement for 1C."),
    "envelope_mixed": gettext_lazy(
        "In this answer of the bank stand statements of several formats: upload them one by one."
    ),
    "ofx": gettext_lazy("This is a statement in the OFX format; we do not read it."),
    "dbf": gettext_lazy("This is a DBF table, not a statement for 1C."),
    "by_client_bank": gettext_lazy(
        "This is a statement of a Belarusian client bank; it is not read."
    ),
    "csv": gettext_lazy("This is a CSV table, not a statement for 1C."),
    "1c_garbled": gettext_lazy(
        "This was a statement for 1C, but its letters are lost: download it from the bank anew."
    ),
    "text": gettext_lazy("This is a text, not a statement for 1C."),
    "binary": gettext_lazy("This is not a text file, and so no statement for 1C."),
}


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence about a place of a file; `line` 0 is the file as a whole."""

    line: int
    text: str
    tone: str
    quoted: str = ""


class _Filled(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def error_sentence(error: str) -> str:
    """Why a stored event could not be read, and what to do; unknown errors as they are."""
    code, _colon, looks = error.partition(":")
    if code != "not_a_statement":
        return error_reason(error)
    table = _("A register of a processor is uploaded under “Reconciliation”.")
    advice = _(
        "Ask the bank for an export “for 1C”, or for camt.053 or MT940, and upload that file."
    )
    said = [error_reason(error), table if looks.strip() in _TABLES else "", advice]
    return " ".join(filter(None, said))


def error_reason(error: str) -> str:
    """Why a stored event could not be read, without what to do about it."""
    code, _colon, rest = error.partition(":")
    if code == "not_a_statement":
        return str(_LOOKS.get(rest.strip(), _("This is not a statement for 1C.")))
    if code == "not_a_register":
        return reason_said(error)
    if code == "not_our_account":
        return _(
            "This statement is of account %(account)s, which is not among ours. "
            "Nothing was imported."
        ) % {"account": rest.strip()}
    return error


def left_out_said(file: Unpacked) -> str:
    """Why a file of an archive was not taken, by its name."""
    return {
        "locked": _("“%(name)s” was not read: it is locked with a password."),
        "packed_otherwise": _(
            "“%(name)s” was not read: it is packed in an unusual way. Pack it as a plain ZIP."
        ),
        "damaged": _("“%(name)s” was not read: it is damaged in the archive."),
        "too_large": _("“%(name)s” was not read: unpacked, the archive is too large."),
        "too_many": _("“%(name)s” was not read: there are too many files in the archive."),
    }[file.problem] % {"name": file.name}


def oddity_said(oddity: Mapping[str, Any]) -> Said:
    """An oddity of a file as a sentence."""
    params = _Filled({key: str(value) for key, value in (oddity.get("params") or {}).items()})
    code = str(oddity.get("code", ""))
    if "of" in params:
        params["source"] = source_said(params["of"])
    if code == "more":
        params["what"] = str(_ODD.get(params["code"], params["code"])) % _Filled()
    if code in ("foreign_fault", "sum_short"):
        params["what"] = _fault_of_others(params).text
    text = str(_ODD[code]) % params if code in _ODD else code
    severity = ODDITIES.get(code, "warning")
    tone = {"note": "quiet", "warning": "wait", "error": "late"}[severity]
    quoted = str(oddity.get("text") or "")
    return Said(int(oddity.get("line") or 0), text, tone, "" if quoted in text else quoted)


def _fault_of_others(params: Mapping[str, str]) -> Said:
    figures = {name: int(params[name]) for name in ("expected", "found") if name in params}
    return fault_said(
        {"code": params["fault"], "account": params["account"], "params": params, **figures},
        {params["account"]: params["money"]} if params.get("money") else None,
    )


def unreadable_said(document: Mapping[str, Any]) -> Said:
    """A document that was not understood, as a sentence."""
    said = oddity_said({"code": document.get("code"), "line": document.get("line")})
    return Said(said.line, said.text, "late", str(document.get("text") or ""))


_BECAUSE = {
    "details_differ": gettext_lazy(
        "The payments inside this entry do not add up to it, so no payout was settled by it."
    ),
    "our_batch": gettext_lazy(
        "The bank names a batch of ours, but the sum is not what is on its way of it."
    ),
    "our_key": gettext_lazy(
        "The bank names an order of ours, but its sum is another, or it was paid before."
    ),
    "reversal": gettext_lazy("The bank took an earlier movement back and does not say which."),
    "to_gateway": gettext_lazy("The purpose does not say what the money is for."),
    "direction_unknown": gettext_lazy("The bank does not say where the money went."),
}


def waits_because(reason: str) -> str:
    """Why a line waits for a person, or nothing where its kind says it already."""
    return str(_BECAUSE.get(reason, ""))


_SOURCES = {
    "1c": gettext_lazy("a statement for 1C"),
    "camt.052": gettext_lazy("an intraday report, camt.052"),
    "camt.053": gettext_lazy("a statement, camt.053"),
    "camt.054": gettext_lazy("a notification, camt.054"),
    "mt940": gettext_lazy("a statement, MT940"),
    "tochka": gettext_lazy("a message of Tochka bank"),
    "tbank": gettext_lazy("a message of T-Bank"),
}


def source_said(origin: str) -> str:
    """What told of a movement, in words."""
    return str(_SOURCES.get(origin, origin))


def fault_said(fault: Mapping[str, Any], currencies: Mapping[str, str] | None = None) -> Said:
    """Why the figures of a file do not agree, as a sentence with both figures.

    `currencies` tells the money of each account.
    """
    currency = (currencies or {}).get(str(fault.get("account")), DEFAULT_CURRENCY)
    figures = {
        "account": str(fault.get("account") or ""),
        "expected": _sum(fault.get("expected"), currency),
        "found": _sum(fault.get("found"), currency),
        "other": str((fault.get("params") or {}).get("currency", "")),
        "stated": str((fault.get("params") or {}).get("stated", "")),
        "listed": str((fault.get("params") or {}).get("listed", "")),
        "currency": currency,
    }
    sentences = {
        "closing": _(
            "Account %(account)s: opening balance, plus received, minus spent comes to "
            "%(expected)s, but the closing balance says %(found)s."
        ),
        "incoming": _(
            "Account %(account)s: the bank says %(expected)s were received, but the documents "
            "add up to %(found)s."
        ),
        "outgoing": _(
            "Account %(account)s: the bank says %(expected)s were spent, but the documents "
            "add up to %(found)s."
        ),
        "chain": _(
            "Account %(account)s: one period closed with %(expected)s, the next opened with "
            "%(found)s; days are missing between them."
        ),
        "movement": _(
            "Account %(account)s: the documents lead to %(expected)s, but the closing balance "
            "says %(found)s."
        ),
        "foreign_currency": _(
            "Account %(account)s is not in rubles; such statements wait for you."
        ),
        "foreign_account": _(
            "Account %(account)s is not a Russian one, and a file for 1C does not say in what "
            "currency it is. Ask the bank for camt.053 or MT940."
        ),
        "mixed_currency": _(
            "Account %(account)s is in %(currency)s, but a balance or an entry is in %(other)s."
        ),
        "count": _(
            "Account %(account)s: the statement says it has %(stated)s entries, but lists %(listed)s."
        ),
        "order_file": _(
            "These are payment orders on their way to the bank, not a statement: nothing of it "
            "has happened yet."
        ),
    }
    code = str(fault.get("code") or "")
    return Said(int(fault.get("line") or 0), sentences.get(code, code) % figures, "late")


def _sum(minor: object, currency: str) -> str:
    return money_text(Money(minor, currency)) if isinstance(minor, int) else "—"
