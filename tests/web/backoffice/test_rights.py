"""The table of rights: the owner moves them, they hold at once at every address, and nobody is locked out."""

from __future__ import annotations

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import NOON
from tests.web.backoffice.conftest import sign_in
from zabota.domain.people.models import Person, Role, RoleRight
from zabota.domain.people.operations import change_rights
from zabota.domain.people.queries import get_matrix, get_rights
from zabota.domain.people.rules import RIGHTS, Right
from zabota.kit.errors import Refusal
from zabota.kit.events.models import Event

pytestmark = pytest.mark.django_db
TABLE = "/office/staff/rights/"
CHANGE = f"{TABLE}change/"


@pytest.fixture
def owner(db: None) -> Visitor:
    return sign_in(Role.OWNER)


def test_a_right_taken_away_is_refused_by_its_address_at_once(
    owner: Visitor, finance: Visitor
) -> None:
    assert finance.get("/office/connections/").status_code == 200
    owner.post(
        CHANGE, {"was": ["finance:connections", "finance:payouts"], "cell": "finance:payouts"}
    )
    assert finance.get("/office/connections/").status_code == 403
    assert finance.get(reverse("office:new_connection", args=["yookassa"])).status_code == 403
    assert finance.post("/office/payouts/form/").status_code != 403, "the other right stays"
    desk = finance.get("/office/").content.decode()
    assert "/office/connections/" not in desk, "what is refused is not offered"


def test_a_right_given_opens_its_pages(owner: Visitor, support: Visitor) -> None:
    assert support.get("/office/keys/").status_code == 403
    answer = owner.post(CHANGE, {"cell": "support:keys"}, follow=True)
    assert support.get("/office/keys/").status_code == 200
    assert "it holds at once" in answer.content.decode()


def test_the_way_back_puts_all_as_it_was(owner: Visitor) -> None:
    answer = owner.post(CHANGE, {"was": "manager:clients", "cell": "manager:payouts"}, follow=True)
    assert get_matrix()[Role.MANAGER] == RIGHTS["manager"] - {Right.CLIENTS} | {Right.PAYOUTS}
    (said,) = answer.context["messages"]
    owner.post(said.extra_tags.removeprefix("undo:"))
    assert get_matrix()[Role.MANAGER] == RIGHTS["manager"]
    assert RoleRight.objects.count() == 4, "history stays"


def test_of_two_owners_each_changes_only_what_he_has_touched(owner: Visitor) -> None:
    owner.post(CHANGE, {"was": ["finance:inbox", "manager:invoices"], "cell": ["manager:invoices"]})
    # The second looked before the first saved, and takes something else away.
    owner.post(CHANGE, {"was": ["finance:inbox", "manager:invoices"], "cell": ["finance:inbox"]})
    matrix = get_matrix()
    assert Right.INBOX not in matrix[Role.FINANCE]
    assert Right.INVOICES not in matrix[Role.MANAGER]


@pytest.mark.parametrize(
    "cell", ["owner:staff", "owner:payouts", "finance:read", "support:staff", "manager:staff"]
)
def test_what_holds_the_house_together_cannot_be_moved(owner: Visitor, cell: str) -> None:
    for given in ({"was": cell}, {"cell": cell}):
        owner.post(CHANGE, given)
    assert not RoleRight.objects.exists()
    assert owner.get("/office/staff/").status_code == 200


@pytest.mark.parametrize("cell", ["king:payouts", "finance:fly", "finance", ""])
def test_nonsense_is_refused_in_words(owner: Visitor, cell: str) -> None:
    answer = owner.post(CHANGE, {"cell": cell}, follow=True)
    assert "There is no such right" in answer.content.decode()


def test_a_row_that_moves_a_fixed_right_is_not_believed(db: None) -> None:
    for role, right, allowed in (
        ("owner", "staff", False),
        ("support", "staff", True),
        ("support", "gone", True),
    ):
        RoleRight.objects.create(role=role, right=right, allowed=allowed, set_at=NOON, set_by="?")
    assert get_matrix()[Role.OWNER] == frozenset(Right)
    assert get_matrix()[Role.SUPPORT] == {Right.READ}
    assert "gone" in sign_in(Role.SUPPORT).get(TABLE).content.decode(), (
        "history shows it all the same"
    )


def test_twice_is_once_and_the_journal_tells_what_moved(owner: Visitor) -> None:
    for _ in range(2):
        change_rights({(Role.SUPPORT, Right.INBOX): True, (Role.MANAGER, Right.INVOICES): False},
                      at=NOON, by="Виктор")  # fmt: skip
    told = Event.objects.filter(name="role_rights.changed").order_by("pk")
    assert [(one.payload["role"], one.payload["given"], one.payload["taken"]) for one in told] == [
        ("manager", [], ["invoices"]), ("support", ["inbox"], []),
    ]  # fmt: skip
    page = owner.get("/office/journal/").content.decode()
    assert "support; + Try again what came from outside" in page
    history = owner.get(TABLE).content.decode()
    assert history.count('<td class="cell-side">Виктор') == 2


def test_several_roles_add_up(db: None) -> None:
    sign_in(Role.SUPPORT)
    person = Person.objects.get(email="support@example.com")
    person.staff_roles.create(role=Role.FINANCE)
    change_rights({(Role.FINANCE, Right.PAYOUTS): False, (Role.SUPPORT, Right.PAYOUTS): True},
                  at=NOON, by="Виктор")  # fmt: skip
    assert Right.PAYOUTS in get_rights(person)


def test_an_operation_refuses_a_fixed_right(db: None) -> None:
    with pytest.raises(Refusal):
        change_rights({(Role.OWNER, Right.PAYOUTS): False}, at=NOON, by="Виктор")


def test_others_read_the_table_and_cannot_change_it(
    keeper: Visitor, finance: Visitor, support: Visitor, member: Visitor, stranger: Visitor
) -> None:
    assert 'name="cell"' not in support.get(TABLE).content.decode()
    answers = [who.post(CHANGE, {"cell": "support:keys"}).status_code
               for who in (keeper, finance, support, member, stranger)]  # fmt: skip
    assert answers == [403, 403, 403, 403, 302]
    assert not RoleRight.objects.exists()
