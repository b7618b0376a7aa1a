"""A partner moves in from another system: as he was there, with his code; he has yet to accept the offer."""

from __future__ import annotations

from datetime import datetime

from zabota.domain.attribution.models import PromoCodeStatus
from zabota.domain.attribution.operations import choose_code, decide_code
from zabota.domain.ledger.operations import open_accounts
from zabota.domain.partners.models import Member, Partner
from zabota.domain.partners.operations import add_member, add_partner
from zabota.domain.payouts.postings import on_the_way
from zabota.domain.people.operations import add_person
from zabota.domain.rewards.postings import owed
from zabota.kit.errors import Refusal
from zabota.kit.flow import flow
from zabota.kit.money import DEFAULT_CURRENCY


@flow
def partner_moved_in(
    *,
    name: str,
    email: str,
    legal_form: str,
    code: str,
    since: datetime,
    at: datetime,
    by: str,
    inn: str = "",
    kpp: str = "",
    ogrn: str = "",
    phone: str = "",
    city: str = "",
) -> Partner:
    """The partner with his owner and his code, approved as it was in use; all or nothing.

    He earns from now on and is paid once he accepts the offer. Refused when his e-mail, his
    requisites or his code cannot be taken.
    """
    person = add_person(email=email, name=name)
    if Member.objects.filter(person=person).exists():
        raise Refusal("Somebody with this e-mail is a partner already.", code="email_taken")
    partner = add_partner(
        name=name,
        legal_form=legal_form,
        email=email,
        at=since,
        inn=inn,
        kpp=kpp,
        ogrn=ogrn,
        phone=phone,
        city=city,
        by=by,
    )
    add_member(partner, person=person, at=at)
    open_accounts([owed(partner.pk), on_the_way(partner.pk)], currency=DEFAULT_CURRENCY)
    chosen = choose_code(partner, wished=code, at=since, by=by)
    decide_code(chosen, status=PromoCodeStatus.APPROVED, at=at, by=by)
    return partner
