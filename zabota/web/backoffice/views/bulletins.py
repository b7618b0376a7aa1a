"""Bulletins to many partners: written, looked at, tried on oneself, sent with progress, stopped."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.connectors.mail.operations.bulletins import send_trial
from zabota.domain.news.models import Bulletin, BulletinStatus, BulletinTemplate, DeliveryStatus
from zabota.domain.news.operations import (
    drop_bulletin,
    start_bulletin,
    stop_bulletin,
    write_bulletin,
)
from zabota.domain.news.queries import (
    get_progress,
    list_recipients,
    list_segments,
)
from zabota.domain.partners.models import Partner
from zabota.domain.people.models import Person
from zabota.domain.people.rules import Right
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.ui.acting import refusals_said, sentence_of
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, during, one_page, picked, wants_csv, whole, word
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.bulletin import BulletinForm, form_of
from zabota.web.backoffice.frame import page, part
from zabota.web.backoffice.views.saved import views
from zabota.web.backoffice.words.looks import MOST_READERS, looks
from zabota.web.backoffice.words.segments import (
    filter_choices,
    filters_of,
    posted_filters,
    told_filters,
)

MOST_CHOSEN = 500


@staff_page(Right.READ)
@require_safe
def bulletins(request: HttpRequest) -> HttpResponse:
    """Everything that was told to many, with how many letters left."""
    left = Count("deliveries", filter=Q(deliveries__status=DeliveryStatus.SENT))
    rows = Bulletin.objects.annotate(people=Count("deliveries"), left=left)
    if found := word(request):
        rows = rows.filter(Q(title__icontains=found) | Q(text__icontains=found))
    if (status := word(request, "status")) in BulletinStatus.values:
        rows = rows.filter(status=status)
    table = Table(request, columns(), order="-written")
    rows = table.sorted(during(request, rows, "written_at"))
    if wants_csv(request):
        header = [_("Title"), _("State"), _("Written"), _("Written by"), _("Sent"), _("Sent by"),
                  _("Recipients"), _("Letters left")]  # fmt: skip
        return csv_of("bulletins", header, rows, lambda one: [
            one.title, one.get_status_display(), one.written_at, one.written_by, one.started_at,
            one.started_by, one.people, one.left])  # fmt: skip
    return page(
        request,
        "bulletins/list.html",
        section="bulletins",
        page=one_page(request, rows),
        table=table,
        shelf=views.of(request, "bulletins", table),
        states=BulletinStatus.choices,
        segments=[(one, told_filters(filters)) for one, filters in list_segments()],
    )


def columns() -> list[Column]:
    """What the list of bulletins may show."""
    return [
        Column("title", _("Title"), by="title", fixed=True),
        Column("state", _("State"), by="status"),
        Column("written", _("Written"), by="written_at"),
        Column("sent", _("Sent"), by="started_at", sparse=True),
        Column("people", _("Recipients"), by="people", numeric=True),
        Column("left", _("Letters left"), by="left", numeric=True),
    ]


def letter_columns() -> list[Column]:
    """What the list of letters of a bulletin may show."""
    return [
        Column("partner", _("Partner"), by="partner__name", fixed=True),
        Column("person", _("Person"), by="person__name"),
        Column("email", _("E-mail"), first=False, by="person__email"),
        Column("state", _("State"), by="status"),
        Column("when", _("When"), by="at", sparse=True),
    ]


@staff_page(Right.PARTNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """Write a bulletin or change a draft; the address may bring filters and chosen partners."""
    draft = get_object_or_404(Bulletin, pk=pk) if pk is not None else None
    if draft is not None and draft.status != BulletinStatus.DRAFT:
        return redirect("office:bulletin", draft.pk)
    template = BulletinTemplate.objects.filter(pk=whole(request, "template") or 0).first()
    given = request.POST if request.method == "POST" else None
    form = form_of(draft, given, template=template)
    form.beside = {_("To whom"): _whom(draft)} if draft else {}
    if request.method == "POST":
        filters, chosen = posted_filters(request.POST), _chosen(request.POST.getlist("partner"))
        if form.is_valid():
            saved = _save(request, draft, form, filters=filters, chosen=chosen)
            if saved is not None:
                return redirect("office:bulletin", saved.pk)
    elif draft is not None:
        filters, chosen = draft.filters, draft.partner_ids
    else:
        filters, chosen = filters_of(request), _chosen(request.GET.getlist("partner"))
    return page(
        request,
        "bulletins/write.html",
        section="bulletins",
        form=form,
        bulletin=draft,
        filters=filters,
        chosen=Partner.objects.filter(pk__in=chosen).order_by("name"),
        choices=filter_choices(),
        templates=[] if draft else templates_from(request),
        segments=list_segments(also_of=request.user),  # type: ignore[arg-type]
        status=422 if form.is_bound else 200,
        **_reach(filters, chosen),
    )


def templates_from(request: HttpRequest) -> list[tuple[str, str]]:
    """Names of the templates, and the address that begins from each, to the same partners."""
    query = request.GET.copy()
    links = []
    for one in BulletinTemplate.objects.order_by("name"):
        query["template"] = str(one.pk)
        links.append((one.name, f"?{query.urlencode()}"))
    return links


def _save(
    request: HttpRequest,
    draft: Bulletin | None,
    form: BulletinForm,
    *,
    filters: dict[str, str],
    chosen: list[int],
) -> Bulletin | None:
    given = form.cleaned_data
    try:
        return write_bulletin(
            draft,
            words=form.words(),
            filters=filters,
            partner_ids=chosen,
            by_mail=given["by_mail"],
            shown_until=given["shown_until"],
            at=now(),
            by=str(request.user),
        )
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return None


def _whom(draft: Bulletin) -> str:
    """To whom a draft goes, in words."""
    names = Partner.objects.filter(pk__in=draft.partner_ids).order_by("name")
    return ", ".join(names.values_list("name", flat=True)) or str(told_filters(draft.filters))


def _chosen(given: list[str]) -> list[int]:
    return sorted(set(picked(given)))[:MOST_CHOSEN]


def _reach(filters: dict[str, str], chosen: list[int]) -> dict[str, Any]:
    """How many partners and people it would reach now."""
    rows = list_recipients(Bulletin(filters=filters, partner_ids=chosen), at=now())
    counts = rows.order_by().aggregate(
        partners=Count("partner", distinct=True), people=Count("pk", distinct=True)
    )
    return {"reach": counts, "told": told_filters(filters)}


@staff_page(Right.READ)
@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """How many the filters of the form reach, while they are chosen."""
    chosen = _chosen(request.GET.getlist("partner"))
    return part(request, "bulletins/reach.html", **_reach(filters_of(request), chosen))


@staff_page(Right.READ)
@require_safe
def bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """How it looks, whom it reaches, how far its letters are, and each of them."""
    shown = get_object_or_404(Bulletin, pk=pk)
    log = shown.deliveries.select_related("person", "partner")
    if (status := word(request, "status")) in DeliveryStatus.values:
        log = log.filter(status=status)
    if found := word(request):
        log = log.filter(Q(partner__name__icontains=found) | Q(person__email__icontains=found))
    table = Table(request, letter_columns(), order="partner")
    log = table.sorted(log)
    if wants_csv(request):
        header = [_("Partner"), _("Person"), _("E-mail"), _("State"), _("When"), _("Fault")]
        return csv_of(f"bulletin-{pk}", header, log, _line)
    recipients = list_recipients(shown, at=now()).order_by().values("partner")
    readers = list(Partner.objects.filter(pk__in=recipients).order_by("name")[:MOST_READERS])
    progress = get_progress(shown)
    letters = sum(progress.values()) - progress["bell"] - progress["off"]
    return page(
        request,
        "bulletins/bulletin.html",
        section="bulletins",
        bulletin=shown,
        **looks(request, shown, readers),
        progress=[(label, progress[value]) for value, label in DeliveryStatus.choices],
        letters=letters,
        gone=letters - progress["waiting"],
        states=DeliveryStatus.choices,
        page=one_page(request, log),
        table=table,
        **_reach(shown.filters, shown.partner_ids),
    )


def _line(one: Any) -> list[Any]:
    return [one.partner.name, str(one.person), one.person.email, one.get_status_display(), one.at,
            one.fault]  # fmt: skip


@staff_page(Right.PARTNERS)
@require_POST
def trial(request: HttpRequest, pk: int) -> HttpResponse:
    """The letter to oneself."""
    shown = get_object_or_404(Bulletin, pk=pk)
    assert isinstance(request.user, Person)
    first = list_recipients(shown, at=now()).first()
    partner = first.partner if first else Partner(name=_("your company"))
    try:
        send_trial(shown, request.user, partner=partner, at=now())
    except OSError:
        say(request, _("The letter did not leave. Try again in a minute."), tone="late")
    else:
        say(request, _("The letter is on its way to %(email)s.") % {"email": request.user.email})
    return redirect("office:bulletin", pk)


@staff_page(Right.PARTNERS)
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Send it to everybody it reaches."""
    with refusals_said(request):
        shown = get_object_or_404(Bulletin, pk=pk)
        seen = request.POST.get("seen", "")
        started = start_bulletin(shown, seen=seen, at=now(), by=str(request.user))
        people = started.deliveries.count()
        words = ngettext("It goes out to %(n)s person.", "It goes out to %(n)s people.", people)
        say(request, words % {"n": people})
    return redirect("office:bulletin", pk)


@staff_page(Right.PARTNERS)
@require_POST
def stop(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep back what has not left."""
    with refusals_said(request):
        stop_bulletin(get_object_or_404(Bulletin, pk=pk), at=now(), by=str(request.user))
        say(request, _("Stopped: letters that had not left stay here."), tone="info")
    return redirect("office:bulletin", pk)


@staff_page(Right.PARTNERS)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    with refusals_said(request):
        drop_bulletin(get_object_or_404(Bulletin, pk=pk))
        say(request, _("The draft is thrown away."), tone="info")
    return redirect("office:bulletins")
