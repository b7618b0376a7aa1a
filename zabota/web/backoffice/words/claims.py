"""Claims in words: what speaks for a partner."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from zabota.domain.attribution.models import Attribution, Claim, ClaimStatus, Correction, Source
from zabota.domain.attribution.queries.claims import Evidence
from zabota.domain.partners.models import Partner
from zabota.kit.clock import local_date

# The words of a claim's state are the partner's; here staff read them.
STATES = {
    ClaimStatus.WAITING: gettext_lazy("waits for a decision"),
    ClaimStatus.APPROVED: gettext_lazy("granted"),
    ClaimStatus.DECLINED: gettext_lazy("declined"),
    ClaimStatus.WITHDRAWN: gettext_lazy("taken back by the partner"),
}


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


def records_of(partner_ids: Iterable[int], *, at: datetime) -> dict[int, str]:
    """What each partner's past says: how long with us, clients, claims before, clients taken from him."""
    partners = Partner.objects.in_bulk(partner_ids)
    his = Attribution.objects.filter(partner__in=partners, withdrawn_at=None, during__contains=at)
    clients = dict(his.order_by().values_list("partner").annotate(n=Count("pk")))
    claims = Counter(
        Claim.objects.filter(partner__in=partners).values_list("partner", "status").order_by()
    )
    moved = Correction.objects.filter(undoes=None, servicing="", to_partner__in=partners)
    gained = dict(moved.order_by().values_list("to_partner").annotate(n=Count("pk")))
    return {
        pk: " · ".join(_record(one, clients.get(pk, 0), claims, gained.get(pk, 0)))
        for pk, one in partners.items()
    }


def _record(
    partner: Partner, clients: int, claims: Counter[tuple[int, str]], gained: int
) -> list[str]:
    granted = claims[partner.pk, ClaimStatus.APPROVED]
    declined = claims[partner.pk, ClaimStatus.DECLINED]
    words = [
        _("with us since %(year)s") % {"year": local_date(partner.joined_at).year},
        ngettext("%(n)s client", "%(n)s clients", clients) % {"n": clients},
    ]
    if granted or declined:
        words.append(
            _("claims before: %(granted)s granted, %(declined)s declined")
            % {"granted": granted, "declined": declined}
        )
    if gained:
        words.append(
            ngettext("%(n)s client by a correction", "%(n)s clients by corrections", gained)
            % {"n": gained}
        )
    return words
