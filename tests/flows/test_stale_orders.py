"""An order leaves only while what it says is true; one that is not goes out of its batch, the rest stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.make.money import BIC, NOON, client_of, payment, self_employed
from tests.make.npd import NINA_INN, earn
from tests.make.requisites import with_key
from tests.web.jobs import run_jobs
from tests.world import World, assert_books_balance
from zabota.connectors.bank.operations.ordering import payment_orders
from zabota.connectors.mail.models import Letter
from zabota.domain.partners.models import Partner, PartnerStatus
from zabota.domain.partners.operations.keeping import set_bank_details
from zabota.domain.partners.operations.vat import set_partner_vat
from zabota.domain.partners.queries import find_bank_details
from zabota.domain.payouts.facts import DAY_LIMIT, NpdAnswer, RailWord
from zabota.domain.payouts.models import (
    AttemptStatus,
    Batch,
    BatchStatus,
    Payout,
    PayoutAttempt,
    PayoutStatus,
)
from zabota.domain.payouts.operations.approving import eyes_on
from zabota.domain.payouts.operations.npd import record_npd_answers
from zabota.domain.payouts.operations.staleness import (
    Paused,
    StaleConfirmation,
    StaleDetails,
    StaleForm,
    StaleVat,
)
from zabota.domain.payouts.queries import list_due
from zabota.domain.payouts.queries.batches import list_counted_batches
from zabota.domain.payouts.queries.npd import list_to_ask
from zabota.domain.rewards.models import Hold, Reward
from zabota.domain.settings.operations import set_option
from zabota.flows.batch_formed import batch_formed
from zabota.flows.batch_stepped import (
    batch_approved,
    batch_cancelled,
    batch_sent,
    payout_taken_out,
)
from zabota.flows.payments_received import payments_received
from zabota.flows.payouts_sent import attempt_told, payout_repeated
from zabota.kit.clock import local_date
from zabota.kit.errors import Refusal

pytestmark = pytest.mark.django_db
TOMORROW = NOON + timedelta(days=1)
ALL = NOON + timedelta(days=9)


def both(world: World) -> Batch:
    """Ivan and Rita have 400 roubles each in one batch."""
    payments_received([payment(world.acme), payment(client_of(world.rita, "Бета"))], at=NOON)
    return batch_formed(before=ALL, at=NOON, by="Ольга").batch


def of(partner: Partner, batch: Batch) -> Payout:
    """The partner's payout in the batch."""
    return batch.payouts.get(partner=partner)


def new_account(partner: Partner) -> None:
    """He is paid to another account from now on."""
    known = find_bank_details(partner)
    assert known
    set_bank_details(
        partner, holder=known.holder, account=with_key("40702810000000777777", BIC), bic=BIC,
        bank_name="ПАО СБЕРБАНК", corr_account=known.corr_account, at=NOON, by="Иван",
    )  # fmt: skip


def pause(partner: Partner) -> None:
    """Staff pause his payouts."""
    Partner.objects.filter(pk=partner.pk).update(status=PartnerStatus.PAUSED)


def other_vat(partner: Partner) -> None:
    """He begins to charge 22 % with today."""
    set_partner_vat(partner, valid_from=local_date(NOON), kind="22", at=NOON, by="Ольга")


@pytest.mark.parametrize(
    ("change", "refusal"), [(other_vat, StaleVat), (new_account, StaleDetails), (pause, Paused)]
)
@pytest.mark.parametrize("approved", [False, True])
def test_what_is_no_longer_true_goes_out_and_the_rest_leaves(
    world: World, change: Callable[[Partner], None], refusal: type[Refusal], approved: bool
) -> None:
    batch = both(world)
    if approved:
        batch_approved(batch, at=NOON, by="Борис")
    change(world.ivan)
    step = batch_sent if approved else batch_approved
    with pytest.raises(refusal, match="Иван"):
        step(batch, at=NOON, by="Борис")
    payout_taken_out(of(world.ivan, batch), reason="устарела", at=NOON, by="Ольга")
    step(batch, at=NOON, by="Борис")
    if not approved:
        batch_sent(batch, at=NOON, by="Борис")
    file = payment_orders(Batch.objects.get(pk=batch.pk), at=NOON).decode("cp1251")
    assert file.count("СекцияДокумент") == 1
    assert "Иван" not in file
    assert [due.partner_id for due in list_due(before=ALL)] == [world.ivan.pk]
    assert_books_balance()


def test_a_new_order_says_the_vat_of_its_day(world: World) -> None:
    batch = both(world)
    other_vat(world.ivan)
    payout_taken_out(of(world.ivan, batch), reason="НДС", at=NOON, by="Ольга")
    again = batch_formed(before=ALL, at=NOON, by="Ольга").batch
    assert of(world.ivan, again).purpose.endswith("В т.ч. НДС 22% - 72.13.")
    batch_approved(again, at=NOON, by="Борис")
    batch_sent(again, at=TOMORROW, by="Борис")


def test_what_is_taken_out_does_not_count(world: World) -> None:
    """The day's limit, the batch's sum and cancelling look at what is left."""
    set_option(DAY_LIMIT, 50_000, at=NOON, by="Виктор")
    batch = both(world)
    assert eyes_on(batch, at=NOON).needed == 2
    payout = of(world.ivan, batch)
    for _ in range(2):
        payout_taken_out(payout, reason="спросить Ивана", at=NOON, by="Ольга", hold_them=True)
    counted = list_counted_batches().get(pk=batch.pk)
    assert (counted.count, counted.amount_minor, counted.taken_out) == (1, 40_000, 1)
    assert eyes_on(batch, at=NOON).needed == 1
    run_jobs()
    letters = Letter.objects.filter(event__at=NOON, body__contains="спросить Ивана")
    assert [letter.event.name for letter in letters] == ["payout_taken.out"]
    held = Reward.objects.get(partner=world.ivan)
    assert (held.hold, held.hold_note) == (Hold.BY_HAND, "спросить Ивана")
    assert list_due(before=ALL) == []
    batch_cancelled(batch, at=NOON, by="Ольга")
    assert [due.partner_id for due in list_due(before=ALL)] == [world.rita.pk]
    assert_books_balance()


def test_a_batch_without_payouts_is_cancelled_and_what_has_left_stays(world: World) -> None:
    batch = both(world)
    for partner in (world.ivan, world.rita):
        payout_taken_out(of(partner, batch), reason="все", at=NOON, by="Ольга")
    batch.refresh_from_db()
    assert batch.status == BatchStatus.CANCELLED
    second = batch_formed(before=ALL, at=NOON, by="Ольга").batch
    batch_approved(second, at=NOON, by="Борис")
    batch_sent(second, at=NOON, by="Борис")
    with pytest.raises(Refusal, match="has left"):
        payout_taken_out(of(world.ivan, second), reason="поздно", at=NOON, by="Ольга")
    assert_books_balance()


def say(standing: str) -> None:
    """What the tax service says of Nina tomorrow."""
    record_npd_answers(
        [NpdAnswer(inn=NINA_INN, on=local_date(TOMORROW), standing=standing, asked_at=TOMORROW)]  # type: ignore[arg-type]
    )


def test_the_tax_service_is_asked_again_while_an_order_waits(world: World) -> None:
    earn(self_employed("Нина", inn=NINA_INN), at=NOON)
    batch = batch_formed(before=ALL, at=NOON, by="Ольга").batch
    batch_approved(batch, at=NOON, by="Борис")
    assert (list_to_ask(at=NOON), list_to_ask(at=TOMORROW)) == ([], [NINA_INN])
    with pytest.raises(StaleConfirmation, match="every minute"):
        batch_sent(batch, at=TOMORROW, by="Ольга")
    say("no")
    with pytest.raises(StaleConfirmation, match="not self-employed"):
        batch_sent(batch, at=TOMORROW, by="Ольга")
    say("yes")
    batch_sent(batch, at=TOMORROW, by="Ольга")
    check = Payout.objects.get().npd_check
    assert check is not None
    assert check.on == local_date(TOMORROW)


def refused_by_its_rail(batch: Batch) -> Payout:
    """The batch has left, and the rail said at once that it makes none of it."""
    batch_approved(batch, at=NOON, by="Борис")
    batch_sent(batch, at=NOON, by="Ольга")
    attempt_told(PayoutAttempt.objects.get(), RailWord(end="refused", reason="limit"), at=NOON)
    return Payout.objects.get()


def test_nothing_is_sent_anew_on_a_yes_of_yesterday(world: World) -> None:
    earn(self_employed("Нина", inn=NINA_INN), at=NOON)
    payout = refused_by_its_rail(batch_formed(before=ALL, at=NOON, by="Ольга").batch)
    with pytest.raises(StaleConfirmation, match="has not confirmed today"):
        payout_repeated(payout, at=TOMORROW, by="Ольга")
    assert list_to_ask(at=TOMORROW) == [NINA_INN]
    say("no")
    with pytest.raises(StaleForm, match="Mark it as returned"):
        payout_repeated(payout, at=TOMORROW, by="Ольга")
    assert payout.attempts.get().status == AttemptStatus.REFUSED
    say("yes")
    payout_repeated(payout, at=TOMORROW, by="Ольга")
    payout.refresh_from_db()
    assert payout.status == PayoutStatus.SENT
    assert payout.npd_check is not None
    assert payout.npd_check.on == local_date(TOMORROW)
    assert_books_balance()
