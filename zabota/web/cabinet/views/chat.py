"""The chat of the cabinet: rooms open to the partner, and his line to us."""

from __future__ import annotations

from django.http import HttpRequest

from zabota.web.cabinet.access import own_page, partner_of
from zabota.web.cabinet.frame import page
from zabota.web.talk.site import ChatPages
from zabota.web.talk.talkers import Talker


def talker_of(request: HttpRequest) -> Talker:
    """The member as he takes part."""
    return Talker(request.user, partner_of(request))  # type: ignore[arg-type]


chat = ChatPages(site="cabinet", rule=own_page, frame=page, talker_of=talker_of)
