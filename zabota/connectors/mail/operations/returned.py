"""Letters that came back: a mail server brings its reports to an entrance, and the log of the bulletin learns of them."""

from __future__ import annotations

from datetime import datetime

from django.core.signing import BadSignature, Signer

from zabota.connectors.connections.facts import (
    Accepted,
    Call,
    Keys,
    NotAccepted,
    Noted,
    NotKnown,
    Told,
)
from zabota.connectors.connections.models import Notice
from zabota.connectors.connections.operations.understanding import understand
from zabota.connectors.mail.translate import NotAReport, read_report
from zabota.domain.news.operations import note_returned

CODE = "mail"
_signer = Signer(salt="zabota.letter")


def name_letter(delivery_id: int) -> str:
    """The name a letter bears in its headers: only one that we have signed is believed when it comes back."""
    return _signer.sign(str(delivery_id))


def receive(call: Call, keys: Keys) -> Accepted:
    """A report, named by its own Message-ID; who brings it knows the secret end of the address."""
    del keys
    try:
        report = read_report(call.body)
    except NotAReport:
        raise NotAccepted("unreadable") from None
    number = f"{'test-' if call.rehearsal else ''}{report.identity}"
    return Accepted(
        external_id=number[:200],
        word=report.action,
        subject=report.recipient[:120],
        test=call.rehearsal,
    )


def hear(event_id: int, *, at: datetime) -> None:
    """Read a stored report; a letter that will never arrive is marked so. Twice is once."""

    def read(notice: Notice) -> list[Told]:
        report = read_report(bytes(notice.event.raw))
        if not report.ended or notice.test:
            return [Noted()]
        try:
            delivery_id = int(_signer.unsign(report.letter))
        except BadSignature:
            return [NotKnown()]
        known = note_returned(delivery_id, fault=report.words, at=at)
        return [Noted()] if known else [NotKnown()]

    understand(event_id, read, at=at)


def sample(keys: Keys, at: datetime) -> Call:
    """A test event: a report on a letter to nobody."""
    del keys
    lines = (
        f"Message-ID: <test-{int(at.timestamp())}@zabota.invalid>", "MIME-Version: 1.0",
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"', "",
        "--b", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; zabota.invalid", "",
        "Final-Recipient: rfc822; nobody@zabota.invalid", "Action: failed", "Status: 5.1.1", "", "--b--", "",
    )  # fmt: skip
    return Call(body="\r\n".join(lines).encode(), headers={"content-type": "message/rfc822"}, at=at)
