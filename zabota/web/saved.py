"""Saved views: names for the filters and columns of a list, one's own or everybody's, at any site."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from zabota.domain.people.models import SavedView
from zabota.domain.people.operations import rename_view, save_view, share_view, unsave_view
from zabota.kit.access import View
from zabota.kit.clock import now
from zabota.ui.acting import refusals_said
from zabota.ui.columns import Table
from zabota.ui.lists import PLACES
from zabota.ui.parts import Saved, Shelf
from zabota.ui.toasts import say


class SavedViews:
    """Views of one site; `lists` are its lists that have them: key → name of the address.

    Those of `shared` (key → what the choice is called) may be kept for everybody of the site by whom
    `may_share` allows.
    """

    def __init__(
        self,
        *,
        site: str,
        rule: Callable[[View], View],
        lists: Mapping[str, str],
        may_save: Callable[[HttpRequest], bool] = lambda request: True,
        shared: Mapping[str, str | Promise] | None = None,
        may_share: Callable[[HttpRequest], bool] = lambda _request: False,
    ) -> None:
        self.site = site
        self.rule = rule
        self.lists = lists
        self.may_save = may_save
        self.shared = shared or {}
        self.may_share = may_share

    def addresses(self) -> list[URLPattern]:
        """The addresses, named `save_view`, `rename_view` and `unsave_view`."""
        return [
            path("views/save/", self.rule(require_POST(self.save)), name="save_view"),
            path(
                "views/<int:pk>/rename/", self.rule(require_POST(self.rename)), name="rename_view"
            ),
            path(
                "views/<int:pk>/remove/", self.rule(require_POST(self.remove)), name="unsave_view"
            ),
        ]

    def of(self, request: HttpRequest, key: str, table: Table) -> Shelf:
        """The views of the list that the person sees, and what of the present address can be kept."""
        listed, query = reverse(self.lists[key]), tidy(request.GET, but=table.untold)
        shares = key in self.shared and self.may_share(request)
        rows = self._seen(request).filter(place=self._place(key)).order_by("person", "name")
        return Shelf(
            [
                Saved(
                    f"{listed}?{row.query}",
                    row.name,
                    row.query == query,
                    reverse(f"{self.site}:unsave_view", args=[row.pk])
                    if row.person_id or shares
                    else "",
                    shared=row.person_id is None,
                    rename_url=reverse(f"{self.site}:rename_view", args=[row.pk])
                    if row.person_id or shares
                    else "",
                )
                for row in rows
            ],
            reverse(f"{self.site}:save_view"),
            key,
            query,
            may_save=self.may_save(request),
            share=str(self.shared[key]) if shares else "",
        )

    def _seen(self, request: HttpRequest) -> QuerySet[SavedView]:
        """His own views, and those for everybody."""
        return SavedView.objects.filter(Q(person=request.user) | Q(person=None))  # type: ignore[misc]

    def save(self, request: HttpRequest) -> HttpResponse:
        """Keep filters and columns under a name; one's own of the same name is replaced."""
        given = {name: request.POST.get(name) or request.GET.get(name, "") for name in
                 ("list", "name", "query", "shared")}  # fmt: skip
        key = given["list"]
        if key not in self.lists:
            raise Http404(key)
        query = tidy(QueryDict(given["query"].replace("\x00", "")[:2000]))
        kept: dict[str, Any] = {
            "place": self._place(key), "name": given["name"], "query": query, "at": now(),
        }  # fmt: skip
        with refusals_said(request):
            if given["shared"]:
                self._check_sharing(request, key)
                view = share_view(**kept, by=str(request.user))
                say(request, _("The view “%(name)s” is kept for everybody.") % {"name": view.name})
            else:
                view = save_view(request.user, **kept)  # type: ignore[arg-type]
                say(request, _("The view “%(name)s” is kept.") % {"name": view.name})
        return redirect(f"{reverse(self.lists[key])}?{query}")

    def _check_sharing(self, request: HttpRequest, key: str) -> None:
        if key not in self.shared or not self.may_share(request):
            raise PermissionDenied

    def _own(self, request: HttpRequest, pk: int) -> tuple[SavedView, str]:
        """A view of this site that the person may change, and the list it is of."""
        row = get_object_or_404(self._seen(request), pk=pk)
        key = row.place.partition(":")[2]
        if key not in self.lists or row.place != self._place(key):
            raise Http404(row.place)
        if row.person_id is None:
            self._check_sharing(request, key)
        return row, key

    def rename(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Another name for a view; bulletins that went to it keep their own filters."""
        row, key = self._own(request, pk)
        before = row.name
        with refusals_said(request):
            rename_view(row, name=request.POST.get("name") or request.GET.get("name", ""))
            say(
                request,
                _("The view is called “%(name)s” now.") % {"name": row.name},
                undo_url=f"{request.path}?{urlencode({'name': before})}",
            )
        return redirect(f"{reverse(self.lists[key])}?{row.query}")

    def remove(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Forget a view; it can be taken back."""
        row, key = self._own(request, pk)
        unsave_view(row)
        undo = {"list": key, "name": row.name, "query": row.query}
        undo |= {} if row.person_id else {"shared": "1"}
        say(
            request,
            _("The view “%(name)s” is forgotten.") % {"name": row.name},
            undo_url=f"{reverse(f'{self.site}:save_view')}?{urlencode(undo)}",
        )
        return redirect(f"{reverse(self.lists[key])}?{row.query}")

    def _place(self, key: str) -> str:
        return f"{self.site}:{key}"


def tidy(query: QueryDict, *, but: Collection[str] = ()) -> str:
    """What of an address is a view: filters, order and columns, sorted, nothing empty."""
    kept = [
        (name, value)
        for name, values in query.lists()
        if name not in PLACES and name not in but
        for value in values
        if value
    ]
    return urlencode(sorted(kept))
