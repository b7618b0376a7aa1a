"""Reports of mail servers on letters of ours (RFC 3464, RFC 6522): raw bytes in, what became of the letter out."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message
from email.parser import BytesParser, HeaderParser
from hashlib import sha256

from zabota.connectors.mail.facts import Report

LETTER = "X-Zabota-Letter"  # the header by which a letter is known again
ACTIONS = ("failed", "delayed", "delivered", "relayed", "expanded")
MOST_WORDS = 200


class NotAReport(ValueError):
    """These bytes are no report on a letter."""


def read_report(raw: bytes) -> Report:
    """The report of a mail server; of several recipients the first that failed. NotAReport for anything else."""
    came = BytesParser().parsebytes(raw)
    parts = list(came.walk())
    told = [block for part in parts for block in _blocks(part) if block.get("Final-Recipient")]
    if not told:
        raise NotAReport("no recipient is reported on")
    block = next((one for one in told if _action(one) == "failed"), told[0])
    if _action(block) not in ACTIONS:
        raise NotAReport("no action is named")
    return Report(
        identity=_one_line(came.get("Message-ID")) or sha256(raw).hexdigest(),
        recipient=_address(block.get("Final-Recipient")),
        action=_action(block),
        letter=next((name for part in parts if (name := _letter(part))), ""),
        words=_words(block),
    )


def _blocks(part: Message) -> Iterator[Message]:
    """The groups of fields of a report; the parser has made each of them a message of its own."""
    payload = part.get_payload()
    if part.get_content_type() == "message/delivery-status" and isinstance(payload, list):
        yield from (one for one in payload if isinstance(one, Message))


def _action(block: Message) -> str:
    return _one_line(block.get("Action")).lower()


def _words(block: Message) -> str:
    """What the other server has said, without the name of its protocol; else the bare status."""
    status, said = _one_line(block.get("Status")), _one_line(block.get("Diagnostic-Code"))
    kind, sign, words = said.partition(";")
    words = words.strip() if sign and kind.strip().isalnum() else said
    return (words or status)[:MOST_WORDS]


def _letter(part: Message) -> str:
    """The name of our letter, in what of it came back: the whole letter, or its headers alone."""
    payload = part.get_payload()
    if part.get_content_type() == "message/rfc822" and isinstance(payload, list):
        inside = payload[0] if payload else None
        return _one_line(inside.get(LETTER)) if isinstance(inside, Message) else ""
    if part.get_content_type() == "text/rfc822-headers":
        raw = part.get_payload(decode=True)
        text = raw.decode("ascii", "replace") if isinstance(raw, bytes) else ""
        return _one_line(HeaderParser().parsestr(text).get(LETTER))
    return ""


def _address(field: object) -> str:
    """The address of a field as "rfc822; ivan@example.com"."""
    text = _one_line(field)
    return text.partition(";")[2].strip() or text


def _one_line(field: object) -> str:
    return " ".join(str(field or "").replace("\x00", "").split())
