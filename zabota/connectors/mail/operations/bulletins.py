"""The letters of a bulletin: one by one, each once, with a way out that needs no sign-in (RFC 8058)."""

from __future__ import annotations

from datetime import datetime
from smtplib import SMTPRecipientsRefused, SMTPSenderRefused

from django.core.mail import EmailMultiAlternatives
from django.core.signing import BadSignature, Signer
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from zabota.connectors.mail.operations.returned import name_letter
from zabota.connectors.mail.operations.wording import link
from zabota.connectors.mail.translate import LETTER
from zabota.domain.news.models import (
    Bulletin,
    BulletinStatus,
    BulletinTemplate,
    Delivery,
    DeliveryStatus,
)
from zabota.domain.news.operations import finish_bulletin
from zabota.domain.news.queries import get_words, words_for
from zabota.domain.news.rules import fill_in
from zabota.domain.partners.models import Partner
from zabota.domain.people.models import Person
from zabota.kit.markdown import to_html, to_letter

MOST_TRIES = 5
_signer = Signer(salt="zabota.news")


def send_bulletin(bulletin_id: int, *, at: datetime) -> int:
    """Send the letters that wait; how many left. What did not leave waits for the next try."""
    waiting = Delivery.objects.filter(
        bulletin=bulletin_id, status=DeliveryStatus.WAITING, bulletin__status=BulletinStatus.GOING
    )
    sent = sum(_send(pk, at=at) for pk in waiting.order_by("pk").values_list("pk", flat=True))
    finish_bulletin(bulletin_id)
    return sent


def send_going(*, at: datetime) -> int:
    """Try again the letters of every bulletin on its way; how many left."""
    going = Bulletin.objects.filter(status=BulletinStatus.GOING).order_by("pk")
    return sum(send_bulletin(pk, at=at) for pk in going.values_list("pk", flat=True))


@transaction.atomic
def _send(pk: int, *, at: datetime) -> int:
    """One letter, locked while it leaves; a stopped bulletin lets none out."""
    free = Delivery.objects.select_for_update(skip_locked=True, of=("self",))
    rows = free.select_related("bulletin", "person", "partner")
    one = rows.filter(pk=pk, status=DeliveryStatus.WAITING).first()
    if one is None or one.bulletin.status != BulletinStatus.GOING:
        return 0
    one.tries += 1
    try:
        letter = letter_of(one.bulletin, one.person, partner=one.partner, at=at)
        letter.extra_headers[LETTER] = name_letter(one.pk)
        letter.send()
    except (SMTPRecipientsRefused, SMTPSenderRefused) as refused:
        one.status, one.fault = DeliveryStatus.FAILED, str(refused)[:200]
    except OSError as silent:
        one.fault = str(silent)[:200]
        if one.tries >= MOST_TRIES:
            one.status = DeliveryStatus.FAILED
    else:
        one.status, one.fault = DeliveryStatus.SENT, ""
    one.at = at
    one.save(update_fields=["status", "fault", "tries", "at"])
    return int(one.status == DeliveryStatus.SENT)


def letter_of(
    bulletin: Bulletin | BulletinTemplate, person: Person, *, partner: Partner, at: datetime
) -> EmailMultiAlternatives:
    """The letter as this person gets it: plain text and HTML, and the way out in its headers."""
    with translation.override(person.language):
        filled = get_words(bulletin, name=str(person), partner=partner, at=at)
        title, text = (fill_in(words, filled) for words in words_for(bulletin, person.language))
        out = link(f"/news/off/{_signer.sign(str(person.pk or 0))}/")
        way = _("You get our news as a partner. No more letters of this kind: %(link)s")
        message = EmailMultiAlternatives(
            " ".join(title.split()),
            f"{to_letter(text)}\n\n--\n{way % {'link': out}}",
            to=[person.email],
            headers={
                "List-Unsubscribe": f"<{out}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
        body = render_to_string(
            "mail/bulletin.html", {"title": title, "html": to_html(text), "out": out}
        )
    message.attach_alternative(body, "text/html")
    return message


def person_of(token: str) -> Person | None:
    """Whose way out this is; nobody for a token we did not sign."""
    try:
        pk = _signer.unsign(token)
    except BadSignature:
        return None
    return Person.objects.filter(pk=pk).first()


def send_trial(bulletin: Bulletin, person: Person, *, partner: Partner, at: datetime) -> None:
    """The letter as it is now, as it would be for this partner, to the writer himself."""
    letter = letter_of(bulletin, person, partner=partner, at=at)
    letter.subject = _("[trial] %(subject)s") % {"subject": letter.subject}
    letter.send()
