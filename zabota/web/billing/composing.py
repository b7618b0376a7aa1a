"""Reading the form of an invoice: what was typed, lines added and taken away, the running total."""

from __future__ import annotations

from dataclasses import dataclass
from secrets import token_hex
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.formats import localize

from zabota.domain.clients.models import Client
from zabota.domain.invoices.models import Draft, Invoice, Product
from zabota.domain.invoices.operations.issuing import lines_of
from zabota.domain.invoices.operations.settings import ask_letterhead
from zabota.domain.invoices.queries import NoVatRegime, find_basis, get_vat, list_products
from zabota.domain.invoices.rules.lines import MOST_LINES, Line, line_of
from zabota.kit.clock import local_date, now
from zabota.kit.money import Money
from zabota.ui.lists import whole
from zabota.web.billing.desk import Desk
from zabota.web.billing.forms import CURRENCIES, InvoiceForm, LineForms, price_text

FIELDS = ("product", "filled", "title", "period", "quantity", "unit", "price")


@dataclass(frozen=True, slots=True)
class Beginning:
    """What the form begins from: a client alone, a draft, another invoice to copy or to replace."""

    client: Client
    draft: Draft | None = None
    copied: Invoice | None = None
    instead: Invoice | None = None

    def query(self) -> str:
        """The address's question that begins from the same."""
        for name, one in (
            ("draft", self.draft), ("instead", self.instead), ("copy", self.copied),
        ):  # fmt: skip
            if one is not None:
                return f"{name}={one.pk}"
        return f"client={self.client.pk}"


def find_orphan(request: HttpRequest, desk: Desk) -> Draft | None:
    """The draft of the address, if its client has gone to somebody else since."""
    pk = whole(request, "draft")
    draft = desk.drafts().filter(pk=pk).first() if pk else None
    if draft is None or desk.clients().filter(pk=draft.client_id).exists():
        return None
    return draft


def beginning_of(request: HttpRequest, desk: Desk) -> Beginning | None:
    """What the address says; None until a client is chosen. What is another's is not there."""
    if pk := whole(request, "draft"):
        draft = get_object_or_404(desk.drafts(), pk=pk)
        return Beginning(_client(desk, draft.client_id), draft=draft)
    if pk := whole(request, "instead"):
        instead = get_object_or_404(desk.invoices(), pk=pk)
        return Beginning(_client(desk, instead.client_id), instead=instead)
    if pk := whole(request, "copy"):
        copied = get_object_or_404(desk.invoices(), pk=pk)
        return Beginning(_client(desk, copied.client_id), copied=copied)
    if pk := whole(request, "client"):
        return Beginning(_client(desk, pk))
    only = list(desk.clients()[:2])
    return Beginning(only[0]) if len(only) == 1 else None


def key_of(form: str) -> str:
    """The key of the invoice that one form makes."""
    return f"form:{form}"


def find_made(request: HttpRequest, desk: Desk) -> Invoice | None:
    """What this very form has issued already: its draft is gone, its button was pressed twice."""
    form = request.POST.get("key", "").replace("\x00", "")[:60]
    if "HX-Request" in request.headers:  # only counts
        return None
    return desk.invoices().filter(key=key_of(form)).first() if form else None


def _client(desk: Desk, pk: int) -> Client:
    return get_object_or_404(desk.clients(), pk=pk)


class Composition:
    """The form and its lines, as typed or as they begin."""

    def __init__(self, request: HttpRequest, begins: Beginning) -> None:
        self.begins = begins
        self.typed: Any = _typed(request) if request.method == "POST" else None
        self.currency = self._currency()
        self.products = list(list_products().filter(currency=self.currency))
        if self.typed is not None:
            self._fill_from_products(self.typed)
            self._turn_basis(self.typed)
        self.key = (self.typed or {}).get("key", "").replace("\x00", "")[:60] or token_hex(12)
        self.form = InvoiceForm(self.typed, initial=self._initial())
        shared: dict[str, Any] = {"prefix": "lines", "form_kwargs": {"products": self.products}}
        if self.typed is not None:
            self.lines = LineForms(self.typed, **shared)
        else:
            self.lines = LineForms(initial=self._first_lines(), **shared)

    def is_valid(self) -> bool:
        """Whether everything typed can be meant; an empty line is left out."""
        return self.form.is_valid() and self.lines.is_valid()

    def written(self) -> list[Line]:
        """The lines that say something."""
        return [one.line(self.currency) for one in self.lines if one.has_changed()]

    def preview(self) -> dict[str, Any]:
        """Lines with their sums, the total and the VAT inside it, of what can be read already."""
        rows, total = [], 0
        for one in self.lines:
            if one.is_bound and one.has_changed() and one.is_valid():
                line = one.line(self.currency)
            elif not one.is_bound and one.initial.get("title"):
                line = line_of(one.initial["line"])
            else:
                continue
            total += line.amount_minor
            rows.append((line, Money(line.amount_minor, self.currency)))
        whole_sum = Money(total, self.currency)
        try:
            vat = get_vat(local_date(now()))
        except NoVatRegime:
            return {"rows": rows, "total": whole_sum, "vat": "", "inside": None}
        language = "ru" if self.currency == "RUB" else "en"
        return {
            "rows": rows,
            "total": whole_sum,
            "vat": vat.words(language=language),
            "inside": vat.inside(whole_sum) if vat.kind.isdecimal() else None,
        }

    def shown(self) -> dict[str, Any]:
        """What the template needs."""
        return {
            "composition": self,
            "form": self.form,
            "lines": self.lines,
            "client": self.begins.client,
            "draft": self.begins.draft,
            "instead": self.begins.instead,
            "copied": self.begins.copied,
            "key": self.key,
            "sign": CURRENCIES[self.currency],
            "euros": bool(ask_letterhead().iban),
            "preview": self.preview(),
            "room": len(self.lines) < MOST_LINES,
        }

    def _currency(self) -> str:
        told = (self.typed or {}).get("currency") or self._initial().get("currency")
        return told if told in CURRENCIES else "RUB"

    def _initial(self) -> dict[str, Any]:
        begins = self.begins
        known = begins.draft or begins.instead or begins.copied
        if known is None:
            return {
                "email": begins.client.email,
                "currency": "RUB",
                "basis": find_basis(begins.client),
            }
        today = local_date(now())
        due = known.due_on if known.due_on and known.due_on >= today else None
        return {
            "email": known.email or begins.client.email,
            "currency": known.currency,
            "basis": self._known_basis(known),
            "due_on": due if begins.copied is None else None,
        }

    def _known_basis(self, known: Draft | Invoice) -> str:
        """As it was written; an invoice of former days has none, and gets the usual one."""
        kept = known.basis if isinstance(known, Draft) else known.frozen.get("basis")
        return find_basis(self.begins.client, currency=known.currency) if kept is None else kept

    def _turn_basis(self, typed: Any) -> None:
        """The usual basis follows the currency, whose paper has another language; a written one stays."""
        former = typed.get("billed_in", self.currency)
        if former == self.currency or former not in CURRENCIES:
            return
        client = self.begins.client
        if typed.get("basis", "").strip() == find_basis(client, currency=former):
            typed["basis"] = find_basis(client, currency=self.currency)

    def _first_lines(self) -> list[dict[str, Any]]:
        begins = self.begins
        if begins.draft is not None:
            kept = [line_of(one) for one in begins.draft.lines]
        elif known := begins.instead or begins.copied:
            kept = lines_of(known)
        else:
            kept = []
        return [self._typed_line(line) for line in kept] or [{}]

    def _typed_line(self, line: Line) -> dict[str, Any]:
        product = next((p for p in self.products if line.product in (p.code, p.name)), None)
        chosen = product if line.product and product else None
        return {
            "line": line.frozen(),
            "product": chosen.pk if chosen else None,
            "filled": chosen.pk if chosen else "",
            "title": line.title,
            "period": line.period,
            "quantity": localize(line.quantity, use_l10n=True),
            "unit": line.unit,
            "price": price_text(line.price_minor),
        }

    def _fill_from_products(self, typed: Any) -> None:
        """A product chosen just now brings its name, unit and price; later changes by hand stay."""
        known: dict[str, Product] = {str(one.pk): one for one in self.products}
        for n in range(int(typed["lines-TOTAL_FORMS"])):
            chosen = typed.get(f"lines-{n}-product", "")
            if chosen != typed.get(f"lines-{n}-filled", "") and (product := known.get(chosen)):
                typed[f"lines-{n}-title"] = product.name
                typed[f"lines-{n}-unit"] = product.unit
                typed[f"lines-{n}-price"] = price_text(product.price_minor)
            if chosen not in known:  # of another currency, or hidden meanwhile: the words stay
                chosen = typed[f"lines-{n}-product"] = ""
            typed[f"lines-{n}-filled"] = chosen


def _typed(request: HttpRequest) -> Any:
    """What was posted, with a line more or less if that was asked."""
    said: Any = request.POST.copy()
    count = str(said.get("lines-TOTAL_FORMS", ""))
    total = min(int(count), MOST_LINES) if count.isdecimal() and len(count) < 5 else 1
    gone = str(said.get("remove", ""))
    if gone.isdecimal() and int(gone) < total:
        for n in range(int(gone), total - 1):
            for field in FIELDS:
                said[f"lines-{n}-{field}"] = said.get(f"lines-{n + 1}-{field}", "")
        total -= 1
        for field in FIELDS:
            said.pop(f"lines-{total}-{field}", None)
    if "add" in said and total < MOST_LINES:
        total += 1
    for n in range(max(total, 1)):
        said.setdefault(f"lines-{n}-quantity", "1")
    said["lines-TOTAL_FORMS"], said["lines-INITIAL_FORMS"] = str(max(total, 1)), "0"
    return said
