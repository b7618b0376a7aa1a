"""Claims in words: what speaks for a partner."""

from __future__ import annotations

from django.utils.translation import gettext as _

from zabota.domain.attribution.models import Source
from zabota.domain.attribution.queries.claims import Evidence


def evidence_title(one: Evidence, partner: object) -> str:
    """One thing that speaks for a partner, as a sentence."""
    if one.kind == "claim":
        return _("%(partner)s claims the client") % {"partner": partner}
    if one.kind == "invoice":
        return _("%(partner)s issued invoice %(number)s") % {
            "partner": partner,
            "number": one.words,
        }
    if one.kind == "visit":
        return _("The client came by the link of %(partner)s") % {"partner": partner}
    if one.kind == "reservation":
        return _("%(partner)s named the company beforehand") % {"partner": partner}
    return _("%(partner)s, by %(source)s") % {
        "partner": partner,
        "source": dict(Source.choices).get(one.kind, one.kind),
    }
