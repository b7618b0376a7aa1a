"""Keys of the API: made by the owner, shown once, revoked at any time."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from zabota.domain.people.models import ApiKey
from zabota.domain.people.operations import make_key, revoke_key
from zabota.domain.people.rules import KeyRight, Right
from zabota.kit.clock import now
from zabota.kit.errors import Refusal
from zabota.ui.acting import sentence_of
from zabota.ui.toasts import say
from zabota.web.backoffice.access import staff_page
from zabota.web.backoffice.frame import page

WORDS = {
    KeyRight.CLIENTS_ADD: gettext_lazy("register clients"),
    KeyRight.CLIENTS_READ: gettext_lazy("read clients"),
    KeyRight.CODES_READ: gettext_lazy("ask whether a promo code is known"),
    KeyRight.PAYMENTS_ADD: gettext_lazy("tell of payments"),
    KeyRight.LEADS_ADD: gettext_lazy("hand over leads"),
    KeyRight.INVOICES_ADD: gettext_lazy("issue invoices"),
    KeyRight.INVOICES_READ: gettext_lazy("read invoices"),
}


class KeyForm(forms.Form):
    """What the key is for, and what it may do."""

    name = forms.CharField(label=gettext_lazy("What the key is for"), max_length=80)
    rights = forms.MultipleChoiceField(
        label=gettext_lazy("What it may do"),
        choices=[(str(right), label) for right, label in WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )


@staff_page(Right.KEYS)
@never_cache
@require_http_methods(["GET", "POST"])
def keys(request: HttpRequest) -> HttpResponse:
    """All keys; a new one is shown on the answer to its making and never again."""
    form = KeyForm(request.POST or None)
    secret = ""
    if form.is_bound and form.is_valid():
        rights = [KeyRight(one) for one in form.cleaned_data["rights"]]
        try:
            _key, secret = make_key(
                name=form.cleaned_data["name"], rights=rights, at=now(), by=str(request.user)
            )
        except Refusal as refusal:
            form.add_error("name", sentence_of(refusal))
        else:
            form = KeyForm()
    rows = [
        (key, ", ".join(str(WORDS[KeyRight(one)]) for one in key.rights))
        for key in ApiKey.objects.order_by("-revoked_at", "-made_at")
    ]
    return page(
        request,
        "keys.html",
        section="keys",
        rows=rows,
        form=form,
        secret=secret,
        status=422 if form.is_bound else 200,
    )


@staff_page(Right.KEYS)
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """The key opens nothing any more."""
    key = get_object_or_404(ApiKey, pk=pk)
    revoke_key(key, at=now(), by=str(request.user))
    say(request, _("The key “%(name)s” is revoked.") % {"name": key.name}, tone="info")
    return redirect("office:keys")
