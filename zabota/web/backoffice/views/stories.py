"""Stories for the editors: read, edit, approve, decline, take from the site."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.domain.people.rules import Right
from zabota.domain.stories.models import Side, Story, StoryStatus
from zabota.domain.stories.operations.agreeing import approve, decline, withdraw
from zabota.domain.stories.operations.writing import TURNS, reword, set_picture
from zabota.domain.stories.queries import find_wording, get_wording, list_stories
from zabota.kit.clock import now
from zabota.kit.uploads import take_upload
from zabota.ui.acting import reason_of, refusals_said
from zabota.ui.columns import Column, Table
from zabota.ui.lists import csv_of, one_page, wants_csv, word
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page, part
from zabota.web.backoffice.views.saved import views
from zabota.web.wording.stories import (
    StoryForm,
    changes,
    is_other_picture,
    story_as_typed,
)
from zabota.web.wording.texts import text_html


@staff_page(Right.READ)
@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """All stories but drafts nobody has proposed, those that moved last first."""
    rows = list_stories().exclude(status=StoryStatus.DRAFT, slug=None)
    state = word(request, "state")
    if state in StoryStatus.values:
        rows = rows.filter(status=state)
    if found := word(request):
        rows = rows.filter(Q(title__icontains=found) | Q(partner__name__icontains=found))
    table = Table(request, columns(), order="-moved")
    rows = table.sorted(rows)
    if wants_csv(request):
        header = [_("Story"), _("Kind"), _("Partner"), _("State"), _("Moved"), _("Published")]
        return csv_of("stories", header, rows, lambda one: [
            one.title, one.get_kind_display(), one.partner.name, one.get_status_display(),
            one.moved_at, one.published_at])  # fmt: skip
    return page(
        request,
        "stories/list.html",
        section="stories",
        states=StoryStatus.choices,
        state=state,
        page=one_page(request, rows),
        table=table,
        shelf=views.of(request, "stories", table),
    )


def columns() -> list[Column]:
    """What the list may show."""
    return [
        Column("story", _("Story"), by="title", fixed=True),
        Column("partner", _("Partner"), by="partner__name"),
        Column("kind", _("Kind"), by="kind"),
        Column("state", _("State"), by="status"),
        Column("moved", _("Moved"), by="moved_at"),
        Column("published", _("Published"), first=False, by="published_at", sparse=True),
    ]


def _story(pk: int) -> Story:
    return get_object_or_404(
        Story.objects.select_related("partner").exclude(status=StoryStatus.DRAFT, slug=None), pk=pk
    )


@staff_page(Right.READ)
@require_safe
def story(request: HttpRequest, pk: int) -> HttpResponse:
    """One story as it stands: its words, what changed since the partner approved, what to do."""
    shown = _story(pk)
    words = get_wording(shown)
    theirs = find_wording(shown, shown.approved_by_partner)
    return page(
        request,
        "stories/story.html",
        section="stories",
        story=shown,
        words=words,
        text=text_html(words.text),
        is_changed=theirs is not None and theirs != words,
        stretches=changes(theirs, words) if theirs != words else [],
        is_other_picture=is_other_picture(theirs, words),
        wordings=shown.wordings.order_by("-number"),
    )


@staff_page(Right.PARTNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Other words; the partner is asked before they are read by others."""
    shown = _story(pk)
    if shown.status not in TURNS[Side.STAFF]:
        return redirect("office:story", pk)
    form = StoryForm(
        request.POST or None, request.FILES or None,
        initial=story_as_typed(shown, get_wording(shown)),
    )  # fmt: skip
    form.fields.pop("kind")
    if form.is_bound and form.is_valid():
        with refusals_said(request):
            reword(shown, side=Side.STAFF, words=form.words(), at=now(), by=str(request.user))
            who: dict[str, Any] = {"side": Side.STAFF, "at": now(), "by": str(request.user)}
            if sent := form.cleaned_data["picture"]:
                upload = take_upload(sent.name or "", sent.read())
                set_picture(shown, upload=upload, **who)
            elif form.cleaned_data["no_picture"]:
                set_picture(shown, upload=None, **who)
            say(request, _("Saved."))
        return redirect("office:story", pk)
    status = 422 if form.is_bound else 200
    return page(
        request, "stories/edit.html", section="stories", story=shown, form=form, status=status
    )


@staff_page(Right.PARTNERS)
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What is being typed, as it will be read; nothing is saved."""
    form = StoryForm(request.POST)
    form.is_valid()
    return part(
        request,
        "stories/preview.html",
        title=form.cleaned_data.get("title", ""),
        summary=form.cleaned_data.get("summary", ""),
        text=text_html(form.cleaned_data.get("text", "")),
    )


@staff_page(Right.READ)
@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture above the story."""
    del request
    shown = _story(pk)
    if shown.picture is None:
        raise Http404
    return HttpResponse(bytes(shown.picture), content_type="image/png")


@staff_page(Right.PARTNERS)
@require_POST
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish the partner's words, or ask him about ours."""
    with refusals_said(request):
        moved = approve(
            _story(pk), note=request.POST.get("note", "").strip()[:1000], at=now(),
            by=str(request.user),
        )  # fmt: skip
        if moved.status == StoryStatus.PUBLISHED:
            say(request, _("Published. The partner gets a letter."))
        else:
            say(request, _("The partner gets a letter and reads what you changed."))
    return redirect("office:story", pk)


@staff_page(Right.PARTNERS)
@require_POST
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Not taken, with a reason."""
    shown = _story(pk)
    with refusals_said(request):
        decline(shown, reason=reason_of(request), at=now(), by=str(request.user))
        say(request, _("Declined. The partner gets a letter with the reason."), tone="info")
    return redirect("office:story", pk)


@staff_page(Right.PARTNERS)
@require_POST
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    """From the site, with a reason."""
    shown = _story(pk)
    with refusals_said(request):
        withdraw(shown, reason=reason_of(request), at=now(), by=str(request.user))
        say(request, _("The story is off the site. It is a draft again."), tone="info")
    return redirect("office:story", pk)
