"""How the vendor pays VAT, from a day on: without it no invoice is issued."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from zabota.domain.invoices.models import VatRegime
from zabota.domain.invoices.operations import forget_vat_regime, set_vat_regime
from zabota.domain.people.rules import Right
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.kit.vat import VatKind, vat_words
from zabota.ui.acting import refusals_said, sentence_of
from zabota.ui.toasts import say
from zabota.web.backoffice.access import rights_of, staff_page
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.words.invoices import invoice_tabs


class RegimeForm(forms.Form):
    """From which day, at which rate, on which legal ground."""

    valid_from = forms.DateField(
        label=gettext_lazy("From"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("VAT"), choices=[(kind.value, vat_words(kind)) for kind in VatKind]
    )
    basis = forms.CharField(
        label=gettext_lazy("Legal ground, if there is no tax"), max_length=120, required=False
    )


@staff_page(Right.SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def regimes(request: HttpRequest) -> HttpResponse:
    """All regimes by their days, and a new one."""
    form = RegimeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid() and _set(request, form):
        return redirect("office:vat")
    return page(
        request,
        "invoices/vat.html",
        section="invoices",
        tabs=invoice_tabs("vat", rights=rights_of(request)),
        form=form,
        rows=VatRegime.objects.order_by("-valid_from"),
        status=422 if form.is_bound else 200,
    )


def _set(request: HttpRequest, form: RegimeForm) -> bool:
    said = form.cleaned_data
    try:
        set_vat_regime(
            valid_from=said["valid_from"],
            kind=VatKind(said["kind"]),
            basis=said["basis"],
            at=now(),
            by=str(request.user),
        )
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return False
    say(request, _("Invoices of that day and later say so."))
    return True


@staff_page(Right.SETTINGS)
@require_POST
def forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a regime away; invoices issued keep what they say."""
    regime = get_object_or_404(VatRegime, pk=pk)
    with refusals_said(request):
        forget_vat_regime(regime, at=now(), by=str(request.user))
        say(request, _("The regime is taken away."), tone="info")
    return redirect("office:vat")
