"""Saved views: a person's own names for the filters and columns of a list, at any site."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zabota.domain.people.models import SavedView
from zabota.domain.people.operations import save_view, unsave_view
from zabota.kit.access import View
from zabota.kit.clock import now
from zabota.ui.acting import refusals_said
from zabota.ui.parts import Saved, Shelf
from zabota.ui.toasts import say

NOT_KEPT = ("page", "as")


class SavedViews:
    """Views of one site; `lists` are its lists that have them: key → name of the address."""

    def __init__(
        self,
        *,
        site: str,
        rule: Callable[[View], View],
        lists: Mapping[str, str],
        may_save: Callable[[HttpRequest], bool] = lambda request: True,
    ) -> None:
        self.site = site
        self.rule = rule
        self.lists = lists
        self.may_save = may_save

    def addresses(self) -> list[URLPattern]:
        """The addresses, named `save_view` and `unsave_view`."""
        return [
            path("views/save/", self.rule(require_POST(self.save)), name="save_view"),
            path(
                "views/<int:pk>/remove/", self.rule(require_POST(self.remove)), name="unsave_view"
            ),
        ]

    def of(self, request: HttpRequest, key: str) -> Shelf:
        """The person's views of the list, and what of the present address can be kept."""
        listed, query = reverse(self.lists[key]), tidy(request.GET)
        rows = SavedView.objects.filter(person=request.user, place=self._place(key))  # type: ignore[misc]
        return Shelf(
            [
                Saved(
                    f"{listed}?{row.query}",
                    row.name,
                    row.query == query,
                    reverse(f"{self.site}:unsave_view", args=[row.pk]),
                )
                for row in rows.order_by("name")
            ],
            reverse(f"{self.site}:save_view"),
            key,
            query,
            may_save=self.may_save(request),
        )

    def save(self, request: HttpRequest) -> HttpResponse:
        """Keep filters and columns under a name; the same name again is replaced."""
        given = {name: request.POST.get(name) or request.GET.get(name, "") for name in
                 ("list", "name", "query")}  # fmt: skip
        if given["list"] not in self.lists:
            raise Http404(given["list"])
        query = tidy(QueryDict(given["query"].replace("\x00", "")[:2000]))
        with refusals_said(request):
            kept = save_view(
                request.user,  # type: ignore[arg-type]
                place=self._place(given["list"]),
                name=given["name"],
                query=query,
                at=now(),
            )
            say(request, _("The view “%(name)s” is kept.") % {"name": kept.name})
        return redirect(f"{reverse(self.lists[given['list']])}?{query}")

    def remove(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Forget one's own view; it can be taken back."""
        row = get_object_or_404(SavedView, pk=pk, person=request.user)
        key = row.place.partition(":")[2]
        if key not in self.lists or row.place != self._place(key):
            raise Http404(row.place)
        unsave_view(row)
        undo = urlencode({"list": key, "name": row.name, "query": row.query})
        say(
            request,
            _("The view “%(name)s” is forgotten.") % {"name": row.name},
            undo_url=f"{reverse(f'{self.site}:save_view')}?{undo}",
        )
        return redirect(f"{reverse(self.lists[key])}?{row.query}")

    def _place(self, key: str) -> str:
        return f"{self.site}:{key}"


def tidy(query: QueryDict) -> str:
    """What of an address is a view: filters, order and columns, sorted, nothing empty."""
    kept = [
        (name, value)
        for name, values in query.lists()
        if name not in NOT_KEPT
        for value in values
        if value
    ]
    return urlencode(sorted(kept))
