"""How a bulletin, or a template of one, is read: by a chosen partner, on a computer, a telephone, or as plain text."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.translation import gettext as _

from zabota.connectors.mail.operations.bulletins import letter_of
from zabota.domain.news.models import Bulletin, BulletinTemplate
from zabota.domain.news.queries import get_words, words_for
from zabota.domain.news.rules import fill_in
from zabota.domain.partners.models import Member, Partner
from zabota.domain.people.models import Person
from zabota.kit.clock import now
from zabota.kit.markdown import to_html
from zabota.ui.lists import whole, word

MOST_READERS = 200  # offered to look as one of them
WAYS = ("wide", "phone", "text")


class Look(NamedTuple):
    """The letter in one language: whose it is, its subject, and its body in both forms."""

    language: str
    to: str
    subject: str
    html: str
    text: str


def looks(
    request: HttpRequest, shown: Bulletin | BulletinTemplate, readers: list[Partner]
) -> dict[str, Any]:
    """What the part `looks.html` shows: the reader of the address (or the first), and the way of looking."""
    wish, way = whole(request, "as"), word(request, "look")
    seen_by = next((one for one in readers if one.pk == wish), readers[0] if readers else None)
    languages = ["ru", "en"] if shown.title_en else ["ru"]
    return {
        "looks": [_look(shown, seen_by, language) for language in languages],
        "ways": [("wide", _("on a computer")), ("phone", _("on a telephone")), ("text", _("as plain text"))],
        "way": way if way in WAYS else "wide",
        "seen_by": seen_by,
        "readers": readers,
        "sender": settings.DEFAULT_FROM_EMAIL,
    }  # fmt: skip


def _look(shown: Bulletin | BulletinTemplate, partner: Partner | None, language: str) -> Look:
    """The letter to the first person of the partner; without a partner the fields stay."""
    if partner is None:
        title, text = words_for(shown, language)
        return Look(language, "", title, to_html(text), text)
    member = Member.objects.filter(partner=partner).select_related("person").order_by("pk").first()
    known = member.person if member else Person(name=partner.name, email=partner.email)
    # Nobody's number: the way out in this letter leads nowhere, so looking unsubscribes nobody.
    reader = Person(name=known.name, email=known.email, language=language)
    letter = letter_of(shown, reader, partner=partner, at=now())
    with translation.override(language):
        filled = get_words(shown, name=str(reader), partner=partner, at=now())
        _title, text = (fill_in(words, filled) for words in words_for(shown, language))
    return Look(language, reader.email, str(letter.subject), to_html(text), str(letter.body))
