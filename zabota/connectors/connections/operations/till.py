"""Till slips of payments by card: whether a connection sends them, and what one says."""

from __future__ import annotations

from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from zabota.connectors.connections.models import Connection
from zabota.connectors.connections.operations.kinds import Field
from zabota.connectors.connections.translate.till import (
    LONGEST_EMAIL,
    METHODS,
    ON,
    PART_METHOD,
    SUBJECTS,
    TAXATIONS,
    SlipLine,
    TillSlip,
    slip_lines,
    vat_of_day,
)
from zabota.domain.invoices.models import Invoice
from zabota.domain.invoices.operations.issuing import lines_of
from zabota.domain.invoices.queries import get_vat
from zabota.kit.clock import local_date
from zabota.kit.errors import Refusal
from zabota.kit.vat import VatKind

_TAXATION_WORDS = (
    _("general (ОСН)"),
    _("simplified, income (УСН)"),
    _("simplified, income less costs (УСН)"),
    _("agricultural (ЕСХН)"),
    _("patent"),
)
_METHOD_WORDS = (
    _("at once: the slip is of a full payment"),
    _("later: a slip of an advance, which you close afterwards"),
)
_SUBJECT_WORDS = (_("a service"), _("rights to software"), _("goods"))

TILL_FIELDS = (
    Field(name="till", label=_("Till slips (54-ФЗ)"), default="off",
          choices=(("off", _("not through this processor")), (ON, _("sent with every payment"))),
          help=_("The processor prints and sends them: its till must be connected there first. "
                 "Return money from the page of the payment: the slip of the refund goes with it.")),
    Field(name="taxation", label=_("Tax system"), required=False, needed_with=("till", ON),
          help=_("Needed only where till slips are sent: it stands in every one of them."),
          choices=(("", "—"), *zip(TAXATIONS, _TAXATION_WORDS, strict=True))),
    Field(name="till_method", label=_("What is paid for is given"), default=METHODS[0], aside=True,
          needed_with=("till", ON),
          choices=tuple(zip(METHODS, _METHOD_WORDS, strict=True))),
    Field(name="till_subject", label=_("What is sold"), default=SUBJECTS[0], aside=True,
          needed_with=("till", ON),
          choices=tuple(zip(SUBJECTS, _SUBJECT_WORDS, strict=True))),
)  # fmt: skip


class NoEmail(Refusal):
    """A till slip has nowhere to go."""

    code = "no_email"


def sends_slips(connection: Connection) -> bool:
    """Whether payments through this connection are sent with a till slip."""
    return str(connection.settings.get("till")) == ON


def email_for_slips(invoice: Invoice) -> str:
    """Where the client's slips go: the invoice's address, or his own; empty when he must be asked."""
    known = (invoice.email, invoice.client.email)
    return next((one for one in known if one and len(one) <= LONGEST_EMAIL), "")


def make_slip(
    connection: Connection, invoice: Invoice, *, charged_minor: int, email: str, at: datetime
) -> TillSlip | None:
    """The slip for this payment, or None; what the payer typed serves only where none is known.

    Raises NoEmail; NoVatRegime for an invoice made elsewhere while nobody has said how VAT is paid.
    """
    if not sends_slips(connection):
        return None
    settings = connection.settings
    method = settings.get("till_method") or METHODS[0]
    part = charged_minor != invoice.amount_minor
    return TillSlip(
        email=email_for_slips(invoice) or _checked(email),
        taxation=settings.get("taxation") or TAXATIONS[0],
        method=PART_METHOD if part and method != METHODS[0] else method,
        subject=settings.get("till_subject") or SUBJECTS[0],
        vat=_vat(invoice, at=at),
        lines=slip_lines(
            [
                SlipLine(words=words, quantity=pieces, price_minor=price_minor)
                for words, pieces, price_minor in (one.whole() for one in lines_of(invoice))
            ],
            charged_minor=charged_minor,
            otherwise=f"Доплата по счёту {invoice.number}",
        ),
    )


def _checked(email: str) -> str:
    given = email.strip()
    if not given:
        raise NoEmail("Give your e-mail: the receipt of the payment is sent there.")
    try:
        validate_email(given)
    except ValidationError:
        raise NoEmail("This is no e-mail address. Correct it and pay again.") from None
    if len(given) > LONGEST_EMAIL:
        raise NoEmail("The processor takes no address this long. Give a shorter one.")
    return given


def _vat(invoice: Invoice, *, at: datetime) -> VatKind:
    """What the invoice says; an invoice made elsewhere has the vendor's regime of the day."""
    day, frozen = local_date(at), invoice.frozen.get("vat")
    return vat_of_day(VatKind(frozen["kind"]) if frozen else get_vat(day).kind, day)
