"""A farewell in words: how far it has come, and what it means in roubles."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zabota.domain.partners.models import ClientsGo, Farewell, Partner, PartnerStatus
from zabota.kit.money import Money
from zabota.ui.amounts import money_text
from zabota.ui.parts import Step
from zabota.ui.templatetags.ui import moment_words


def steps_of(partner: Partner, waiting: Farewell | None, *, chosen: bool) -> list[Step]:
    """Chosen, looked at, said, gone."""
    left = partner.status == PartnerStatus.LEFT
    done = 4 if left else 3 if waiting else 1 if chosen else 0
    labels = (
        (_("Choose the day"), ""),
        (_("See what it means"), ""),
        (_("Tell the partner"), waiting.said_by if waiting else ""),
        (_("The day comes"), moment_words(waiting.on) if waiting else ""),
    )
    return [
        Step(label, "done" if n < done else "now" if n == done else "later", note)
        for n, (label, note) in enumerate(labels)
    ]


def meaning_of(
    wanted: dict[str, Any],
    *,
    months: list[Any],
    lately: Money,
    coming: Money,
    way: Money,
    clients: int,
) -> list[str]:
    """What happens to his money and his clients, in sentences."""
    words = {
        "day": moment_words(wanted["on"]),
        "sum": money_text(lately),
        "to": wanted["to"],
    }
    told = [_money(coming + way)]
    if not clients:
        told.append(_("He has no clients now: nothing moves."))
    elif wanted["clients_go"] == ClientsGo.STAY:
        told.append(
            _("His clients stay with him: rewards and payouts go on after %(day)s.") % words
        )
    else:
        count = ngettext("%(count)s client", "%(count)s clients", clients) % {"count": clients}
        told.append(
            (
                _("%(clients)s go to %(to)s; they brought %(sum)s in the last half-year.")
                if wanted["clients_go"] == ClientsGo.PARTNER
                else _("%(clients)s come to us; they brought %(sum)s in the last half-year.")
            )
            % {**words, "clients": count}
        )
        told.append(_("Payments made until then stay his, whenever we learn of them."))
    told.append(_("From %(day)s his promo codes bring nobody new.") % words)
    return told


def _money(coming: Money) -> str:
    if coming.minor > 0:
        return _("%(sum)s that he has earned are paid in their time.") % {"sum": money_text(coming)}
    if coming.minor < 0:
        return _("He owes %(sum)s after refunds; it can only be netted from rewards to come.") % {
            "sum": money_text(-coming)
        }
    return _("Nothing is waiting to be paid to him now.")
