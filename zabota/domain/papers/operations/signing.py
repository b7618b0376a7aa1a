"""A paper is signed: by its scan, or by the word of staff who hold it; either is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop as _

from zabota.domain.papers.events import PaperSigned, ScanReturned, SignatureWithdrawn
from zabota.domain.papers.models import PAPER_MOVES, Paper, PaperStatus, SignedScan
from zabota.domain.papers.rules.kinds import SIGNED_KINDS
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish, publish_all
from zabota.kit.states import move
from zabota.kit.uploads import Upload, UploadRefused, take_upload

_NO_SCAN = _("Send the scan as a PDF, a JPEG or a PNG.")
SCANS = frozenset({"application/pdf", "image/jpeg", "image/png"})


class ScanRefused(Refusal):
    """This scan is not taken, with what to do."""

    code = "scan_refused"


def _take(name: str, content: bytes) -> Upload:
    """The file as it is kept; of another kind than scans have, it is refused in the words of scans."""
    try:
        upload = take_upload(name, content)
    except UploadRefused as refused:
        if refused.code == "not_taken":
            raise ScanRefused(_NO_SCAN) from refused
        raise
    if upload.content_type not in SCANS:
        raise ScanRefused(_NO_SCAN)
    return upload


@transaction.atomic
def take_scan(paper: Paper, *, name: str, content: bytes, at: datetime, by: str) -> SignedScan:
    """Keep a scan and count the paper as signed; the same file again changes nothing.

    Refused for anything but a PDF, JPEG or PNG, and for papers that nobody signs any more.
    """
    if paper.kind not in SIGNED_KINDS:
        raise ScanRefused("A notice of a payout needs no signature.")
    if paper.status == PaperStatus.REPLACED:
        raise ScanRefused("This paper was replaced by another one: sign the new one.")
    upload = _take(name, content)
    scan, new = SignedScan.objects.get_or_create(
        paper=paper,
        sha256=upload.sha256,
        defaults={
            "name": upload.name[:120],
            "media_type": upload.content_type,
            "body": upload.content,
            "uploaded_at": at,
            "uploaded_by": by,
        },
    )
    if scan.returned_because:
        raise ScanRefused("This very file was returned to you. Send another scan.")
    if paper.status != PaperStatus.SIGNED:
        move(paper, PaperStatus.SIGNED, allowed=PAPER_MOVES, signed_at=at)
    if new:
        publish(_signed(paper, at=at, by=by))
    return scan


@transaction.atomic
def note_signed(paper_ids: Sequence[int], *, at: datetime, by: str) -> int:
    """Staff hold these papers signed (by post, by an exchange of documents): how many are so now.

    Those that nobody signs, are signed or count no more are left alone.
    """
    waiting = Paper.objects.filter(
        pk__in=list(paper_ids), kind__in=SIGNED_KINDS,
        status__in=[PaperStatus.MADE, PaperStatus.SENT],
    )  # fmt: skip
    chosen = list(waiting.select_for_update().order_by("pk").defer("pdf", "content"))
    Paper.objects.filter(pk__in=[one.pk for one in chosen]).update(
        status=PaperStatus.SIGNED, signed_at=at
    )
    publish_all([_signed(one, at=at, by=by) for one in chosen])
    return len(chosen)


@transaction.atomic
def withdraw_signature(paper: Paper, *, reason: str, at: datetime, by: str) -> None:
    """It was noted as signed by mistake; refused where a scan says that it is."""
    if paper.scans.filter(returned_because="").exists():
        raise ScanRefused("There is a signed scan: return the scan instead.")
    move(paper, PaperStatus.SENT, allowed=PAPER_MOVES, signed_at=None)
    publish(
        SignatureWithdrawn(
            at=at, by=by, partner_id=paper.partner_id, paper_id=paper.pk, number=paper.number,
            reason=reason[:200],
        )
    )  # fmt: skip


def _signed(paper: Paper, *, at: datetime, by: str) -> PaperSigned:
    return PaperSigned(
        at=at, by=by, partner_id=paper.partner_id, paper_id=paper.pk, number=paper.number
    )


@transaction.atomic
def return_scan(paper: Paper, *, reason: str, at: datetime, by: str) -> None:
    """The scan cannot be taken (unreadable, another paper): the paper waits to be signed again."""
    move(paper, PaperStatus.SENT, allowed=PAPER_MOVES, signed_at=None)
    paper.scans.filter(returned_because="").update(returned_because=reason[:200])
    publish(
        ScanReturned(
            at=at,
            by=by,
            partner_id=paper.partner_id,
            paper_id=paper.pk,
            number=paper.number,
            reason=reason[:200],
        )
    )
