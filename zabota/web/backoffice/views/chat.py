"""The chat of the back office: every room, every direct line; who looks after partners keeps order."""

from __future__ import annotations

from django.http import HttpRequest

from zabota.domain.people.rules import Right
from zabota.web.backoffice.access import rights_of, staff_page
from zabota.web.backoffice.frame import page
from zabota.web.talk.site import ChatPages
from zabota.web.talk.talkers import Talker


def talker_of(request: HttpRequest) -> Talker:
    """One of us; a partner manager moderates."""
    return Talker(request.user, None, Right.PARTNERS in rights_of(request))  # type: ignore[arg-type]


chat = ChatPages(site="office", rule=staff_page(Right.READ), frame=page, talker_of=talker_of)
