"""Leads as both sites tell of them: what is wanted, and why this partner was chosen."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zabota.domain.leads.models import Crm, Lead, LeadStatus, Messenger, Proposal, Tongue
from zabota.ui.parts import Line

HOURS = 24  # of a day
TONES = {
    LeadStatus.OFFERED: ("wait", "half"),
    LeadStatus.ACCEPTED: ("info", "dot"),
    LeadStatus.WON: ("good", "check"),
    LeadStatus.LOST: ("quiet", "dash"),
    LeadStatus.NOBODY: ("late", "triangle"),
}


def tone_of(lead: Lead) -> tuple[str, str]:
    """Tone and shape of a lead's badge."""
    return TONES[LeadStatus(lead.status)]


def wants(lead: Lead) -> str:
    """What the company needs, in a line."""
    parts = [
        str(Crm(lead.crm).label) if lead.crm else "",
        str(Messenger(lead.messenger).label) if lead.messenger else "",
        str(Tongue(lead.tongue).label) if lead.tongue and lead.tongue != Tongue.RU else "",
    ]
    return " · ".join(filter(None, parts)) or _("anything")


def chosen_because(proposal: Proposal, *, himself: bool = False) -> tuple[str, list[Line]]:
    """Why this partner was asked: a sentence, and the figures behind it; `himself` reads it."""
    why = proposal.why
    if by := why.get("by_hand"):
        return _("Chosen by %(who)s.") % {"who": by}, []
    if why.get("wished"):
        return _("The client chose you.") if himself else _(
            "The client asked for this integrator."
        ), []
    return _turn(near=bool(why.get("same_city")), himself=himself), [
        Line(_("Integrators who fit"), str(why.get("fitting", ""))),
        Line(
            _("Leads you had") if himself else _("Leads he had"),
            _("%(given)s in %(days)s days") % why,
        ),
        Line(_weighed(str(why.get("level", "")), himself=himself), f"{why.get('weight', 100)} %"),
    ]


def _weighed(level: str, *, himself: bool) -> str:
    if level:
        return _("Weight of the level “%(level)s”") % {"level": level}
    return _("Weight of your level") if himself else _("Weight of his level")


def answer_time(hours: int) -> str:
    """How long an integrator has to answer: "within a day", "within 3 days", "within 5 hours"."""
    if hours == HOURS:
        return _("within a day")
    if hours % HOURS == 0:
        days = hours // HOURS
        return ngettext("within %(n)s day", "within %(n)s days", days) % {"n": days}
    return ngettext("within %(n)s hour", "within %(n)s hours", hours) % {"n": hours}


def _turn(*, near: bool, himself: bool) -> str:
    if himself:
        return (
            _("The client is of your city, and it was your turn.")
            if near
            else _("It was your turn.")
        )
    return (
        _("Of the same city, and it was this integrator's turn.")
        if near
        else _("It was this integrator's turn.")
    )
