"""Verbs about people."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256

from django.db import IntegrityError, transaction
from django.db.models import Q

from zabota.domain.people.events import (
    KeyMade,
    KeyRevoked,
    RoleGiven,
    RoleRightsChanged,
    RoleTaken,
    StaffInvited,
)
from zabota.domain.people.models import ApiKey, Person, Role, RoleRight, SavedView, StaffRole
from zabota.domain.people.queries import get_matrix
from zabota.domain.people.rules import KeyRight, Right, is_movable
from zabota.kit.errors import Refusal
from zabota.kit.events.announce import publish

MOST_VIEWS = 20  # of one list, for one person
MOST_SHARED = 50  # of one list, for everybody


@transaction.atomic
def add_person(*, email: str, name: str, language: str = "ru") -> Person:
    """The person with this e-mail: found, or made able to sign in by code."""
    found = Person.objects.filter(email=email.strip().lower()).first()
    return found or Person.objects.create_user(email.strip(), name=name, language=language)


def give_role(person: Person, *, role: str) -> None:
    """Make the person staff in this role; twice is once."""
    StaffRole.objects.get_or_create(person=person, role=role)


def take_role(person: Person, *, role: str) -> None:
    """Take a staff role away; twice is once."""
    StaffRole.objects.filter(person=person, role=role).delete()


@transaction.atomic
def invite_staff(*, email: str, name: str, role: Role, at: datetime, by: str) -> Person:
    """Somebody new among the staff; refused when he is one of them already."""
    person = add_person(email=email, name=name)
    if person.staff_roles.exists():
        raise Refusal("This person is among the staff already.", code="staff_already")
    StaffRole.objects.create(person=person, role=role)
    publish(StaffInvited(at=at, by=by, person_id=person.pk, name=str(person), role=role))
    return person


@transaction.atomic
def grant_role(person: Person, *, role: Role, at: datetime, by: str) -> None:
    """One role more for a person of the staff; twice is once."""
    if not person.staff_roles.exists():
        raise Refusal("This person is not among the staff. Invite first.", code="no_staff")
    _, given = StaffRole.objects.get_or_create(person=person, role=role)
    if given:
        publish(RoleGiven(at=at, by=by, person_id=person.pk, name=str(person), role=role))


@transaction.atomic
def withdraw_role(person: Person, *, role: Role, at: datetime, by: str) -> None:
    """Take a role away; refused for the last owner, whoever asks. Twice is once."""
    # All owners are locked: two who take each other's role at once would leave nobody.
    owners = list(StaffRole.objects.select_for_update().filter(role=Role.OWNER))
    if role == Role.OWNER and {one.person_id for one in owners} == {person.pk}:
        raise Refusal(
            "This is the last owner: make somebody else an owner first.", code="last_owner"
        )
    taken, _ = StaffRole.objects.filter(person=person, role=role).delete()
    if taken:
        publish(RoleTaken(at=at, by=by, person_id=person.pk, name=str(person), role=role))


@transaction.atomic
def change_rights(changes: Mapping[tuple[Role, Right], bool], *, at: datetime, by: str) -> int:
    """Give rights to roles and take them away, from now on; how many have changed. Twice is once.

    Refused for what is nobody's to move: an owner's rights, looking, and the staff itself.
    """
    if not all(is_movable(role, right) for role, right in changes):
        raise Refusal("This right belongs to its role and cannot be moved.", code="right_fixed")
    # The owners are locked: of two who change the table at once, the second sees what the first did.
    list(StaffRole.objects.select_for_update().filter(role=Role.OWNER))
    now_may = get_matrix()
    news = {key: yes for key, yes in changes.items() if (key[1] in now_may[key[0]]) != yes}
    RoleRight.objects.bulk_create(
        RoleRight(role=role, right=right, allowed=yes, set_at=at, set_by=by)
        for (role, right), yes in news.items()
    )
    for role in sorted({role for role, _right in news}):
        mine = {right: yes for (one, right), yes in news.items() if one == role}
        given = tuple(sorted(right for right, yes in mine.items() if yes))
        taken = tuple(sorted(right for right, yes in mine.items() if not yes))
        publish(RoleRightsChanged(at=at, by=by, role=role, given=given, taken=taken))
    return len(news)


@transaction.atomic
def make_key(*, name: str, rights: Iterable[KeyRight], at: datetime, by: str) -> tuple[ApiKey, str]:
    """A new key of the API and its secret, which is shown once and can never be shown again.

    Refused while another key has this name: a page loaded anew would make a second one.
    """
    called = " ".join(name.split())
    if ApiKey.objects.filter(name__iexact=called, revoked_at=None).exists():
        raise Refusal(
            "There is a key with this name. Revoke it first, or call this one otherwise.",
            code="key_named",
        )
    beginning, rest = f"zb_{secrets.token_hex(4)}", secrets.token_urlsafe(32)
    secret = f"{beginning}_{rest}"
    key = ApiKey.objects.create(
        name=called,
        beginning=beginning,
        sha256=sha256(secret.encode()).hexdigest(),
        rights=sorted(rights),
        made_at=at,
        made_by=by,
    )
    publish(KeyMade(at=at, by=by, key_id=key.pk, name=key.name, rights=tuple(key.rights)))
    return key, secret


@transaction.atomic
def revoke_key(key: ApiKey, *, at: datetime, by: str) -> None:
    """The key opens nothing from now on; twice is once."""
    alive = ApiKey.objects.filter(pk=key.pk, revoked_at=None)
    if alive.update(revoked_at=at, revoked_by=by):
        publish(KeyRevoked(at=at, by=by, key_id=key.pk, name=key.name))


def note_key_used(key: ApiKey, *, at: datetime) -> None:
    """Remember when a key was used last, to the minute: not every call writes."""
    stale = Q(used_at=None) | Q(used_at__lt=at - timedelta(minutes=1))
    ApiKey.objects.filter(stale, pk=key.pk).update(used_at=at)


VISIT = timedelta(hours=1)  # who comes back later than that begins a new visit


def note_look(person: Person, *, at: datetime) -> None:
    """Remember that he looks at his first page; one statement at most every five minutes."""
    if person.looked_at is not None and at - person.looked_at < timedelta(minutes=5):
        return
    if person.looked_at is None or at - person.looked_at >= VISIT:
        person.looked_before_at = person.looked_at
    person.looked_at = at
    person.save(update_fields=["looked_at", "looked_before_at"])


def close_tour(person: Person, *, at: datetime) -> None:
    """He has seen the tour, or needs none: it is not offered again. Twice is once."""
    Person.objects.filter(pk=person.pk, tour_closed_at=None).update(tour_closed_at=at)


def reopen_tour(person: Person) -> None:
    """He asks to be shown round once more."""
    Person.objects.filter(pk=person.pk).update(tour_closed_at=None)


def _called(name: str, query: str) -> str:
    """The name of a view, tidied; refused when it or the filters cannot be kept."""
    called = " ".join(name.replace("\x00", "").split())
    if not called:
        raise Refusal("Give the view a name.", code="view_unnamed")
    if len(called) > 80:
        raise Refusal("The name of a view has at most 80 characters.", code="view_name")
    if len(query) > 1000:
        raise Refusal("These filters are too long to be kept.", code="view_long")
    return called


@transaction.atomic
def save_view(person: Person, *, place: str, name: str, query: str, at: datetime) -> SavedView:
    """Keep the filters and columns of a list under a name; the same name again is replaced."""
    called = _called(name, query)
    # The person's own row is locked: two tabs that save at once count each other.
    Person.objects.select_for_update().get(pk=person.pk)
    mine = SavedView.objects.filter(person=person, place=place)
    if mine.exclude(name=called).count() >= MOST_VIEWS:
        raise Refusal("Twenty views of a list are enough. Forget one first.", code="views_full")
    view, _new = SavedView.objects.update_or_create(
        person=person, place=place, name=called, defaults={"query": query, "kept_at": at}
    )
    return view


@transaction.atomic
def share_view(*, place: str, name: str, query: str, at: datetime, by: str) -> SavedView:
    """Keep the filters and columns of a list under a name for everybody of that site.

    Refused when the name is taken, and when nothing is filtered: that view would be the list itself.
    """
    called = _called(name, query)
    if not query:
        raise Refusal("Filter the list first: a view of everything needs no name.", code="empty")
    if SavedView.objects.filter(person=None, place=place).count() >= MOST_SHARED:
        raise Refusal("Fifty views for everybody are enough. Forget one first.", code="views_full")
    try:
        with transaction.atomic():
            return SavedView.objects.create(
                place=place, name=called, query=query, kept_at=at, kept_by=by
            )
    except IntegrityError as taken:
        raise Refusal("There is a view for everybody with this name.", code="taken") from taken


def rename_view(view: SavedView, *, name: str) -> SavedView:
    """Another name for a view; refused when another of the same list and owner has it."""
    view.name = _called(name, view.query)
    try:
        with transaction.atomic():
            view.save(update_fields=["name"])
    except IntegrityError as taken:
        raise Refusal("There is a view with this name.", code="taken") from taken
    return view


def unsave_view(view: SavedView) -> None:
    """Forget a view; twice is once."""
    SavedView.objects.filter(pk=view.pk).delete()
