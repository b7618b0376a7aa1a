"""The offer by versions: a draft, its publication, and what waits until it is accepted."""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256

import pytest

from tests.make.money import LONG_AGO, NOON, client_of, payment
from tests.world import World, assert_books_balance, owed
from zabota.domain.partners.models import Partner
from zabota.domain.payouts.models import Payout
from zabota.domain.payouts.operations import NothingDue
from zabota.domain.programme.models import Acceptance, Offer
from zabota.domain.programme.operations import (
    accept_offer,
    change_offer,
    delete_offer,
    draft_offer,
    publish_draft,
    publish_offer,
)
from zabota.domain.programme.operations.offers import OfferRefused
from zabota.domain.programme.operations.reminding import remind
from zabota.domain.programme.queries import (
    find_current_offer,
    find_needed_offer,
    find_offer_to_accept,
    list_unaccepted,
)
from zabota.flows.batch_formed import batch_formed
from zabota.flows.payments_received import payments_received
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db
WEEK = NOON + timedelta(days=7)


def accept(partner: Partner, offer: Offer) -> Acceptance:
    """The partner's owner accepts from his office."""
    return accept_offer(
        partner, offer=offer, person=partner.members.get().person, at=NOON,
        address="203.0.113.7", user_agent="Fox 1",
    )  # fmt: skip


def test_from_a_draft_to_money(world: World) -> None:
    text = "## 1. О чём\n\nМы платим 40 %.\n"
    draft = draft_offer(title="Договор-оферта", text="Черновик", needed_from=LONG_AGO)
    change_offer(draft, title="Договор-оферта", text=text, needed_from=NOON)
    payments_received([payment(world.acme)], at=NOON - timedelta(days=1))
    assert find_needed_offer(NOON) == find_current_offer(NOON) != draft, "A draft binds nobody."

    published = publish_draft(draft, at=NOON - timedelta(hours=1), by="Виктор")
    assert (published.number, published.needed_from) == (2, NOON)
    assert find_offer_to_accept(world.ivan, at=NOON - timedelta(minutes=1)) == published
    assert list_unaccepted([world.ivan.pk], at=NOON - timedelta(minutes=1)) == {}
    assert list_unaccepted([world.ivan.pk], at=NOON) == {world.ivan.pk: "offer_changed"}

    payments_received([payment(world.acme, 50_000)], at=NOON)
    assert owed(world.ivan) == 60_000, "He earns on."
    with pytest.raises(NothingDue):
        batch_formed(before=WEEK, at=NOON, by="Ольга")

    acceptance = accept(world.ivan, published)
    assert acceptance.sha256 == sha256(text.encode()).hexdigest()
    assert (acceptance.address, acceptance.user_agent) == ("203.0.113.7", "Fox 1")
    batch_formed(before=WEEK, at=NOON, by="Ольга")
    payout = Payout.objects.get()
    assert payout.amount_minor == 60_000
    assert "2" in payout.purpose, "The order names the offer that was accepted."
    assert_books_balance()


def test_who_has_not_accepted_is_left_out_and_the_others_are_paid(world: World) -> None:
    new = publish_offer(title="Договор-оферта", text="Иначе.", at=NOON, by="В", needed_from=NOON)
    accept(world.rita, new)
    hers = client_of(world.rita, "Ромашка")
    payments_received([payment(world.acme), payment(hers)], at=NOON)
    formed = batch_formed(before=WEEK, at=NOON, by="Ольга")
    assert [(one.partner_id, one.reason) for one in formed.left_out] == [
        (world.ivan.pk, "offer_changed")
    ]
    assert [payout.partner for payout in Payout.objects.all()] == [world.rita]
    assert_books_balance()


def test_a_version_that_nobody_needs_stops_nobody(world: World) -> None:
    publish_offer(title="Договор-оферта", text="Опечатка исправлена.", at=NOON, by="Виктор")
    payments_received([payment(world.acme)], at=NOON)
    batch_formed(before=WEEK, at=NOON, by="Ольга")
    assert Payout.objects.get().partner == world.ivan
    assert find_offer_to_accept(world.ivan, at=NOON) is None


def test_a_later_draft_takes_no_need_away(world: World) -> None:
    publish_offer(title="Договор-оферта", text="Иначе.", at=NOON, by="В", needed_from=NOON)
    draft_offer(title="Договор-оферта", text="Ещё иначе.", needed_from=LONG_AGO)
    assert list_unaccepted([world.ivan.pk], at=NOON) == {world.ivan.pk: "offer_changed"}


def test_what_is_published_stays(world: World) -> None:
    published = publish_offer(title="Договор-оферта", text="Иначе.", at=NOON, by="Виктор")
    with pytest.raises(OfferRefused):
        change_offer(published, title="Договор-оферта", text="Тайком.")
    with pytest.raises(OfferRefused):
        delete_offer(published)
    with pytest.raises(OfferRefused, match="word for word"):
        publish_offer(title="Договор-оферта", text="Иначе.", at=NOON, by="Виктор")
    draft = draft_offer(title="Договор-оферта", text="Черновик.")
    with pytest.raises(OfferRefused):
        accept(world.ivan, draft)
    delete_offer(draft)
    assert set(Offer.objects.values_list("number", flat=True)) == {1, 2}


def test_two_who_publish_at_once(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = draft_offer(title="Договор-оферта", text="Вторая.")
    save = Offer.save

    def outrun(self: Offer, *args: object, **kwargs: object) -> None:
        monkeypatch.setattr(Offer, "save", save)
        publish_offer(title="Договор-оферта", text="Опередила.", at=NOON, by="Анна")
        save(self)

    monkeypatch.setattr(Offer, "save", outrun)
    with pytest.raises(OfferRefused, match="this very moment"):
        publish_draft(draft, at=NOON, by="Виктор")
    assert Offer.objects.get(pk=draft.pk).is_draft


def test_who_waits_is_reminded_once(world: World) -> None:
    day = NOON + timedelta(days=10)
    new = publish_offer(title="Договор-оферта", text="Иначе.", at=NOON, by="В", needed_from=day)
    accept(world.rita, new)
    remind(at=NOON + timedelta(days=1))
    assert not Event.objects.filter(name="offer.awaited").exists()
    for hour in range(2):
        remind(at=day - timedelta(days=2, hours=hour))
    told = Event.objects.get(name="offer.awaited")
    assert told.payload["partner_ids"] == [world.ivan.pk]
