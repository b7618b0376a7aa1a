"""Ivan asks colleagues in, gives them roles, lets them go; and proves himself before money is led away."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client as Visitor
from django.urls import reverse

from tests.make.money import BIC, CORR_ACCOUNT, NOON
from tests.make.requisites import with_key
from tests.web.cabinet.conftest import enter
from tests.web.jobs import run_jobs
from tests.world import World
from zabota.domain.notices.models import Notice
from zabota.domain.partners.models import Invitation, Member, MemberRole
from zabota.domain.partners.operations import add_member
from zabota.domain.partners.queries import find_bank_details
from zabota.domain.people.models import Person, Role
from zabota.domain.people.operations import add_person, give_role
from zabota.kit.clock import now

pytestmark = pytest.mark.django_db
PEOPLE, DETAILS = reverse("cabinet:members"), reverse("cabinet:bank_details")
PROVE = reverse("cabinet:prove")


def invite(ivan: Visitor, email: str = "Vera@Example.com", role: str = "accountant") -> Invitation:
    ivan.post(PEOPLE, {"email": email, "role": role})
    return Invitation.objects.get(email=email.lower())


def link_in(letter: mail.EmailMessage) -> str:
    found = re.search(r"/invitation/[\w-]+/", letter.body)
    assert found
    return found[0]


def test_a_colleague_comes_by_the_letter_and_everybody_is_told(ivan: Visitor, world: World) -> None:
    invite(ivan)
    run_jobs()
    (letter,) = mail.outbox
    assert letter.to == ["vera@example.com"]
    stranger, address = Visitor(headers={"accept-language": "en"}), link_in(letter)
    assert world.ivan.name in stranger.get(address).content.decode()
    assert stranger.post(address, {"name": ""}).status_code == 422
    answer = stranger.post(address, {"name": "Вера Круглова"})
    assert answer["Location"] == reverse("account_confirm_login_code"), (
        "The code proves the letter is hers."
    )
    member = Member.objects.get(person__email="vera@example.com")
    assert (member.partner, member.role) == (world.ivan, MemberRole.ACCOUNTANT)
    run_jobs()
    owner = world.ivan.members.get(role=MemberRole.OWNER).person
    assert "Вера Круглова" in Notice.objects.get(person=owner, kind="people").sentence
    assert stranger.get(address).content.decode().count("no longer valid") == 1
    assert stranger.post(address, {"name": "Другой"}).status_code == 422
    assert Member.objects.filter(partner=world.ivan).count() == 2


def test_a_new_letter_makes_the_former_link_void(ivan: Visitor) -> None:
    invitation = invite(ivan)
    former = invitation.token
    again = reverse("cabinet:resend_invitation", args=[invitation.pk])
    assert "just left" in ivan.post(again, follow=True).content.decode()
    Invitation.objects.update(
        sent_at=now() - timedelta(hours=1), expires_at=now() - timedelta(minutes=1)
    )
    assert (
        "no longer valid"
        in Visitor(headers={"accept-language": "en"}).get(f"/invitation/{former}/").content.decode()
    )
    ivan.post(again)
    invitation.refresh_from_db()
    assert invitation.token != former
    assert Visitor().get(f"/invitation/{former}/").status_code == 404
    assert Visitor().get(f"/invitation/{invitation.token}/").status_code == 200


def test_what_is_taken_back_lets_nobody_in(ivan: Visitor) -> None:
    invitation = invite(ivan)
    ivan.post(reverse("cabinet:revoke_invitation", args=[invitation.pk]))
    answer = Visitor().post(f"/invitation/{invitation.token}/", {"name": "Вера"})
    assert answer.status_code == 422
    assert not Person.objects.filter(email="vera@example.com").exists()


def test_who_is_in_or_elsewhere_is_not_asked_twice(ivan: Visitor, world: World) -> None:
    invite(ivan)
    assert ivan.post(PEOPLE, {"email": "vera@example.com", "role": "viewer"}).status_code == 422
    own = world.ivan.members.get().person.email
    assert ivan.post(PEOPLE, {"email": own, "role": "viewer"}).status_code == 422
    assert ivan.post(PEOPLE, {"email": "x@example.com", "role": "king"}).status_code == 422
    rival = world.rita.members.get().person
    rival.email = "rita@example.com"
    rival.save()
    theirs = invite(ivan, rival.email)
    answer = enter(rival).post(f"/invitation/{theirs.token}/", {"name": "Рита"})
    assert answer.status_code == 422
    assert Member.objects.get(person=rival).partner == world.rita


def test_staff_does_not_sit_on_both_sides(ivan: Visitor) -> None:
    olga = add_person(email="olga@vendor.example", name="Ольга")
    give_role(olga, role=Role.FINANCE)
    answer = Visitor().post(f"/invitation/{invite(ivan, olga.email).token}/", {"name": "Ольга"})
    assert answer.status_code == 422


def test_the_last_owner_stays_and_the_others_go(
    ivan: Visitor, clerk: Visitor, world: World
) -> None:
    owner = world.ivan.members.get(role=MemberRole.OWNER)
    for deed, given in (("change_member_role", {"role": "viewer"}), ("remove_member", {})):
        page = ivan.post(reverse(f"cabinet:{deed}", args=[owner.pk]), given, follow=True)
        assert "last owner" in page.content.decode()
    julia = world.ivan.members.get(role=MemberRole.MANAGER)
    ivan.post(reverse("cabinet:change_member_role", args=[julia.pk]), {"role": "owner"})
    ivan.post(reverse("cabinet:remove_member", args=[owner.pk]))
    assert list(world.ivan.members.values_list("pk", "role")) == [(julia.pk, "owner")]
    assert ivan.get(PEOPLE).status_code == 403, "Outside at once, in every open window."
    assert clerk.get(PEOPLE).status_code == 200
    run_jobs()
    assert Notice.objects.filter(person=owner.person, kind="people").exists()


def test_anothers_people_are_not_ours(rita: Visitor, ivan: Visitor, world: World) -> None:
    owner, invitation = world.ivan.members.get(), invite(ivan)
    for name, pk in (("change_member_role", owner.pk), ("remove_member", owner.pk),
                     ("resend_invitation", invitation.pk), ("revoke_invitation", invitation.pk)):  # fmt: skip
        assert rita.post(reverse(f"cabinet:{name}", args=[pk])).status_code == 404


def stale(world: World) -> Visitor:
    """Ivan, who signed in long ago."""
    visitor = enter(world.ivan.members.get(role=MemberRole.OWNER).person)
    session = visitor.session
    del session["proved"]
    session.save()
    return visitor


def wish(world: World) -> dict[str, str]:
    return {"inn": world.ivan.inn, "kpp": "770101001", "ogrn": "", "holder": "ООО Иван", "bic": BIC,
            "bank_name": "ПАО СБЕРБАНК", "account": with_key("40702810000000000777", BIC),
            "corr_account": CORR_ACCOUNT}  # fmt: skip


def test_details_are_changed_after_a_fresh_code_only(world: World) -> None:
    add_member(
        world.ivan,
        person=add_person(email="v@example.com", name="Вера"),
        at=NOON,
        role=MemberRole.VIEWER,
    )
    before, visitor = find_bank_details(world.ivan), stale(world)
    assert "Confirm by a code" in visitor.get(DETAILS).content.decode()
    assert visitor.post(DETAILS, wish(world))["Location"].startswith(PROVE)
    assert find_bank_details(world.ivan) == before
    visitor.post(PROVE, {"next": DETAILS})
    (letter,) = mail.outbox
    code = letter.subject[:6]
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    assert visitor.post(PROVE, {"code": wrong, "next": DETAILS}).status_code == 422
    assert (
        visitor.post(PROVE, {"code": f" {code[:3]} {code[3:]}", "next": DETAILS})["Location"]
        == DETAILS
    )
    assert visitor.post(DETAILS, wish(world)).status_code == 302
    assert find_bank_details(world.ivan) != before
    run_jobs()
    told = {to for letter in mail.outbox[1:] for to in letter.to}
    assert {one.person.email for one in world.ivan.members.all()} <= told, "Everybody is told."


def test_five_wrong_codes_end_it_and_it_leads_nowhere_else(world: World) -> None:
    visitor = stale(world)
    visitor.post(PROVE)
    code = mail.outbox[0].subject[:6]
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for _try in range(5):
        visitor.post(PROVE, {"code": wrong})
    assert visitor.post(PROVE, {"code": code}).status_code == 422
    visitor.post(PROVE)
    fresh = mail.outbox[1].subject[:6]
    answer = visitor.post(PROVE, {"code": fresh, "next": "https://evil.example/"})
    assert answer["Location"] == DETAILS
