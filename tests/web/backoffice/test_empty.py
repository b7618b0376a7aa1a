"""Before anything has happened: every page of the back office stands, for each role."""

from __future__ import annotations

import pytest
from django.urls import reverse

from tests.web.backoffice.conftest import sign_in
from tests.web.looking import LINKS, find_pages
from zabota.domain.people.models import Role

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", list(Role))
def test_whatever_the_desk_of_an_empty_programme_leads_to_opens(role: Role) -> None:
    visitor = sign_in(role)
    desk = visitor.get(reverse("office:desk")).content.decode()
    links = {one for one in LINKS.findall(desk) if one.startswith("/office/")}
    assert len(links) > 10
    faults = {one: visitor.get(one).status_code for one in links}
    assert {one: code for one, code in faults.items() if code != 200} == {}


def test_the_owner_opens_every_page_of_an_empty_programme(db: None) -> None:
    pages = find_pages(sign_in(Role.OWNER), site="office", also=[reverse("office:desk")])
    assert len(pages) > 50
