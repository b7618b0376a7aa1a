"""The offer in the back office: written, looked at, published; who has accepted it."""

from __future__ import annotations

import io

import pytest
from django.test import Client as Visitor
from django.urls import reverse
from pypdf import PdfReader

from tests.web.backoffice.conftest import sign_in
from tests.world import World
from zabota.domain.people.models import Role
from zabota.domain.programme.models import Offer
from zabota.domain.programme.operations import accept_offer, draft_offer, publish_offer
from zabota.kit.clock import now

pytestmark = pytest.mark.django_db
LIST = "/office/offers/"
TYPED = {
    "title": "Договор-оферта",
    "text": "## 1. О чём\r\n\r\nПлатим **40 %**.\r\n\r\n- вам\r\n- всегда",
    "changes": "Стало короче.",
    "needed": "on",
    "needed_on": "",
}


@pytest.fixture
def owner(db: None) -> Visitor:
    """Viktor, who writes the terms."""
    return sign_in(Role.OWNER)


def test_from_an_empty_page_to_the_published_offer(owner: Visitor, world: World) -> None:
    assert owner.get(f"{LIST}new/").context["form"].initial["text"] == "Мы платим 40 %."
    shown = owner.post(f"{LIST}preview/", TYPED).content.decode()
    assert "<strong>40" in shown
    assert not Offer.objects.filter(number=None).exists(), "Looking saves nothing."
    assert owner.post(f"{LIST}new/", TYPED).status_code == 302
    draft = Offer.objects.get(number=None)
    assert draft.text == "## 1. О чём\n\nПлатим **40 %**.\n\n- вам\n- всегда\n"

    page = owner.get(reverse("office:offer", args=[draft.pk])).content.decode()
    for said in (
        "A draft: partners do not see it", "2 partners have to accept it anew",
        "its day has come already", "Comes: </span>1. О чём</ins>", "Comes: </span>Платим </ins>",
    ):  # fmt: skip
        assert said in page
    assert "**" not in page
    assert owner.post(reverse("office:publish_offer", args=[draft.pk])).status_code == 302
    page = owner.get(reverse("office:offer", args=[draft.pk])).content.decode()
    assert "<strong>0</strong> of 2 partners have accepted it" in page
    assert "Иван и Ко" in page
    assert "2 partners cannot be paid" in owner.get(LIST).content.decode()
    assert owner.get(reverse("office:edit_offer", args=[draft.pk])).status_code == 404
    owner.post(reverse("office:delete_offer", args=[draft.pk]))
    assert Offer.objects.filter(pk=draft.pk).exists(), "What is published is not thrown away."


def test_a_mistake_keeps_what_was_typed(owner: Visitor) -> None:
    answer = owner.post(f"{LIST}new/", {**TYPED, "text": "  \n ", "needed_on": "позавчера"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Стало короче." in page
    assert set(answer.context["form"].errors) == {"text", "needed_on"}


def test_a_script_in_the_text_does_not_run(owner: Visitor) -> None:
    typed = {**TYPED, "text": "<script>alert(1)</script> [тут](javascript:alert(1))"}
    shown = owner.post(f"{LIST}preview/", typed).content.decode()
    assert "<script" not in shown
    assert 'href="javascript' not in shown


def test_the_evidence_is_searched_and_taken_along(support: Visitor, world: World) -> None:
    new = publish_offer(title="Оферта", text="Иначе.", at=now(), by="Виктор")
    for one in (world.ivan, world.rita):
        accept_offer(
            one, offer=new, person=one.members.get().person, at=now(), address="203.0.113.7"
        )
    address = reverse("office:offer", args=[new.pk])
    found = support.get(address, {"q": "рита"})
    assert [one.partner for one in found.context["page"]] == [world.rita]
    assert "<strong>2</strong> of 2 partners" in found.content.decode(), (
        "A search counts nobody out."
    )
    sheet = support.get(address, {"as": "csv"}).content.decode()
    assert "203.0.113.7" in sheet
    assert sheet.count(new.sha256) == 2


def test_the_paper_says_what_the_page_says(support: Visitor, world: World) -> None:
    text = "## 1. О чём\n\nПлатим **40 %** с [оплат](https://example.com).\n\n1. вам\n2. всегда\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    offer = publish_offer(title="Оферта", text=text, at=now(), by="Виктор")
    answer = support.get(reverse("office:offer_paper", args=[offer.pk]))
    assert answer["Content-Type"] == "application/pdf"
    read = " ".join(
        page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages
    ).replace("\n", "")
    for said in ("Оферта № 2", "1. О чём", "всегда", offer.sha256[:20]):
        assert said in read
    public = Visitor().get(reverse("public:offer_paper", args=[2]))
    assert public.status_code == 200
    assert Visitor().get(reverse("public:offer_paper", args=[9])).status_code == 404


DEEDS = ["edit_offer", "publish_offer", "delete_offer"]


def test_who_may_come_and_who_may_write(
    stranger: Visitor, member: Visitor, support: Visitor, finance: Visitor, keeper: Visitor
) -> None:
    draft = draft_offer(title="Оферта", text="Иначе.")
    looks = [LIST, *(reverse(f"office:{one}", args=[draft.pk]) for one in ("offer", "offer_paper"))]
    writes = [f"{LIST}new/", f"{LIST}preview/"]
    writes += [reverse(f"office:{one}", args=[draft.pk]) for one in DEEDS]
    for address in looks:
        assert "login" in stranger.get(address)["Location"]
        assert member.get(address).status_code == 403
        assert support.get(address).status_code == 200
    for address in writes:
        assert "login" in stranger.post(address)["Location"]
        for lesser in (member, support, finance, keeper):
            assert lesser.post(address, TYPED).status_code == 403
    assert Offer.objects.get(pk=draft.pk).is_draft
    assert "New version" not in support.get(LIST).content.decode()
    assert "Throw away" not in support.get(looks[1]).content.decode()
