"""About whom the tax service has to be asked."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from zabota.domain.partners.models import LegalForm, Partner
from zabota.domain.payouts.models import NOT_LEFT, NpdCheck, Payout
from zabota.domain.payouts.queries import list_due
from zabota.kit.clock import local_date

LOOK_AHEAD = timedelta(days=14)  # a batch is never formed for what is due later than that


def list_to_ask(*, at: datetime) -> list[str]:
    """ИНН of the self-employed with money due soon, or with an order that has not left, and no yes or no today.

    Those whose orders wait come first, then by the deadline of their money; last those whose question
    was left without an answer, the longest waiting first.
    """
    waiting_orders = Payout.objects.filter(status__in=NOT_LEFT, legal_form=LegalForm.NPD)
    due = list(waiting_orders.order_by("due_at", "pk").values_list("partner", flat=True))
    due += [row.partner_id for row in list_due(before=at + LOOK_AHEAD)]
    inns = dict(
        Partner.objects.filter(pk__in=due, legal_form=LegalForm.NPD)
        .exclude(inn="")
        .values_list("pk", "inn")
    )
    asked = {
        check.inn: check
        for check in NpdCheck.objects.filter(inn__in=inns.values(), on=local_date(at))
    }
    waiting = list(dict.fromkeys(inns[pk] for pk in due if pk in inns))
    fresh = [inn for inn in waiting if inn not in asked]
    silent = [inn for inn in waiting if inn in asked and asked[inn].standing == "unknown"]
    return fresh + sorted(silent, key=lambda inn: asked[inn].asked_at)


def is_answered(inn: str, *, on: date) -> bool:
    """Whether the tax service has said yes or no of an ИНН on a day."""
    return NpdCheck.objects.filter(inn=inn, on=on).exclude(standing="unknown").exists()


def get_npd_checks(inn: str) -> list[NpdCheck]:
    """What the tax service said of an ИНН, the newest day first."""
    return list(NpdCheck.objects.filter(inn=inn).order_by("-on")[:5])
