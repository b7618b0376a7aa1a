"""Strangers sign in, staff and other partners are refused, a clerk does not touch the money's way."""

from __future__ import annotations

import pytest
from django.test import Client as Visitor
from django.urls import reverse

from tests.world import World
from zabota.domain.payouts.models import Payout
from zabota.domain.rewards.models import Reward
from zabota.web.cabinet.urls import urlpatterns

pytestmark = pytest.mark.django_db
PLAIN = [
    "home",
    "search",
    "rewards",
    "payouts",
    "clients",
    "links",
    "check_code",
    "claims",
    "members",
    "offer",
    "statement",
    "terms",
    "funnel",
    "history",
    "reservations",
    "chat",
    "chat_search",
    "rating",
    "papers",
    "materials",
    "courses",
    "leads",
    "repeated",
    "invoices",
    "new_invoice",
    "notices",
    "notice_choices",
    "count_notices",
    "receipts",
    "tour",
    "board",
    "stories",
    "new_story",
    "prove",
    "news",
]
CHAT = ["line", "room", "say", "more", "people", "read", "mute", "message", "sign", "pin", "delete",
        "silence", "lift", "file"]  # fmt: skip
OWNERS = [
    "bank_details",
    "choose_code",
    "accept_offer",
    "hide_in_rating",
    "logo",
    "profile",
    "propose_vat",
    "takeout",
    "ask_takeout",
]
OF_SOMETHING = [
    "reward",
    "payout",
    "client",
    "client_status",
    "board_more",
    "save_view",
    "rename_view",
    "unsave_view",
    "move_client",
    "plan_step",
    "step_done",
    "tag_client",
    "note_client",
    "remove_client_note",
    "add_client_file",
    "client_file",
    "remove_client_file",
    "qr",
    "retire_code",
    "claim",
    "take_claim_back",
    "extend_reservation",
    "take_reservation_back",
    "join_campaign",
    "paper_pdf",
    "paper_scan",
    "sign_paper",
    *(f"chat_{deed}" for deed in CHAT),
    "story",
    "story_picture",
    "preview_story",
    "propose_story",
    "withdraw_story",
    "delete_story",
    "accept_lead",
    "decline_lead",
    "close_lead",
    "return_lead",
    "take_material",
    "material_preview",
    "favourite",
    "offer_version",
    "logo_picture",
    "course",
    "quiz",
    "attempt",
    "lesson",
    "lesson_picture",
    "certificate",
    "invoice",
    "invoice_pdf",
    "send_invoice",
    "cancel_invoice",
    "notice",
    "read_notices",
    "link_telegram",
    "unlink_telegram",
    "remind_invoice",
    "invoice_reminders",
    "repeat_invoice",
    "stop_repeating",
    "stop_schedule",
    "drop_draft",
    "takeout_file",
    "close_tour",
    "reopen_tour",
    "one_news",
    "change_member_role",
    "remove_member",
    "resend_invitation",
    "revoke_invitation",
]


def test_every_address_is_tried_here() -> None:
    assert {pattern.name for pattern in urlpatterns} == {*PLAIN, *OWNERS, *OF_SOMETHING}


@pytest.mark.parametrize("name", [*PLAIN, *OWNERS])
def test_strangers_sign_in_and_staff_is_refused(name: str, staff: Visitor) -> None:
    address = reverse(f"cabinet:{name}")
    answer = Visitor().get(address)
    assert (answer.status_code, answer["Location"].split("?")[0]) == (302, "/accounts/login/")
    assert staff.get(address).status_code == 403


@pytest.mark.parametrize("name", OWNERS)
def test_a_clerk_does_not_do_the_owners_deeds(name: str, clerk: Visitor) -> None:
    assert clerk.post(reverse(f"cabinet:{name}")).status_code == 403


@pytest.mark.parametrize("name", PLAIN)
def test_a_clerk_sees_the_rest(name: str, clerk: Visitor) -> None:
    assert clerk.get(reverse(f"cabinet:{name}")).status_code == 200


def test_what_is_anothers_is_not_there(world: World, rita: Visitor, sent: Payout) -> None:
    reward = Reward.objects.get()
    code = world.ivan.promo_codes.get()
    for address in (
        reverse("cabinet:reward", args=[reward.pk]),
        reverse("cabinet:payout", args=[sent.pk]),
        reverse("cabinet:client", args=[world.acme.pk]),
        reverse("cabinet:qr", args=[code.pk, "svg"]),
    ):
        assert rita.get(address).status_code == 404
        assert Visitor().get(address).status_code == 302
    retire = reverse("cabinet:retire_code", args=[code.pk])
    assert rita.post(retire).status_code == 404
    assert "Acme" not in rita.get(reverse("cabinet:clients")).content.decode()


@pytest.mark.parametrize("name", ["choose_code", "accept_offer", "ask_takeout", "link_telegram"])
def test_deeds_are_not_done_by_a_link(name: str, ivan: Visitor) -> None:
    assert ivan.get(reverse(f"cabinet:{name}")).status_code == 405


NOT_FOR_A_MANAGER = [
    "change_member_role",
    "remove_member",
    "resend_invitation",
    "revoke_invitation",
    "sign_paper",
]
NOT_FOR_AN_ACCOUNTANT = ["accept_lead", "decline_lead", "close_lead", "return_lead", "send_invoice", "cancel_invoice", "remind_invoice",
                         "take_claim_back", "extend_reservation", "take_reservation_back", "join_campaign", "retire_code",
                         "note_client", "plan_step", "tag_client", "add_client_file", "remove_member"]  # fmt: skip
CHANGES_NOTHING = [*NOT_FOR_A_MANAGER, *NOT_FOR_AN_ACCOUNTANT]


def refused(visitor: Visitor, name: str) -> bool:
    """Whether the deed is refused before anybody asks whether its thing exists."""
    return visitor.post(reverse(f"cabinet:{name}", args=[1])).status_code == 403


def test_lesser_roles_are_refused(clerk: Visitor, bookkeeper: Visitor, viewer: Visitor) -> None:
    assert [name for name in NOT_FOR_A_MANAGER if not refused(clerk, name)] == []
    assert [name for name in NOT_FOR_AN_ACCOUNTANT if not refused(bookkeeper, name)] == []
    assert [name for name in CHANGES_NOTHING if not refused(viewer, name)] == []


@pytest.mark.parametrize(
    "name", ["claims", "reservations", "new_invoice", "receipts", "members", *OWNERS]
)
def test_a_viewer_fills_in_no_form(viewer: Visitor, name: str) -> None:
    assert viewer.post(reverse(f"cabinet:{name}")).status_code == 403


def test_an_accountant_may_change_where_the_money_goes(bookkeeper: Visitor) -> None:
    assert bookkeeper.get(reverse("cabinet:bank_details")).status_code == 200
    assert bookkeeper.post(reverse("cabinet:members")).status_code == 403


def test_everybody_has_a_bell_of_his_own(viewer: Visitor) -> None:
    for name in ("read_notices", "link_telegram", "unlink_telegram"):
        assert viewer.post(reverse(f"cabinet:{name}")).status_code == 302
        assert Visitor().post(reverse(f"cabinet:{name}"))["Location"].startswith("/accounts/login/")
    assert "New invoice" not in viewer.get(reverse("cabinet:invoices")).content.decode()
