"""What banks of different countries write into field 86 of an MT940 statement."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from zabota.connectors.bank.facts import Side
from zabota.connectors.bank.translate.bank_codes import GERMAN_RETURNS
from zabota.connectors.bank.translate.camt_parties import said
from zabota.connectors.bank.translate.returns import is_return

_WIDTH = 65

# German and Polish: ?20, <20, ^20, ~20 … after a transaction code of three digits or none.
_CODED = re.compile(r"\s*(?:(?P<code>\d{3})\s*)?(?P<mark>[?<^~>|@])\d{2}")
_SUBFIELD = r"(?=(?:[0-3][0-9]|6[0-3]))"
# A subfield is that wide; the bank cuts spaces off its end, and begins each reference in a new one.
_PIECE = 27
_SEAM = "\ue000"
_SEPA = re.compile(
    r"(?<![A-Z])(EREF|KREF|MREF|CRED|DEBT|SVWZ|ABWA|ABWE|IBAN|BIC|PURP|COAM|OAMT|SQTP)\+"
)
_WORDED = frozenset({"SVWZ", "ABWA", "ABWE"})
# Dutch and Belgian: /IBAN/…/NAME/…/REMI/…
_SLASHED = re.compile(
    r"/(TRTP|IBAN|BIC|NAME|REMI|EREF|ORDP|BENM|CNTP|CSID|MARF|RTRN|ISDT|SVCL|PURP|ULTD|ULTC|ULTB"
    r"|PREF|ACCW|ADDR|TRCD|NRTX|INIT|USTD|STRD|OCMT|CHGS|EXCH|KREF)/"
)
# Citi's: /PT/kind/BO/who ordered/BN/who receives/PY/what for
_BY_CITI = re.compile(r"/(PT|BO1?|BN1?|PY|OB|BI|BA|AB|RP|CP|OG|UP)/")
_REPEATED = frozenset(
    {"SVWZ", "REMI", "USTD", "STRD", "PY"}
)  # the others name one thing: the first
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}[A-Z0-9]{11,30}\b")
# Russian: the line begins with the payer, his ИНН first.
_PAYER_FIRST = re.compile(
    r"[\s'/]*(?:ИНН|INN)\s*[:№]?\s*(?P<inn>\d{12}|\d{10})\b[\s,;/]*(?:(?:КПП|KPP)\s*\d{9})?[\s,;]*",
    re.IGNORECASE,
)
# … then his name, his account and his bank, and the purpose in a line of its own.
_PAYER_NAMED = re.compile(
    r"(?P<name>[^\n]{2,160}?)[\s,;]+[РP]\s*/\s*[СCS]\s*[:№]?\s*4\d{19}\b", re.IGNORECASE
)
_ACCOUNT_FIRST = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30} (?=\S)")
_RUSSIAN_ACCOUNT = re.compile(r"(?<!\d)4\d{19}(?!\d)")


@dataclass(frozen=True, slots=True)
class Details:
    """Field 86 understood: the other side, the payer's words, his reference, a returned order.

    `code` is the German number of the kind of movement, if the bank gives one.
    """

    side: Side
    purpose: str
    end_to_end: str = ""
    returned: bool = False
    code: str = ""


def read_details(text: str, *, credit: bool = True) -> Details:
    """Tell the other side and the purpose of a credit or a debit; what no rule fits is all purpose."""
    if text.lstrip().startswith("'"):
        text = text.replace("'", "")  # RUR6: it leads into Russian, and into Latin and back
    lines = [line.rstrip("\r") for line in text.split("\n")]
    coded = _CODED.match(text)
    if coded is not None:
        return _coded("".join(lines), coded["mark"], coded["code"] or "")
    # A space that stood last in a full line was cut off.
    whole = "".join(f"{line} " if len(line) == _WIDTH - 1 else line for line in lines)
    if len(_SLASHED.findall(whole)) > 1:
        return _slashed(whole)
    if "/PT/" in whole and len(_BY_CITI.findall(whole)) > 1:
        return _by_citi(whole, credit=credit)
    return _free(_rejoined(lines), lines[0])


def _coded(text: str, mark: str, code: str) -> Details:
    fields: dict[str, str] = {}
    pieces: list[str] = []
    for piece in re.split(rf"{re.escape(mark)}{_SUBFIELD}", text)[1:]:
        name, value = piece[:2], piece[2:]
        fields[name] = fields.get(name, "") + value
        if name.startswith(("2", "6")):
            pieces.append(value + _SEAM if len(value) >= _PIECE else f"{value}{_SEAM} ")
    posting = fields.get("00", "")
    words, _mark, bank_says = "".join(pieces).partition("MTLG:")
    sepa = _references(words)
    account = "".join(
        (fields.get("38", "") or fields.get("31", "") or sepa.get("IBAN", "")).split()
    )
    name = " ".join(f"{fields.get('32', '')}{fields.get('33', '')}".split())
    code = code if mark == "?" else ""  # elsewhere the three digits are the bank's own
    returned = code in GERMAN_RETURNS or is_return(posting)
    told = [sepa.get("", ""), sepa.get("SVWZ", "")]
    if returned or not any(told):
        told.append(bank_says.replace(_SEAM, ""))
    return Details(
        side=Side(
            name=name or sepa.get("ABWA", ""),
            account=account.upper(),
            bic=fields.get("30", "").strip() or sepa.get("BIC", ""),
        ),
        purpose=_spaced(" ".join(told)) or _spaced(posting),
        end_to_end=said(sepa.get("EREF", "") or sepa.get("KREF", "")),
        returned=returned,
        code=code,
    )


def _references(words: str) -> Mapping[str, str]:
    """SEPA references by their marks; what goes on behind a reference is the payer's words."""
    found = dict(_tokens(_SEPA, words))
    for mark in [mark for mark in found if mark not in ("", *_WORDED)]:
        found[mark], _seam, rest = found[mark].partition(f"{_SEAM} ")
        found[""] = f"{found['']} {rest}"
    return {mark: _spaced(text.replace(_SEAM, "")) for mark, text in found.items()}


def _by_citi(text: str, *, credit: bool) -> Details:
    fields = _tokens(_BY_CITI, text)
    return Details(
        side=Side(name=_spaced(fields.get("BO" if credit else "BN", ""))),
        purpose=_spaced(fields.get("PY", "")) or _spaced(text),
    )


def _slashed(text: str) -> Details:
    fields = _tokens(_SLASHED, text)
    account, bic, name = fields.get("IBAN", ""), fields.get("BIC", ""), fields.get("NAME", "")
    if "CNTP" in fields:  # /CNTP/account/BIC/name/city//
        account, bic, name = (*fields["CNTP"].split("/"), "", "", "")[:3]
    words = [fields.get(key, "") for key in ("REMI", "USTD", "STRD")]
    if fields.get("REMI", "").startswith(("USTD//", "STRD/")):
        words = [fields["REMI"].partition("//")[2]]
    return Details(
        side=Side(
            name=_spaced(name), account="".join(account.split()).upper(), bic=bic.strip("/ ")
        ),
        purpose=_spaced(" ".join(word.strip("/") for word in words if word) or fields.get("", "")),
        end_to_end=said(fields.get("EREF", "").strip("/ ")),
        returned="RTRN" in fields or is_return(fields.get("TRTP", "")),
    )


def _free(text: str, line: str) -> Details:
    """Unstructured: an account is taken when there is exactly one; the ИНН only when it stands first.

    Where the first line begins with an account, its owner follows in the same line.
    """
    named = _ACCOUNT_FIRST.match(line)
    name = _spaced(line[named.end() :]) if named else ""
    accounts = {*_RUSSIAN_ACCOUNT.findall(text), *_IBAN.findall(text)}
    first = _PAYER_FIRST.match(text)
    start = _PAYER_FIRST.match(line)
    if start and (who := _PAYER_NAMED.match(line, start.end())):
        name = _spaced(who["name"])
    return Details(
        side=Side(
            inn=first["inn"] if first else "",
            account=next(iter(accounts)) if len(accounts) == 1 else "",
            name=name,
        ),
        purpose=text,
    )


def _tokens(marks: re.Pattern[str], text: str) -> Mapping[str, str]:
    """Pieces of a text by the mark in front of them; what stands before the first under ""."""
    pieces = marks.split(text)
    found = {"": pieces[0]}
    for mark, piece in zip(pieces[1::2], pieces[2::2], strict=True):
        if not found.get(mark):
            found[mark] = piece.strip()
        elif mark in _REPEATED:
            found[mark] += f" {piece.strip()}"
    return found


def _rejoined(lines: list[str]) -> str:
    """Lines that are as wide as the format allows go on without a space.

    Where some are wider, the bank does not break them: each is a whole.
    """
    text = ""
    broken = max(map(len, lines)) <= _WIDTH
    for line in lines:
        text += line if broken and len(line) == _WIDTH else f"{line} "
    return _spaced(text)


def _spaced(text: str) -> str:
    return " ".join(text.split())
