"""What letters say of papers, and what is attached to them."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import QuerySet
from django.db.models.functions import Length
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zabota.connectors.mail.facts import Attachment, Message
from zabota.connectors.mail.operations.wording import link
from zabota.domain.papers.models import Paper
from zabota.domain.people.models import Role
from zabota.kit.events.models import Event

PAPERS = "/cabinet/papers/"
MOST_BYTES = 10 * 1024 * 1024  # of attachments; in base64 a third more, and many servers take 15 MB


def papers_sent(event: Event) -> list[Message]:
    """To the partner: his papers are here, attached; sign what is to be signed."""
    attached = len(_attachable(event))

    def sent(count: int) -> tuple[str, str]:
        told = {"link": link(PAPERS), "count": attached}
        said = (
            _("They are attached. Please sign reports and acts and upload the scans: %(link)s")
            if attached == count
            else _(
                "The first %(count)s are attached: more would not fit into a letter. All of them are "
                "in the cabinet. Please sign reports and acts and upload the scans: %(link)s"
            )
        )
        subject = ngettext("Your paper is ready", "Your papers are ready: %(count)s", count)
        return subject % {"count": count}, said % told

    return [Message(_with_list(event, sent), partner_id=event.payload["partner_id"])]


def signature_awaited(event: Event) -> list[Message]:
    """To the partner: these still wait for his signature."""
    return [Message(_with_list(event, _awaited), partner_id=event.payload["partner_id"])]


def _awaited(count: int) -> tuple[str, str]:
    return (
        ngettext(
            "A paper waits for your signature", "%(count)s papers wait for your signature", count
        )
        % {"count": count},
        _("Print, sign, scan and upload; a clear photo will do too: %(link)s")
        % {"link": link(PAPERS)},
    )


def _with_list(
    event: Event, words: Callable[[int], tuple[str, str]]
) -> Callable[[], tuple[str, str]]:
    papers = list(_papers(event).defer("pdf"))

    def compose() -> tuple[str, str]:
        subject, body = words(len(papers))
        return subject, "\n".join([*(_line(paper) for paper in papers), "", body])

    return compose


def _line(paper: Paper) -> str:
    kind = str(paper.get_kind_display())
    return f"– {kind[:1].upper()}{kind[1:]} № {paper.number}"


def scan_returned(event: Event) -> list[Message]:
    """To the partner: the scan could not be taken, and why."""
    words = {key: event.payload[key] for key in ("number", "reason")}

    def compose() -> tuple[str, str]:
        told = words | {"link": link(PAPERS)}
        return (
            _("Please send the scan of No. %(number)s again") % told,
            _("We could not take the scan of No. %(number)s: %(reason)s\nUpload it again: %(link)s")
            % told,
        )

    return [Message(compose, partner_id=event.payload["partner_id"])]


def paper_replaced(event: Event) -> list[Message]:
    """To the partner: a paper was made anew, and why."""
    words = {key: event.payload[key] for key in ("number", "former", "reason")}

    def compose() -> tuple[str, str]:
        told = words | {"link": link(PAPERS)}
        return (
            _("No. %(number)s takes the place of No. %(former)s") % told,
            _(
                "We have made the paper anew: %(reason)s\nThe former No. %(former)s no longer counts. "
                "The new one: %(link)s"
            )
            % told,
        )

    return [Message(compose, partner_id=event.payload["partner_id"])]


def paper_signed(event: Event) -> list[Message]:
    """To finance, when a partner himself has uploaded a scan."""
    paper = Paper.objects.select_related("partner").defer("pdf", "content").get(
        pk=event.payload["paper_id"]
    )  # fmt: skip
    words = {"partner": paper.partner.name, "number": paper.number}

    def compose() -> tuple[str, str]:
        told = words | {"link": link(f"/office/papers/{paper.pk}/")}
        return (
            _("%(partner)s has signed No. %(number)s") % told,
            _("The scan is here; return it if it cannot be taken: %(link)s") % told,
        )

    return [Message(compose, roles=(Role.FINANCE,))]


def papers_attached_to(event: Event) -> list[Attachment]:
    """The PDFs that go with a letter about the event; papers are frozen, so always the same."""
    if event.name != "papers.sent":
        return []
    return [
        Attachment(f"{paper.number}.pdf", bytes(paper.pdf), "application/pdf")
        for paper in _papers(event).filter(pk__in=_attachable(event))
    ]


def _attachable(event: Event) -> list[int]:
    """The papers that fit into one letter, the first ones first."""
    sizes = _papers(event).annotate(size=Length("pdf")).values_list("pk", "size")
    fitting, total = [], 0
    for pk, size in sizes:
        total += size
        if total > MOST_BYTES:
            break
        fitting.append(pk)
    return fitting


def _papers(event: Event) -> QuerySet[Paper]:
    return Paper.objects.filter(pk__in=event.payload["paper_ids"]).defer("content").order_by("pk")
