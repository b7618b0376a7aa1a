"""Products that can be chosen in the lines of an invoice."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from zabota.domain.invoices.models import Product
from zabota.domain.invoices.operations import offer_product, put_product
from zabota.domain.people.rules import Right
from zabota.kit.errors import Refusal
from zabota.kit.money import Money
from zabota.ui.acting import sentence_of
from zabota.ui.toasts import say
from zabota.web.backoffice.access import rights_of, staff_page
from zabota.web.backoffice.forms.invoices import ProductForm
from zabota.web.backoffice.frame import page
from zabota.web.backoffice.words.invoices import invoice_tabs
from zabota.web.billing.forms import price_text


@staff_page(Right.SETTINGS)
@require_safe
def products(request: HttpRequest) -> HttpResponse:
    """All products; hidden ones last."""
    rows = Product.objects.order_by("-offered", "name", "pk")
    return page(
        request,
        "invoices/products.html",
        section="invoices",
        tabs=invoice_tabs("products", rights=rights_of(request)),
        rows=[(one, Money(one.price_minor, one.currency)) for one in rows],
    )


@staff_page(Right.SETTINGS)
@require_http_methods(["GET", "HEAD", "POST"])
def product(request: HttpRequest, pk: int | None = None) -> HttpResponse:
    """A new product, or another price of a known one."""
    known = get_object_or_404(Product, pk=pk) if pk else None
    first = {"currency": "RUB", "unit": "мес."}
    if known:
        first = {
            "name": known.name, "unit": known.unit, "code": known.code,
            "currency": known.currency, "price": price_text(known.price_minor),
        }  # fmt: skip
    form = ProductForm(request.POST if request.method == "POST" else None, initial=first)
    if form.is_bound and form.is_valid() and _save(request, form, known):
        return redirect("office:products")
    return page(
        request,
        "invoices/product.html",
        section="invoices",
        form=form,
        product=known,
        status=422 if form.is_bound else 200,
    )


def _save(request: HttpRequest, form: ProductForm, known: Product | None) -> bool:
    said = form.cleaned_data
    try:
        put_product(
            known,
            name=said["name"],
            price=Money(said["price"], said["currency"]),
            unit=said["unit"],
            code=said["code"],
        )
    except Refusal as refusal:
        form.add_error(None, sentence_of(refusal))
        return False
    say(request, _("Saved. Invoices issued before keep their prices."))
    return True


@staff_page(Right.SETTINGS)
@require_POST
def offer(request: HttpRequest, pk: int) -> HttpResponse:
    """Hide it from the lines, or show it again."""
    known = get_object_or_404(Product, pk=pk)
    offer_product(known, on=not known.offered)
    said = _("%(name)s is hidden.") if known.offered else _("%(name)s can be chosen again.")
    say(request, said % {"name": known.name}, tone="info")
    return redirect("office:products")
