"""Verbs of what may be sold by invoice."""

from __future__ import annotations

from zabota.domain.invoices.models import Product
from zabota.domain.invoices.operations.settings import SettingsRefused
from zabota.kit.money import Money


def put_product(
    product: Product | None = None,
    *,
    name: str,
    price: Money,
    unit: str,
    code: str = "",
) -> Product:
    """A new product, or other words and another price of a known one; invoices issued keep theirs."""
    if not name.strip():
        raise SettingsRefused("Give the product a name: it stands in the line of the invoice.")
    if price.minor < 0:
        raise SettingsRefused("A price is not below zero.")
    product = product or Product()
    product.name, product.unit, product.code = name, unit, code
    product.price_minor, product.currency = price.minor, price.currency
    product.save()
    return product


def offer_product(product: Product, *, on: bool) -> None:
    """Whether it can be chosen in a line; hidden ones stay in the invoices that have them."""
    Product.objects.filter(pk=product.pk).update(offered=on)
