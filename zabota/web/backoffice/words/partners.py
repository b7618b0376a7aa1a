"""Partners and their promo codes in words: tabs, what a step means."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _

from zabota.domain.attribution.models import PromoCodeStatus
from zabota.domain.partners.models import Partner, PartnerStatus
from zabota.ui.parts import Tab


def partner_tabs(active: str, *, pending: int) -> list[Tab]:
    """Partners, and the promo codes that wait."""
    tabs = (
        ("partners", "office:partners", _("Partners"), None),
        ("codes", "office:codes", _("Promo codes"), pending),
        ("links", "office:links", _("What links bring"), None),
    )
    return [Tab(reverse(name), label, key == active, n) for key, name, label, n in tabs]


def page_tabs(partner: Partner, active: str, *, clients: int) -> list[Tab]:
    """The parts of a partner's page."""
    tabs = (
        ("", _("Overview"), None),
        ("clients", _("Clients"), clients),
        ("rewards", _("Rewards"), None),
        ("payouts", _("Payouts"), None),
        ("papers", _("Papers"), None),
        ("taxes", _("Taxes"), None),
        ("notes", _("Notes"), None),
        ("history", _("History"), None),
    )
    return [Tab(part_address(partner.pk, key), label, key == active, n) for key, label, n in tabs]


def sections() -> list[tuple[str, str]]:
    """What stands on the overview: the anchor of each section and its word."""
    return [
        ("notes", _("Notes")),
        ("line", _("Direct line")),
        ("clients", _("Clients")),
        ("papers", _("Papers")),
        ("codes", _("Promo codes")),
        ("people", _("People")),
        ("details", _("Details")),
        ("history", _("History")),
    ]


def part_address(pk: int, part: str) -> str:
    """The address of a part of a partner's page; of the overview without a part."""
    if not part:
        return reverse("office:partner", args=[pk])
    return reverse("office:partner_part", args=[pk, part])


def standings(partner: Partner) -> list[tuple[str, str, str]]:
    """Standings other than the present one: value, word, what it means."""
    meant = {
        PartnerStatus.ACTIVE: _("brings clients and is paid as promised"),
        PartnerStatus.STOPPED: _("brings nobody new; rewards and payouts go on"),
        PartnerStatus.PAUSED: _("rewards go on, payouts wait until you lift it"),
        PartnerStatus.LEFT: _("has left; what is earned is still paid"),
    }
    return [
        (str(value), str(label), meant[PartnerStatus(value)])
        for value, label in PartnerStatus.choices
        if value != partner.status and value != PartnerStatus.LEFT  # that is a farewell's business
    ]


def decided_sentence(status: str) -> str:
    """What a decision on a promo code has done; takes the code."""
    return {
        PromoCodeStatus.APPROVED: _("%(code)s is approved."),
        PromoCodeStatus.REJECTED: _("%(code)s is rejected: it brings no new clients."),
        PromoCodeStatus.RETIRED: _("%(code)s is retired: it brings no new clients."),
        PromoCodeStatus.PENDING: _("%(code)s works and waits for approval again."),
    }[PromoCodeStatus(status)]
