"""Where a partner is paid to, and how he pays VAT."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from zabota.domain.partners.models.partners import Partner
from zabota.kit.states import Moves
from zabota.kit.vat import Vat, VatKind


class DetailsKind(models.TextChoices):
    """What the partner is paid to."""

    ACCOUNT = "account", _("account in a Russian bank")
    IBAN = "iban", _("IBAN")
    SBP = "sbp", _("phone number, fast payments")
    WALLET = "wallet", _("YooMoney wallet")


class BankDetails(models.Model):
    """Where a partner is paid to in a currency, checked by check digits; a change is a new row.

    `account` is an account, an IBAN, a phone number or a wallet; `bic` the bank's БИК, its BIC, or
    its number in the system of fast payments.
    """

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="bank_details")
    kind = models.CharField(max_length=10, choices=DetailsKind.choices, default=DetailsKind.ACCOUNT)
    currency = models.CharField(max_length=3, default="RUB")
    holder = models.CharField(_("account holder"), max_length=160)
    account = models.CharField(_("account"), max_length=34)
    bic = models.CharField(_("BIC"), max_length=12, blank=True)
    bank_name = models.CharField(_("bank"), max_length=160, blank=True)
    corr_account = models.CharField(_("correspondent account"), max_length=20, blank=True)
    valid_from = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True, blank=True)
    entered_by = models.CharField(max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "currency"],
                condition=Q(replaced_at__isnull=True),
                name="partners_one_live_bank_details",
            ),
        ]
        indexes = [models.Index(fields=["account"], name="partners_details_account")]

    def __str__(self) -> str:
        return f"{self.partner}: …{self.account[-4:]}"


class VatStanding(models.TextChoices):
    """A regime is proposed by the partner, in force by a word of staff, declined, or replaced."""

    PROPOSED = "proposed", _("waits for us")
    IN_FORCE = "in_force", _("in force")
    DECLINED = "declined", _("declined")
    REPLACED = "replaced", _("replaced")


VAT_MOVES: Moves = {
    VatStanding.PROPOSED: frozenset(
        {VatStanding.IN_FORCE, VatStanding.DECLINED, VatStanding.REPLACED}
    ),
    VatStanding.IN_FORCE: frozenset({VatStanding.REPLACED}),
    VatStanding.DECLINED: frozenset[str](),
    VatStanding.REPLACED: frozenset[str](),
}


class PartnerVat(models.Model):
    """How a partner pays VAT from a day on; orders and papers say what was in force on their day."""

    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="vat_regimes")
    valid_from = models.DateField(_("from"))
    kind = models.CharField(
        _("VAT"), max_length=10, choices=[(kind.value, kind.value) for kind in VatKind]
    )
    basis = models.CharField(_("legal ground"), max_length=120, blank=True)
    status = models.CharField(max_length=10, choices=VatStanding.choices)
    entered_at = models.DateTimeField()
    entered_by = models.CharField(max_length=120)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    decided_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "valid_from"],
                condition=Q(status="in_force"),
                name="partners_one_vat_a_day",
            ),
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(status="proposed"),
                name="partners_one_proposed_vat",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner}, {self.valid_from}: {self.vat.words()}"

    @property
    def vat(self) -> Vat:
        """The regime as plain arithmetic knows it."""
        return Vat(kind=VatKind(self.kind), valid_from=self.valid_from, basis=self.basis)
