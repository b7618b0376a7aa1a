"""A client is put where he belongs: attributed, corrected afterwards, or a correction undone.

One road for all three: the periods are rewritten, then every payment of the client is compared
with its rightful partner; rewards that stand wrong are cancelled and priced anew.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from zabota.domain.attribution.events import (
    AttributionCorrected,
    ClientAttributed,
    ServicingChanged,
)
from zabota.domain.attribution.models import Attribution, Bearer, Correction, PromoCode, Source
from zabota.domain.attribution.operations import attribute_client, copy_attribution, withdraw
from zabota.domain.attribution.queries import find_owners
from zabota.domain.clients.models import Client
from zabota.domain.invoices.operations import hand_schedules
from zabota.domain.partners.models import Partner
from zabota.domain.payouts.queries import list_paid_reward_ids
from zabota.domain.programme.models import Servicing
from zabota.domain.rewards.operations import (
    cancel_rewards,
    earn_rewards,
    reinstate_rewards,
    reverse_for_refunds,
)
from zabota.domain.rewards.queries import (
    PaymentToPrice,
    RewardOfClient,
    list_borne_of_client,
    list_live_of_client,
    list_payments_to_price,
)
from zabota.domain.scrutiny.queries import get_payer_watch
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish
from zabota.kit.flow import flow
from zabota.kit.locks import Lock, hold


@dataclass(frozen=True, slots=True)
class Standing:
    """How the live rewards of a client compare with whose his payments rightfully are.

    `handed` are ids of wrong rewards whose payments are not their partner's: only those the vendor
    may bear, or a partner would keep the old reward of a payment besides its new one.
    """

    wrong: list[RewardOfClient]
    handed: list[int]
    reinstate: list[RewardOfClient]
    unpriced: list[PaymentToPrice]


@flow
def client_attributed(
    client: Client,
    *,
    partner: Partner,
    since: datetime,
    source: str,
    at: datetime,
    by: str = "",
    promo_code: PromoCode | None = None,
    servicing: str = Servicing.FULL,
    evidence: str = "",
) -> bool:
    """The client is the partner's from `since`; payments made since then are rewarded.

    A client who is somebody's at that moment or later stays his: that is a correction's business.
    Returns whether anything changed.
    """
    hold(Lock.BOOKS)
    live = Attribution.objects.filter(client=client, withdrawn_at=None)
    if live.filter(during__endswith=None).exists():
        return False
    moved = attribute_client(
        client,
        to=partner,
        since=since,
        at=at,
        source=source,
        by=by,
        promo_code=promo_code,
        servicing=servicing,
        evidence=evidence,
    )
    origin = f"attribution:{moved.created[-1]}"
    _price(_compare(client).unpriced, origin=origin, counts_from=at, at=at)
    publish(
        ClientAttributed(at=at, by=by, client_id=client.pk, partner_id=partner.pk, source=source)
    )
    return True


@flow
def attribution_corrected(
    client: Client,
    *,
    to: Partner | None,
    since: datetime,
    bearer: str,
    reason: str,
    at: datetime,
    by: str,
    servicing: str = Servicing.FULL,
    promo_code: PromoCode | None = None,
) -> Correction:
    """From `since` on the client is `to`'s (or nobody's), afterwards: every payment is priced anew.

    What was already paid to another partner is borne by the vendor or becomes his debt. Refused
    when the client stands there already.
    """
    return correct(
        client,
        to=to,
        since=since,
        bearer=bearer,
        reason=reason,
        at=at,
        by=by,
        servicing=servicing,
        promo_code=promo_code,
    )


def correct(
    client: Client,
    *,
    to: Partner | None,
    since: datetime,
    bearer: str,
    reason: str,
    at: datetime,
    by: str,
    servicing: str = Servicing.FULL,
    promo_code: PromoCode | None = None,
) -> Correction:
    """A correction inside a story that is told already; see `attribution_corrected`."""
    hold(Lock.BOOKS)
    current = Attribution.objects.filter(client=client, withdrawn_at=None, during__contains=since)
    standing = current.filter(during__endswith=None, servicing=servicing).first()
    if standing is not None and to is not None and standing.partner_id == to.pk:
        raise Refusal("The client is this partner's since then already.", code="already_his")
    moved = attribute_client(
        client,
        to=to,
        since=since,
        at=at,
        source=Source.CORRECTION,
        by=by,
        promo_code=promo_code,
        servicing=servicing,
        evidence=reason,
    )
    correction = Correction.objects.create(
        client=client,
        to_partner=to,
        since=since,
        bearer=bearer,
        reason=reason,
        at=at,
        by=by,
        withdrawn=moved.withdrawn,
        created=moved.created,
    )
    loser = moved.from_partner_ids[-1] if moved.from_partner_ids else None
    put_right(correction, from_partner_id=loser)
    return correction


@flow
def correction_undone(correction: Correction, *, reason: str, at: datetime, by: str) -> Correction:
    """Everything stands as before the correction, to the kopeck; refused when done already."""
    hold(Lock.BOOKS)
    if correction.undoes_id or Correction.objects.filter(undoes=correction).exists():
        raise Refusal("This correction has been undone already.", code="undone")
    live = Attribution.objects.filter(client=correction.client_id, withdrawn_at=None)
    former = list(Attribution.objects.filter(pk__in=correction.withdrawn).order_by("pk"))
    withdrawn = withdraw(list(live.filter(pk__in=correction.created)), at=at)
    overlapping = [row for row in former if live.filter(during__overlap=row.during).exists()]
    if len(withdrawn) != len(correction.created) or overlapping:
        raise Refusal("A later correction stands on this one. Undo that one first.", code="later")
    restored = [
        copy_attribution(row, lower=row.during.lower, upper=row.during.upper, at=at, by=by)
        for row in former
    ]
    before = former[-1] if former else None
    undoing = Correction.objects.create(
        client=correction.client,
        to_partner=before.partner if before else None,
        since=correction.since,
        servicing=before.servicing if before and correction.servicing else "",
        bearer=correction.bearer,
        reason=reason,
        at=at,
        by=by,
        undoes=correction,
        withdrawn=withdrawn,
        created=restored,
    )
    put_right(undoing, from_partner_id=correction.to_partner_id)
    return undoing


def put_right(correction: Correction, *, from_partner_id: int | None) -> None:
    """Cancel what stands wrong, reinstate what the vendor bore, price what has no reward."""
    at = correction.at
    if not correction.servicing:
        hand_schedules(correction.client, to=correction.to_partner)
    standing = _compare(correction.client)
    borne = list_paid_reward_ids(standing.handed) if correction.bearer == Bearer.VENDOR else set()
    cancel_rewards(standing.wrong, correction_id=correction.pk, borne=borne, at=at)
    reinstate_rewards(standing.reinstate, correction_id=correction.pk, at=at)
    repriced = _price(
        standing.unpriced, origin=f"correction:{correction.pk}", counts_from=at, at=at
    )
    _announce(
        correction, from_partner_id=from_partner_id, repriced=repriced + len(standing.reinstate)
    )


def _announce(correction: Correction, *, from_partner_id: int | None, repriced: int) -> None:
    if correction.servicing:
        publish(
            ServicingChanged(
                at=correction.at,
                by=correction.by,
                client_id=correction.client_id,
                partner_id=correction.to_partner_id,
                correction_id=correction.pk,
                servicing=correction.servicing,
                repriced=repriced,
                reason=correction.reason,
            )
        )
        return
    publish(
        AttributionCorrected(
            at=correction.at,
            by=correction.by,
            client_id=correction.client_id,
            partner_id=correction.to_partner_id,
            from_partner_id=from_partner_id,
            correction_id=correction.pk,
            repriced=repriced,
            reason=correction.reason,
        )
    )


def _compare(client: Client) -> Standing:
    """Whose every payment of the client rightfully is, against the rewards that stand."""
    payments = list_payments_to_price(client.pk)
    owners = find_owners([(p.client_id, p.paid_at, p.payer_inn) for p in payments])
    live = {reward.payment_id: reward for reward in list_live_of_client(client.pk)}
    borne = {(r.payment_id, r.partner_id, r.servicing): r for r in list_borne_of_client(client.pk)}
    wrong: list[RewardOfClient] = []
    handed: list[int] = []
    reinstate: list[RewardOfClient] = []
    unpriced: list[PaymentToPrice] = []
    for payment, owner in zip(payments, owners, strict=True):
        reward = live.get(payment.id)
        rightful = (owner.partner_id, owner.servicing) if owner else None
        if reward is not None and (reward.partner_id, reward.servicing) == rightful:
            continue
        if reward is not None:
            wrong.append(reward)
            if owner is None or owner.partner_id != reward.partner_id:
                handed.append(reward.id)
        if rightful is None:
            continue
        if kept := borne.get((payment.id, *rightful)):
            reinstate.append(kept)
        else:
            unpriced.append(payment)
    return Standing(wrong, handed, reinstate, unpriced)


def _price(
    payments: list[PaymentToPrice],
    *,
    origin: str,
    at: datetime,
    counts_from: datetime,
) -> int:
    if not payments:
        return 0
    watch = get_payer_watch({payment.payer_inn for payment in payments})
    earned = earn_rewards(payments, at=at, origin=origin, counts_from=counts_from, watch=watch)
    reverse_for_refunds([payment.id for payment in payments], at=at)
    return len(earned)
