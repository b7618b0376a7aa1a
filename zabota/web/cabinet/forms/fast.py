"""Fast ways to be paid, for private persons: a phone number and its bank, or a wallet."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zabota.domain.partners.models import DetailsKind, Partner
from zabota.domain.partners.queries import find_bank_details
from zabota.domain.partners.rules import SBP_BANKS
from zabota.kit.requisites import squeezed
from zabota.web.cabinet.forms.payee import PayeeForm

PHONE = {"inputmode": "tel", "autocomplete": "tel-national"}
NUMBER = {"inputmode": "numeric", "autocomplete": "off"}


class FastForm(PayeeForm):
    """What both have: whose money it is, and the ИНН."""

    kind = ""

    inn = forms.CharField(label=_("INN"), max_length=20, widget=forms.TextInput(attrs=NUMBER))
    holder = forms.CharField(label=_("Account holder"), max_length=160)

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        current = find_bank_details(partner)
        initial = {"inn": partner.inn, "holder": current.holder if current else partner.name}
        if current is not None and current.kind == self.kind:
            initial |= {"bic": current.bic}
        super().__init__(*args, current=current, **{"initial": initial, **kwargs})

    def clean(self) -> dict[str, Any]:
        """Spaces, brackets and dashes are forgiven; 8 in front of a phone number is 7."""
        given: dict[str, Any] = super().clean() or {}
        for name in ("inn", "account"):
            given[name] = re.sub(r"[()+-]", "", squeezed(given.get(name, ""))).replace("\x00", "")
        return given

    def requisites(self) -> dict[str, str]:
        """A private person has an ИНН only."""
        return {"inn": self.cleaned_data["inn"], "kpp": "", "ogrn": ""}

    def bank(self) -> dict[str, str]:
        """Where to pay."""
        given = self.cleaned_data
        return {
            "kind": self.kind,
            "holder": given["holder"],
            "account": given["account"],
            "bic": given.get("bic", ""),
            "bank_name": SBP_BANKS.get(given.get("bic", ""), ""),
            "corr_account": "",
        }


class PhoneForm(FastForm):
    """By phone number through the system of fast payments."""

    kind = DetailsKind.SBP

    account = forms.CharField(
        label=_("Phone number"), max_length=30, widget=forms.TextInput(attrs=PHONE)
    )
    bic = forms.ChoiceField(
        label=_("Bank"), choices=[("", "—"), *SBP_BANKS.items()],
        help_text=_("The one that takes transfers to this number. Is yours not here? Give an account."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """As banks keep a phone number: 79161234567."""
        given = super().clean()
        if len(given["account"]) == 11 and given["account"].startswith("8"):
            given["account"] = f"7{given['account'][1:]}"
        elif len(given["account"]) == 10 and given["account"].startswith("9"):
            given["account"] = f"7{given['account']}"
        return given


class WalletForm(FastForm):
    """To a wallet of YooMoney."""

    kind = DetailsKind.WALLET

    account = forms.CharField(
        label=_("Number of the wallet"), max_length=30, widget=forms.TextInput(attrs=NUMBER),
        help_text=_("Eleven digits or more, beginning with 4. The wallet has to be identified, and holds "
                    "500 000 ₽ at most."),
    )  # fmt: skip
