"""Stories of this partner: he writes, proposes, agrees with the editors, takes one from the site."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.domain.partners.rules import MemberRight
from zabota.domain.stories.models import Side, Story, StoryKind, StoryStatus
from zabota.domain.stories.operations.agreeing import propose, withdraw
from zabota.domain.stories.operations.writing import (
    TURNS,
    begin_story,
    reword,
    set_picture,
    throw_away,
)
from zabota.domain.stories.queries import find_wording, get_wording, list_stories
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.kit.uploads import take_upload
from zabota.ui.acting import reason_of, refusals_said, sentence_of
from zabota.ui.lists import one_page
from zabota.ui.toasts import say
from zabota.web.cabinet.access import members_page, partner_of, partner_page
from zabota.web.cabinet.frame import page
from zabota.web.wording.stories import (
    StoryForm,
    changes,
    is_other_picture,
    story_as_typed,
)
from zabota.web.wording.texts import text_html


def _story(request: HttpRequest, pk: int) -> Story:
    return get_object_or_404(Story, pk=pk, partner=partner_of(request))


@members_page
@require_safe
def stories(request: HttpRequest) -> HttpResponse:
    """His stories, and how one comes about."""
    rows = list_stories(partner_of(request))
    return page(request, "stories/list.html", section="stories", page=one_page(request, rows))


@members_page
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new draft."""
    form = StoryForm(request.POST or None, request.FILES or None)
    if form.is_bound and form.is_valid():
        story = begin_story(
            partner_of(request), kind=StoryKind(form.cleaned_data["kind"]), words=form.words(),
            at=now(), by=str(request.user),
        )  # fmt: skip
        _keep_picture(request, story, form)
        say(request, _("Saved as a draft. Only you see it."), tone="info")
        return redirect("cabinet:story", story.pk)
    return _editor(request, None, form)


@members_page
@require_http_methods(["GET", "HEAD", "POST"])
def story(request: HttpRequest, pk: int) -> HttpResponse:
    """One story: to write on while it is his turn, else to read."""
    shown = _story(request, pk)
    words = get_wording(shown)
    form = StoryForm(
        request.POST or None, request.FILES or None,
        initial=story_as_typed(shown, words), changed_by=words.by,
    )  # fmt: skip
    form.fields.pop("kind")
    if form.is_bound and form.is_valid():
        _save(request, shown, form)
        return redirect("cabinet:story", pk)
    if shown.status in TURNS[Side.PARTNER]:
        return _editor(request, shown, form)
    return page(
        request, "stories/story.html", section="stories", story=shown, words=words,
        text=text_html(words.text),
    )  # fmt: skip


def _save(request: HttpRequest, shown: Story, form: StoryForm) -> None:
    with refusals_said(request):
        reword(shown, side=Side.PARTNER, words=form.words(), at=now(), by=str(request.user))
        _keep_picture(request, shown, form)
        say(request, _("Saved."))


def _keep_picture(request: HttpRequest, story: Story, form: StoryForm) -> None:
    """The picture that came with the words; one that is refused does not lose them."""
    sent = form.cleaned_data["picture"]
    who: dict[str, Any] = {"side": Side.PARTNER, "at": now(), "by": str(request.user)}
    try:
        if sent:
            upload = take_upload(sent.name or "", sent.read())
            set_picture(story, upload=upload, **who)
        elif form.cleaned_data["no_picture"]:
            set_picture(story, upload=None, **who)
    except Refusal as refusal:
        say(request, sentence_of(refusal), tone="late")


def _editor(request: HttpRequest, shown: Story | None, form: StoryForm) -> HttpResponse:
    asked: dict[str, Any] = {}
    if shown and shown.status == StoryStatus.RETURNED:
        words = get_wording(shown)
        mine = find_wording(shown, shown.approved_by_partner)
        asked = {
            "stretches": changes(mine, words) if mine != words else [],
            "is_other_picture": is_other_picture(mine, words),
            "is_agreed_by_staff": shown.approved_by_staff == words.number,
        }
    return page(
        request,
        "stories/edit.html",
        section="stories",
        story=shown,
        form=form,
        status=422 if form.is_bound else 200,
        **asked,
    )


@members_page
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What is being typed, as it will be read; nothing is saved."""
    form = StoryForm(request.POST)
    form.is_valid()
    return render(request, "cabinet/stories/preview.html", {
        "title": form.cleaned_data.get("title", ""),
        "summary": form.cleaned_data.get("summary", ""),
        "text": text_html(form.cleaned_data.get("text", "")),
    })  # fmt: skip


@members_page
@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture above the story."""
    shown = _story(request, pk)
    if shown.picture is None:
        raise Http404
    return HttpResponse(bytes(shown.picture), content_type="image/png")


@partner_page(MemberRight.FRONT)
@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """To the editors; words they have approved already are published."""
    with refusals_said(request):
        moved = propose(
            _story(request, pk), note=request.POST.get("note", "").strip()[:1000], at=now(),
            by=str(request.user),
        )  # fmt: skip
        if moved.status == StoryStatus.PUBLISHED:
            say(request, _("Published. Share it: the link and the picture are ready."))
        else:
            say(request, _("The editors have it. They write to you when they have read it."))
    return redirect("cabinet:story", pk)


@partner_page(MemberRight.FRONT)
@require_POST
def take_down(request: HttpRequest, pk: int) -> HttpResponse:
    """From the site; it becomes a draft again."""
    shown = _story(request, pk)
    with refusals_said(request):
        withdraw(shown, reason=reason_of(request), at=now(), by=str(request.user))
        say(request, _("The story is off the site. It is a draft again."), tone="info")
    return redirect("cabinet:story", pk)


@members_page
@require_POST
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft nobody has seen is gone for good."""
    with refusals_said(request):
        throw_away(_story(request, pk))
        say(request, _("The draft is gone."), tone="info")
        return redirect("cabinet:stories")
    return redirect("cabinet:story", pk)
