"""What every page of invoices stands in: the site it belongs to, its rules, its desk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from zabota.domain.invoices.models import Invoice
from zabota.kit.access import View
from zabota.ui.columns import Table
from zabota.ui.parts import Shelf
from zabota.web.billing.desk import Desk

Frame = Callable[..., HttpResponse]
Rule = Callable[[View], View]


class SitePages:
    """Views for one site; `looks` guards what shows, `writes` what changes."""

    def __init__(
        self, *, site: str, looks: Rule, writes: Rule, frame: Frame,
        desk_of: Callable[[HttpRequest], Desk], shelf_of: Callable[[HttpRequest, str, Table], Shelf],
    ) -> None:  # fmt: skip
        self.site = site
        self.looks = looks
        self.writes = writes
        self.frame = frame
        self.desk_of = desk_of
        self.shelf_of = shelf_of

    def settings(self) -> dict[str, Any]:
        """What other pages of the same site are made with."""
        return {
            "site": self.site,
            "looks": self.looks,
            "writes": self.writes,
            "frame": self.frame,
            "desk_of": self.desk_of,
            "shelf_of": self.shelf_of,
        }

    def _page(self, request: HttpRequest, template: str, **context: Any) -> HttpResponse:
        desk = self.desk_of(request)
        return self.frame(
            request,
            f"invoices/{template}",
            section="invoices",
            site=self.site,
            desk=desk,
            url_new=reverse(f"{self.site}:new_invoice"),
            **context,
        )

    def _one(self, request: HttpRequest, pk: int) -> Invoice:
        return get_object_or_404(self.desk_of(request).invoices(), pk=pk)

    def _to(self, pk: int) -> HttpResponse:
        return redirect(f"{self.site}:invoice", pk)
