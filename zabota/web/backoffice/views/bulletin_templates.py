"""Templates of bulletins: kept words with fields, looked at with a partner's own figures."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.domain.news.models import BulletinTemplate
from zabota.domain.news.operations import WORDS, drop_template, keep_template
from zabota.domain.partners.models import Partner, PartnerStatus
from zabota.domain.people.rules import Right
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.ui.acting import sentence_of
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.forms.bulletin import TemplateForm
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.words.looks import MOST_READERS, looks


@staff_page(Right.READ)
@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """All templates, by name."""
    rows = BulletinTemplate.objects.order_by("name")
    return page(request, "bulletins/templates.html", section="bulletins", rows=rows)


@staff_page(Right.PARTNERS)
@require_http_methods(["GET", "HEAD", "POST"])
def template(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A template, new or changed; below, how a partner would read what is kept."""
    kept = get_object_or_404(BulletinTemplate, pk=pk) if pk is not None else None
    initial = {name: getattr(kept, name) for name in ("name", *WORDS)} if kept else None
    by = kept.changed_by if kept else ""
    form = TemplateForm(request.POST or None, initial=initial, changed_by=by)
    if form.is_bound and form.is_valid():
        try:
            saved = keep_template(
                kept,
                name=form.cleaned_data["name"],
                words=form.words(),
                at=now(),
                by=str(request.user),
            )
        except Refusal as refusal:
            form.add_error(None, sentence_of(refusal))
        else:
            say(request, _("The template “%(name)s” is kept.") % {"name": saved})
            return redirect("office:edit_bulletin_template", saved.pk)
    partners = Partner.objects.exclude(status=PartnerStatus.LEFT).order_by("name")
    readers = list(partners[:MOST_READERS]) if kept else []
    return page(
        request,
        "bulletins/template.html",
        section="bulletins",
        form=form,
        kept=kept,
        status=422 if form.is_bound else 200,
        **(looks(request, kept, readers) if kept else {}),
    )


@staff_page(Right.PARTNERS)
@require_POST
def drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a template."""
    kept = get_object_or_404(BulletinTemplate, pk=pk)
    drop_template(kept)
    say(request, _("The template “%(name)s” is forgotten.") % {"name": kept}, tone="info")
    return redirect("office:bulletin_templates")
