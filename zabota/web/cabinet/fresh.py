"""What has changed since a person's last visit, and what is new for everybody; one statement."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import CharField, Count, DateTimeField, F, QuerySet, Sum, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from zabota.domain.academy.models import Course, Material
from zabota.domain.attribution.models import Attribution
from zabota.domain.leads.models import Proposal
from zabota.domain.papers.models import Paper, PaperStatus
from zabota.domain.partners.models import Partner
from zabota.domain.payouts.models import Payout, PayoutStatus
from zabota.domain.programme.models import SpecialTerms, TermsStatus, TermsVersion
from zabota.domain.rewards.models import Reward
from zabota.kit.money import DEFAULT_CURRENCY, Money
from zabota.ui.amounts import money_text

FARTHEST = timedelta(days=30)  # a longer absence is told by the lists themselves
NEWS = 4


class Change(NamedTuple):
    """A line about what happened meanwhile, and where it can be seen."""

    text: str
    url: str
    icon: str
    tone: str = "quiet"


class Piece(NamedTuple):
    """Something new for everybody."""

    title: str
    what: str
    url: str
    at: datetime


class Fresh(NamedTuple):
    """What changed since `since` (his last visit, if he was here before), and the newest news."""

    since: datetime
    was_here: bool
    changes: list[Change]
    news: list[Piece]


def get_fresh(partner: Partner, *, since: datetime | None, at: datetime) -> Fresh:
    """Counts since the last visit (thirty days at most), and the newest pieces of news."""
    start = max(since or at - FARTHEST, at - FARTHEST)
    counted = {
        "rewards": Reward.objects.filter(
            # An earned reward has its deadline later: the index of deadlines bounds the look.
            partner=partner, due_at__gt=start, earned_at__gt=start, earned_at__lte=at,
            cancelled_at=None,
        ),
        "paid": Payout.objects.filter(
            partner=partner, status=PayoutStatus.SETTLED, settled_at__gt=start
        ),
        "failed": Payout.objects.filter(
            partner=partner, status=PayoutStatus.FAILED, failed_at__gt=start
        ),
        "clients": Attribution.objects.filter(
            partner=partner, withdrawn_at=None, recorded_at__gt=start
        ),
        "leads": Proposal.objects.filter(partner=partner, at__gt=start),
        "papers": Paper.objects.filter(
            partner=partner, status=PaperStatus.SENT, sent_at__gt=start
        ),
    }  # fmt: skip
    summed = {"rewards", "paid"}
    rows = [_counted(word, found, summed=word in summed) for word, found in counted.items()]
    first, *others = [*rows, *_news(at)]
    said = list(first.union(*others, all=True))
    changes = [change for row in said if (change := _change(row))]
    news = sorted(
        (_piece(row) for row in said if row["happened_at"] is not None),
        key=lambda one: one.at,
        reverse=True,
    )
    return Fresh(start, since is not None, changes, news[:NEWS])


def _counted(word: str, rows: QuerySet[Any], *, summed: bool) -> QuerySet[Any]:
    total = Sum("amount_minor") if summed else Count("pk")
    currency = Cast("currency", CharField()) if summed else Value("", output_field=CharField())
    return (
        rows.order_by()
        .values(told_of=Value(word, output_field=CharField()), named=currency)
        .annotate(n=Count("pk"), minor=total)
        .annotate(happened_at=Cast(Value(None), DateTimeField()))
        .values("told_of", "n", "minor", "named", "happened_at")
    )


def _news(at: datetime) -> list[QuerySet[Any]]:
    told: dict[str, tuple[QuerySet[Any], Any]] = {
        "campaign": (
            SpecialTerms.objects.filter(
                status=TermsStatus.PUBLISHED, is_campaign=True, ends_at__gt=at
            ),
            F("name"),
        ),
        "terms": (
            TermsVersion.objects.filter(status=TermsStatus.PUBLISHED),
            Cast("number", CharField()),
        ),
        "material": (Material.objects.all(), F("title")),
        "course": (Course.objects.all(), F("title")),
    }
    return [
        rows.filter(published_at__lte=at, published_at__gt=at - 3 * FARTHEST)
        .order_by("-published_at")
        .values(told_of=Value(word, output_field=CharField()))
        .annotate(
            n=F("pk"), minor=F("pk"), named=Cast(title, CharField()), happened_at=F("published_at")
        )
        .values("told_of", "n", "minor", "named", "happened_at")[:NEWS]
        for word, (rows, title) in told.items()
    ]


def _change(row: dict[str, Any]) -> Change | None:
    n = row["n"]
    if row["happened_at"] is not None or not n:
        return None
    sum_ = money_text(Money(int(row["minor"] or 0), row["named"] or DEFAULT_CURRENCY))
    told = {
        "rewards": lambda: Change(
            ngettext("%(n)d reward: %(sum)s", "%(n)d rewards: %(sum)s", n) % {"n": n, "sum": sum_},
            reverse("cabinet:rewards"), "reward", "good"),
        "paid": lambda: Change(
            ngettext("%(n)d payout has arrived: %(sum)s", "%(n)d payouts have arrived: %(sum)s", n)
            % {"n": n, "sum": sum_}, reverse("cabinet:payouts"), "payout", "good"),
        "failed": lambda: Change(
            ngettext("The bank returned %(n)d payout", "The bank returned %(n)d payouts", n)
            % {"n": n}, reverse("cabinet:payouts"), "warning", "late"),
        "clients": lambda: Change(
            ngettext("%(n)d new client", "%(n)d new clients", n) % {"n": n},
            reverse("cabinet:clients"), "client"),
        "leads": lambda: Change(
            ngettext("%(n)d lead was proposed to you", "%(n)d leads were proposed to you", n)
            % {"n": n}, reverse("cabinet:leads"), "inbox"),
        "papers": lambda: Change(
            ngettext("%(n)d paper waits for your signature",
                     "%(n)d papers wait for your signature", n) % {"n": n},
            reverse("cabinet:papers"), "file", "wait"),
    }  # fmt: skip
    return told[row["told_of"]]()


def _piece(row: dict[str, Any]) -> Piece:
    title = row["named"]
    what, url = {
        "campaign": (_("Campaign"), reverse("cabinet:terms")),
        "terms": (_("Terms"), reverse("cabinet:terms")),
        "material": (_("Material"), reverse("cabinet:materials")),
        "course": (_("Course"), reverse("cabinet:courses")),
    }[row["told_of"]]
    if row["told_of"] == "terms":
        title = _("Version %(number)s of the terms") % {"number": title}
    return Piece(title, what, url, row["happened_at"])
