"""The card of a client: what the partner does on it; each deed is a POST and comes back."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from zabota.domain.attribution.models import Attribution
from zabota.domain.cards.models import CardFile, CardNote
from zabota.domain.cards.operations import (
    CardRefused,
    finish_step,
    keep_file,
    move_client,
    plan_step,
    restore_file,
    restore_note,
    tag_card,
    take_file_off,
    take_note_off,
    write_note,
)
from zabota.domain.cards.queries import find_card
from zabota.domain.cards.rules import clean_tags
from zabota.domain.clients.models import Client
from zabota.kit.clock import now
from zabota.kit.uploads import MOST_BYTES, UploadRefused, take_upload
from zabota.ui.acting import back, refusals_said
from zabota.ui.lists import word
from zabota.ui.toasts import say
from zabota.web.cabinet.access import members_page, partner_of
from zabota.web.cabinet.forms.cards import StepForm
from zabota.web.wording.files import attachment
from zabota.web.wording.statuses import Working


def client_of(request: HttpRequest, pk: int) -> Client:
    """A client who is or was the partner's; 404 for anybody else's."""
    mine = Attribution.objects.filter(client=pk, partner=partner_of(request))
    row = mine.select_related("client").first()
    return row.client if row else get_object_or_404(Client.objects.none())


@members_page
@require_POST
def change_status(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the working status by hand; `?to=` in the address takes it back."""
    client, undone = client_of(request, pk), word(request, "to")
    to = undone or request.POST.get("to", "")
    with refusals_said(request):
        why = request.POST.get("why", "").replace("\x00", "")
        before = move_client(
            client, partner=partner_of(request), to=to, at=now(), by=str(request.user), why=why
        )
        address = reverse("cabinet:client_status", args=[pk])
        say(
            request,
            _("%(client)s: %(status)s.") % {"client": client, "status": Working().label(to)},
            undo_url="" if undone or not before else f"{address}?{urlencode({'to': before})}",
        )
    return back(request, "cabinet:client", pk)


@members_page
@require_POST
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The next step with its day."""
    client, form = client_of(request, pk), StepForm(request.POST)
    with refusals_said(request):
        if not form.is_valid():
            raise CardRefused("Say what you will do next, and by which day.")
        plan_step(
            partner_id=partner_of(request).pk,
            client_id=client.pk,
            step=form.cleaned_data["step"],
            on=form.cleaned_data["on"],
            at=now(),
            by=str(request.user),
            seen=request.POST.get("seen", ""),
        )
        say(request, _("Planned."))
    return back(request, "cabinet:client", pk)


@members_page
@require_POST
def done(request: HttpRequest, pk: int) -> HttpResponse:
    """The step is made."""
    card = find_card(partner_of(request), client_of(request, pk))
    seen = request.POST.get("seen", "")
    with refusals_said(request):
        if card is not None and finish_step(card, at=now(), by=str(request.user), seen=seen):
            say(request, _("Done. What comes next?"))
    return back(request, "cabinet:client", pk)


@members_page
@require_POST
def tags(request: HttpRequest, pk: int) -> HttpResponse:
    """These tags instead of the ones before."""
    client = client_of(request, pk)
    with refusals_said(request):
        tag_card(
            partner_id=partner_of(request).pk,
            client_id=client.pk,
            tags=clean_tags(request.POST.get("tags", "")),
            at=now(),
            seen=request.POST.get("seen", ""),
        )
        say(request, _("Saved."))
    return back(request, "cabinet:client", pk)


@members_page
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Write something down."""
    client = client_of(request, pk)
    with refusals_said(request):
        write_note(
            partner_id=partner_of(request).pk,
            client_id=client.pk,
            words=request.POST.get("words", ""),
            at=now(),
            by=str(request.user),
        )
        say(request, _("Written down."))
    return back(request, "cabinet:client", pk)


@members_page
@require_POST
def remove_note(request: HttpRequest, pk: int, note_pk: int) -> HttpResponse:
    """Take a note off; `?back=1` puts it back."""
    rows = CardNote.objects.filter(card__partner=partner_of(request), card__client=pk)
    found = get_object_or_404(rows.select_related("card"), pk=note_pk)
    with refusals_said(request):
        if word(request, "back"):
            restore_note(found, at=now())
        else:
            take_note_off(found, at=now(), by=str(request.user))
            say(request, _("The note is taken off."), undo_url=f"{request.path}?back=1")
    return back(request, "cabinet:client", pk)


@members_page
@require_POST
def add_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Put files to the card: all of them, or none with the reason."""
    client, sent = client_of(request, pk), request.FILES.getlist("files")
    with refusals_said(request):
        if any((one.size or 0) > MOST_BYTES for one in sent):
            raise UploadRefused(
                "The file is larger than %(megabytes)s MB.", megabytes=MOST_BYTES // 1024 // 1024
            )
        keep_file(
            partner_id=partner_of(request).pk,
            client_id=client.pk,
            uploads=[take_upload(one.name or "", one.read()) for one in sent],
            at=now(),
            by=str(request.user),
        )
        say(request, _("The files are on the card."))
    return back(request, "cabinet:client", pk)


def _file(request: HttpRequest, pk: int, file_pk: int) -> CardFile:
    rows = CardFile.objects.filter(card__partner=partner_of(request), card__client=pk)
    return get_object_or_404(rows.select_related("card"), pk=file_pk)


@members_page
@require_safe
def file(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """A file of the card, to be saved; nothing in it runs."""
    found = _file(request, pk, file_pk)
    return attachment(found.name, bytes(found.content), found.content_type)


@members_page
@require_POST
def remove_file(request: HttpRequest, pk: int, file_pk: int) -> HttpResponse:
    """Take a file off; `?back=1` puts it back."""
    found = _file(request, pk, file_pk)
    with refusals_said(request):
        if word(request, "back"):
            restore_file(found, at=now())
        else:
            take_file_off(found, at=now(), by=str(request.user))
            said = _("%(name)s is taken off the card.") % {"name": found.name}
            say(request, said, undo_url=f"{request.path}?back=1")
    return back(request, "cabinet:client", pk)
