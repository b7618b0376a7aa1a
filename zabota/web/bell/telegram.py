"""A person's Telegram on the page of choices: tied, stopped or not there yet; and how it is tied."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from zabota.connectors.telegram.models import TelegramAccount
from zabota.connectors.telegram.operations.linking import (
    find_account,
    find_bot,
    make_link,
    unlink,
)
from zabota.domain.notices.rules import TELEGRAM
from zabota.domain.people.models import Person
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.ui.acting import refusals_said
from zabota.ui.toasts import say


@dataclass(frozen=True, slots=True)
class TelegramCard:
    """How a person's Telegram stands; there is no card where no bot is connected."""

    account: TelegramAccount | None
    url_link: str
    url_unlink: str


def card_of(person: Person, *, site: str) -> TelegramCard | None:
    """The card for the page of choices."""
    if find_bot() is None:
        return None
    return TelegramCard(
        find_account(person), reverse(f"{site}:link_telegram"), reverse(f"{site}:unlink_telegram")
    )


def check_ways(person: Person, ways: Mapping[str, str]) -> None:
    """Telegram is chosen by who has tied his."""
    if TELEGRAM in ways.values() and find_account(person) is None:
        raise Refusal("Connect your Telegram first.", code="no_telegram")


class TelegramPages:
    """Tying and untying, for one site; `frame` renders its page."""

    def __init__(self, *, site: str, frame: Any) -> None:
        self.site = site
        self.frame = frame

    def link(self, request: HttpRequest) -> HttpResponse:
        """A fresh link into Telegram, good once and for a quarter of an hour."""
        assert isinstance(request.user, Person)
        address = ""
        with refusals_said(request):
            address = make_link(request.user, at=now())
        if not address:
            return redirect(f"{self.site}:notice_choices")
        answer: HttpResponse = self.frame(
            request,
            "notices/telegram.html",
            section="notices",
            address=address,
            url_choices=reverse(f"{self.site}:notice_choices"),
        )
        answer["Cache-Control"] = "no-store"
        return answer

    def unlink(self, request: HttpRequest) -> HttpResponse:
        """His Telegram is tied no longer."""
        assert isinstance(request.user, Person)
        unlink(request.user, at=now(), by=str(request.user))
        say(request, _("Telegram is disconnected. What came there, comes by e-mail."), tone="info")
        return redirect(f"{self.site}:notice_choices")
