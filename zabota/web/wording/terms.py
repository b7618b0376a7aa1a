"""Terms in words: what a version says line by line, for whom special terms are and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zabota.domain.programme.models import (
    Audience,
    Clause,
    Precedence,
    SpecialTerms,
    TermsStatus,
    TermsVersion,
)
from zabota.kit.clock import local_date, start_of_day
from zabota.web.wording.clauses import clause_sentence

DAY = "j E Y"


def sentence(text: str) -> str:
    """A line as a sentence."""
    return f"{text[:1].upper()}{text[1:]}."


def lines_of(version: TermsVersion, clauses: Sequence[Clause] | None = None) -> list[str]:
    """Everything a version says, a sentence a line: clauses first, then its promises."""
    own = version.clauses.order_by("position") if clauses is None else clauses
    return [*(sentence(clause_sentence(clause)) for clause in own), *_promises(version)]


def _promises(version: TermsVersion) -> list[str]:
    days = version.payout_days
    paid = (
        ngettext("Paid within %(n)s banking day.", "Paid within %(n)s banking days.", days)
        if version.banking_days
        else ngettext("Paid within %(n)s day.", "Paid within %(n)s days.", days)
    ) % {"n": days}
    told = [paid]
    if version.refund_floor_days is not None:
        told.append(
            ngettext(
                "Refunds later than %(n)s day after the payment are the vendor's loss.",
                "Refunds later than %(n)s days after the payment are the vendor's loss.",
                version.refund_floor_days,
            )
            % {"n": version.refund_floor_days}
        )
    told.append(
        ngettext(
            "A company registered beforehand is kept for the partner %(n)s day.",
            "A company registered beforehand is kept for the partner %(n)s days.",
            version.lead_days,
        )
        % {"n": version.lead_days}
    )
    told.append(
        _("It stays his even if it gives another partner's code.")
        if version.lead_rule == Precedence.LEAD
        else _("If it gives another partner's code, the code counts more.")
    )
    return told


def for_whom(special: SpecialTerms) -> str:
    """The audience of special terms in a few words; needs the partner at hand."""
    if special.audience == Audience.PARTNER:
        return _("for %(partner)s") % {"partner": special.partner}
    if special.audience == Audience.ACTIVE:
        clients = ngettext(
            "%(n)s new paying client", "%(n)s new paying clients", special.least_clients or 1
        ) % {"n": special.least_clients or 1}
        return _("for partners with at least %(clients)s in %(days)s days, chosen monthly") % {
            "clients": clients,
            "days": special.window_days,
        }
    words = {
        Audience.EVERYONE: _("for all partners"),
        Audience.JOINED: _("for partners who join in"),
        Audience.REGION: _("for partners of region %(word)s"),
        Audience.TAG: _("for partners with the tag “%(word)s”"),
        Audience.LEVEL: _("for partners of the level “%(word)s”"),
    }
    return words[Audience(special.audience)] % {"word": special.word}


def state_of(special: SpecialTerms, *, at: datetime) -> str:
    """draft, to_come, running or over."""
    if special.status == TermsStatus.DRAFT:
        return "draft"
    if special.ends_at is not None and special.ends_at <= at:
        return "over"
    return "to_come" if special.starts_at > at else "running"


def special_lines(special: SpecialTerms, clauses: Sequence[Clause] | None = None) -> list[str]:
    """Everything special terms say, a sentence a line."""
    own = special.clauses.order_by("position") if clauses is None else clauses
    told = [sentence(clause_sentence(clause)) for clause in own]
    told.append(sentence(for_whom(special)))
    told.append(_when(special))
    if special.newcomers_only:
        told.append(_("Only clients whose first payment falls in this time."))
    if special.exclusive:
        told.append(_("Exclusive: while they give anything, no other clause is looked at."))
    else:
        told.append(_("If another clause gives more, that one counts."))
    return told


def _when(special: SpecialTerms) -> str:
    """The days, the last one included; the hour only if they were ended in the middle of a day."""
    since = date_format(local_date(special.starts_at), DAY)
    if special.ends_at is None or special.last_day is None:
        return _("From %(since)s until further notice.") % {"since": since}
    if special.ends_at == start_of_day(local_date(special.ends_at)):
        last = date_format(special.last_day, DAY)
        return _("From %(since)s to %(last)s inclusive.") % {"since": since, "last": last}
    until = date_format(localtime(special.ends_at), f"{DAY}, H:i")
    return _("From %(since)s until %(until)s.") % {"since": since, "until": until}


def entitled_because(reason: str) -> str:
    """Why a partner may use special terms; `reason` as the entitlement keeps it."""
    word, *figures = reason.split(":")
    if word == "active" and len(figures) == 2:
        return _("%(n)s new paying clients in %(days)s days") % {
            "n": figures[0],
            "days": figures[1],
        }
    if word == "region":
        return _("region %(word)s") % {"word": ":".join(figures)}
    if word == "level":
        return _("level “%(word)s”") % {"word": ":".join(figures)}
    if word == "tag":
        return _("tag “%(word)s”") % {"word": ":".join(figures)}
    return {"named": _("named in the terms"), "joined": _("joined in")}.get(word, reason)
