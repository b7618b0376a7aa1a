"""The programme of the story: four versions of the terms, the offer, and the staff."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from allauth.account.models import EmailAddress

from zabota.domain.partners.models import Member, MemberRole, Partner
from zabota.domain.people.models import Person, Role
from zabota.domain.people.operations import add_person, give_role
from zabota.domain.programme.models import (
    Audience,
    Clause,
    Offer,
    Servicing,
    SpecialTerms,
    TermsVersion,
)
from zabota.domain.programme.operations import (
    accept_offer,
    draft_special,
    draft_terms,
    publish_offer,
    publish_terms,
)
from zabota.domain.rewards.operations import run_trial, start_trial
from zabota.flows.specials_renewed import special_published

DOMAIN = "demo.zabota.example"

OFFER = """## 1. О чём договор

Партнёр приводит клиентов и помогает им пользоваться продуктом, вендор платит партнёру
вознаграждение с каждой оплаты каждого его клиента.

## 2. Сколько

Размер вознаграждения определяют условия, действующие в момент оплаты клиента. Условия
публикуются заранее, опубликованная версия не меняется.

## 3. Когда

Вознаграждение выплачивается в течение трёх календарных дней после оплаты клиента, какой бы
небольшой ни была сумма. Минимальной суммы и «расчётных периодов» нет.

## 4. Чей клиент

Клиент закреплён за партнёром, чей промокод он назвал. Если промокод забыли назвать, партнёр
говорит об этом, и закрепление исправляется задним числом вместе со всеми прошедшими оплатами.

## 5. Возвраты

Если оплату вернули клиенту, вознаграждение уменьшается пропорционально. Уже выплаченное
засчитывается в счёт следующих выплат.

## 6. Прекращение

Партнёр, который больше не продаёт, продолжает получать вознаграждение с оплат своих клиентов.
Расторжение не отменяет заработанного.

## 7. Акцепт

Договор считается заключённым, когда партнёр отметил согласие на странице присоединения. Мы храним
дату, адрес и контрольную сумму текста, с которым партнёр согласился.
"""


def set_up_programme() -> Offer:
    """Publish v1–v4 and the offer; returns the offer."""
    versions: list[tuple[str, datetime, list[Clause]]] = [
        ("Как у всех", datetime(2018, 1, 1, tzinfo=UTC), [Clause(rate_bp=2000)]),
        (
            "Полное ведение и только привод",
            datetime(2019, 1, 1, tzinfo=UTC),
            [
                Clause(rate_bp=3000, servicing=Servicing.FULL),
                Clause(rate_bp=1500, servicing=Servicing.BROUGHT),
            ],
        ),
        ("Снова одна ставка", datetime(2020, 1, 1, tzinfo=UTC), [Clause(rate_bp=3000)]),
        ("40 % с каждой оплаты", datetime(2021, 1, 1, tzinfo=UTC), [Clause(rate_bp=4000)]),
    ]
    for number, (title, start, clauses) in enumerate(versions, start=1):
        version = draft_terms(number=number, title=title, effective_from=start, clauses=clauses)
        publish_terms(version, at=start, by="Виктор")
    return publish_offer(
        title="Договор-оферта о партнёрстве", text=OFFER, at=datetime(2018, 1, 1, tzinfo=UTC)
    )


RECEIPTS = """
## 8. Чеки самозанятых

Самозанятый партнёр присылает чек до 9-го числа месяца, следующего за выплатой. Пока чека нет,
следующая выплата ждёт его.
"""


def change_offer_soon(partners: Sequence[Partner], *, at: datetime) -> Offer:
    """A week ago a version was announced that payouts will need; every third has accepted it."""
    told = at - timedelta(days=6)
    new = publish_offer(
        title="Договор-оферта о партнёрстве",
        text=OFFER + RECEIPTS,
        changes="Добавили раздел о чеках самозанятых. Для остальных ничего не меняется.",
        at=told,
        by="Виктор Дубов",
        needed_from=at + timedelta(days=8),
    )
    members = Member.objects.filter(partner__in=partners[1::3], role=MemberRole.OWNER)
    for number, member in enumerate(members.select_related("partner", "person").order_by("pk")):
        accept_offer(
            member.partner, offer=new, person=member.person,
            at=told + timedelta(minutes=37 * (number + 1)), user_agent="Mozilla/5.0 (demo)",
        )  # fmt: skip
    return new


def plan_next_version(*, at: datetime) -> TermsVersion:
    """A draft that the owner ponders: more for the first half-year, less afterwards."""
    return draft_terms(
        number=5,
        title="Больше за первые полгода",
        effective_from=at + timedelta(days=38),
        clauses=[Clause(rate_bp=5000, to_month=6), Clause(rate_bp=3000, from_month=7)],
        note="Черновик: примеряем на истории, прежде чем решить.",
        refund_floor_days=180,
    )


def try_on_history(*versions: TermsVersion, at: datetime) -> None:
    """What the second version would have done to partners, and what the next one would do."""
    for version in versions:
        trial = start_trial(
            version=version, since=at - timedelta(days=365), until=at, at=at, by="Виктор Дубов"
        )
        run_trial(trial.pk, at=at)


def announce_campaigns(*, at: datetime) -> list[SpecialTerms]:
    """One of spring that is over, one of three months around today; open to all who join."""
    over = _announce(
        "Весенний старт",
        "Первая оплата нового клиента — 45 %. Итоги подвели в мае.",
        english=("Spring start", "45 % of a new client's first payment. Summed up in May."),
        since=at - timedelta(days=240),
        until=at - timedelta(days=190),
        clause=Clause(rate_bp=4500, first_payments=1),
    )
    running = _announce(
        "Осенний марафон",
        "Приводите новых клиентов до конца декабря: за первые три оплаты каждого — 50 %.",
        english=("Autumn marathon", "Bring new clients: 50 % of the first three payments of each."),
        since=at - timedelta(days=45),
        until=at + timedelta(days=37),
        clause=Clause(rate_bp=5000, first_payments=3),
    )
    return [over, running]


def _announce(
    name: str,
    description: str,
    *,
    english: tuple[str, str],
    since: datetime,
    until: datetime,
    clause: Clause,
) -> SpecialTerms:
    campaign = draft_special(
        name=name,
        name_english=english[0],
        description=description,
        description_english=english[1],
        is_campaign=True,
        audience=Audience.JOINED,
        starts_at=since,
        ends_at=until,
        newcomers_only=True,
        public_standings=True,
        clauses=[clause],
    )
    special_published(campaign, at=since - timedelta(days=5), by="Виктор Дубов")
    return campaign


def reward_the_active(*, at: datetime) -> None:
    """From now on the most active get more; who they are is found anew every month."""
    active = draft_special(
        name="Самым активным",
        description="Кто приводит больше всех, получает больше с каждой оплаты.",
        audience=Audience.ACTIVE,
        least_clients=8,
        window_days=90,
        starts_at=at,
        clauses=[Clause(rate_bp=4500)],
    )
    special_published(active, at=at, by="Виктор Дубов")


def set_up_staff() -> None:
    """One person per role, who signs in as role@demo…"""
    names = {
        Role.OWNER: "Виктор Дубов",
        Role.MANAGER: "Марина Рощина",
        Role.FINANCE: "Ольга Зимина",
        Role.SUPPORT: "Семён Котов",
    }
    for role, name in names.items():
        give_role(sign_in_person(role, name), role=role)


def sign_in_person(role: str, name: str) -> Person:
    """A person with a verified e-mail of the demo."""
    person = add_person(email=f"{role}@{DOMAIN}", name=name)
    EmailAddress.objects.get_or_create(
        user=person, email=person.email, defaults={"verified": True, "primary": True}
    )
    return person
