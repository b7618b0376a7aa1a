"""Clients on their road in the demo: statuses, next steps, notes, tags, and how connections are."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from django.db.models import Max

from zabota.config.demo.cast import Cast
from zabota.domain.attribution.models import Attribution
from zabota.domain.cards.facts import NoteFact, StepFact
from zabota.domain.cards.operations import move_client, plan_steps, tag_cards, write_notes
from zabota.domain.clients.models import Client, Health
from zabota.domain.clients.operations import learn_health, welcome_payers
from zabota.kit.clock import local_date
from zabota.kit.events.models import Event

STEPS = (
    "Позвонить директору", "Показать рассылки", "Подключить второй номер", "Отправить договор",
    "Спросить про филиал", "Обучить операторов", "Напомнить о продлении",
)  # fmt: skip
NOTES = (
    "Решает коммерческий директор, пишет только в Telegram.",
    "Хотят подключить Avito после Нового года.",
    "Просили счёт на полгода со скидкой. Обещал спросить.",
    "Операторов шесть, в сезон двенадцать.",
    "amoCRM настраивает их подрядчик, доступы через него.",
)
TAGS = ("опт", "розница", "медицина", "сеть", "amoCRM", "Битрикс24", "срочно")
REASONS = ("Не отвечает третью неделю", "Сравнивает с другим сервисом", "Сократили отдел продаж")
GONE = timedelta(days=100)
QUIET = timedelta(days=45)


def work_with_clients(random: Random, cast: Cast, *, at: datetime) -> None:
    """First payments move their clients; partners plan, note and tag; a few connections ail."""
    for event in Event.objects.filter(name="clients_began.paying").order_by("pk"):
        welcome_payers(event.payload["client_ids"], at=event.at)
    rows = list(
        Attribution.objects.filter(withdrawn_at=None, during__contains=at)
        .select_related("client", "partner")
        .annotate(last_at=Max("client__payments__paid_at"))
        .order_by("pk")
    )
    demo = [row for row in rows if row.partner_id == cast.demo_partner.pk]
    _move(random, [*demo, *random.sample(rows, 60)], at=at)
    _write(random, [*demo, *random.sample(rows, 300)], at=at)
    _ail([row.client for row in demo], at=at)


def _move(random: Random, rows: list[Attribution], *, at: datetime) -> None:
    for row in rows:
        last = row.last_at  # type: ignore[attr-defined]
        if last is None:
            to, why = random.choice(("connecting", "trial")), ""
        elif last < at - GONE:
            to, why = "left", random.choice(REASONS)
        elif last < at - QUIET:
            to, why = "at_risk", random.choice(REASONS)
        else:
            continue
        moment = at - timedelta(days=random.randint(1, 12), minutes=random.randint(0, 500))
        if row.during.lower <= moment:
            move_client(
                row.client, partner=row.partner, to=to, at=moment, by=row.partner.name, why=why
            )


def _write(random: Random, rows: list[Attribution], *, at: datetime) -> None:
    each = {(row.partner_id, row.client_id): row for row in rows}
    planned = [pair for pair in each if random.random() < 0.7]
    today = local_date(at)
    plan_steps(
        [
            StepFact(
                partner_id=partner,
                client_id=client,
                step=random.choice(STEPS),
                on=today + timedelta(days=random.randint(-3, 12)),
                at=at - timedelta(days=random.randint(4, 9)),
                by=each[partner, client].partner.name,
            )
            for partner, client in planned
        ],
        at=at,
    )
    write_notes(
        [
            NoteFact(
                partner_id=partner,
                client_id=client,
                words=random.choice(NOTES),
                at=at - timedelta(days=random.randint(2, 60)),
                by=each[partner, client].partner.name,
            )
            for partner, client in each
            if random.random() < 0.6
        ],
        at=at,
    )
    tag_cards({pair: sorted(random.sample(TAGS, random.randint(1, 2))) for pair in each}, at=at)


def _ail(clients: list[Client], *, at: datetime) -> None:
    """The clients of the demo partner have told how their connections are."""
    ill = {
        1: (Health.BROKEN, "WhatsApp: номер отключён"),
        4: (Health.TROUBLE, "Avito: сообщения с задержкой"),
    }
    for number, client in enumerate(clients):
        health, words = ill.get(number, (Health.WORKS, ""))
        learn_health(
            client,
            at=at - timedelta(hours=number + 1),
            paid_until=local_date(at) + timedelta(days=(number * 5) % 31 - 3),
            connection=health,
            words=words,
        )
