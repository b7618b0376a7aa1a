"""Where we pay to, as a form; check digits are looked at by the domain."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from zabota.domain.partners.models import DetailsKind, LegalForm, Partner
from zabota.domain.partners.queries import find_bank_details
from zabota.domain.partners.rules import kinds_for
from zabota.kit.requisites import squeezed
from zabota.web.cabinet.forms.fast import FastForm, PhoneForm, WalletForm
from zabota.web.cabinet.forms.payee import PayeeForm

DIGITS = {"inputmode": "numeric", "autocomplete": "off"}


class DetailsForm(PayeeForm):
    """Requisites and bank details; spaces from bank sites are forgiven."""

    inn = forms.CharField(label=_("INN"), widget=forms.TextInput(attrs=DIGITS))
    kpp = forms.CharField(label=_("KPP"), required=False, widget=forms.TextInput(attrs=DIGITS))
    ogrn = forms.CharField(label=_("OGRN"), required=False, widget=forms.TextInput(attrs=DIGITS))
    holder = forms.CharField(label=_("Account holder"), max_length=160)
    bic = forms.CharField(label=_("BIC"), widget=forms.TextInput(attrs=DIGITS))
    bank_name = forms.CharField(label=_("Bank"), max_length=160)
    account = forms.CharField(label=_("Account"), widget=forms.TextInput(attrs=DIGITS))
    corr_account = forms.CharField(
        label=_("Correspondent account"), widget=forms.TextInput(attrs=DIGITS)
    )

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        current = find_bank_details(partner)
        initial: dict[str, str] = {
            "inn": partner.inn,
            "kpp": partner.kpp,
            "ogrn": partner.ogrn,
            "holder": current.holder if current else partner.name,
            "bic": current.bic if current else "",
            "bank_name": current.bank_name if current else "",
            "corr_account": current.corr_account if current else "",
        }
        super().__init__(*args, current=current, **{"initial": initial, **kwargs})
        if partner.legal_form != LegalForm.OOO:
            del self.fields["kpp"]
            self.fields["ogrn"].label = _("OGRNIP")
        if partner.legal_form == LegalForm.NPD:
            del self.fields["ogrn"]

    def requisites(self) -> dict[str, str]:
        """ИНН, КПП and ОГРН as given."""
        return {name: self.cleaned_data[name] for name in ("inn", "kpp", "ogrn")}

    def bank(self) -> dict[str, str]:
        """Where to pay."""
        names = ("holder", "account", "bic", "bank_name", "corr_account")
        return {name: self.cleaned_data[name] for name in names}

    def clean(self) -> dict[str, Any]:
        """Digits without spaces; fields that this legal form does not have are empty."""
        given: dict[str, Any] = super().clean() or {}
        for name in ("inn", "kpp", "ogrn", "bic", "account", "corr_account"):
            given[name] = squeezed(given.get(name, "")).replace("\x00", "")
        return given


PLAIN = {"autocomplete": "off", "spellcheck": "false"}


class ForeignDetailsForm(PayeeForm):
    """A foreign company: an IBAN, the bank's BIC, and its name as the bank writes it."""

    inn = forms.CharField(
        label=_("Tax ID in your country"), max_length=12, required=False,
        widget=forms.TextInput(attrs=PLAIN),
    )  # fmt: skip
    ogrn = forms.CharField(
        label=_("Registration number"), max_length=15, required=False,
        widget=forms.TextInput(attrs=PLAIN),
    )  # fmt: skip
    holder = forms.CharField(
        label=_("Account holder"), max_length=70,
        help_text=_("As the bank knows you, in Latin letters."),
    )  # fmt: skip
    account = forms.CharField(label="IBAN", max_length=42, widget=forms.TextInput(attrs=PLAIN))
    bic = forms.CharField(
        label=_("BIC (SWIFT)"), max_length=15, required=False,
        widget=forms.TextInput(attrs=PLAIN), help_text=_("May be empty inside Europe."),
    )  # fmt: skip
    bank_name = forms.CharField(label=_("Bank"), max_length=160, required=False)

    def __init__(self, *args: Any, partner: Partner, **kwargs: Any) -> None:
        current = find_bank_details(partner)
        initial = {"inn": partner.inn, "ogrn": partner.ogrn, "holder": partner.name}
        if current is not None:
            initial |= {
                "holder": current.holder,
                "bic": current.bic,
                "bank_name": current.bank_name,
            }
        super().__init__(*args, current=current, **{"initial": initial, **kwargs})

    def clean_holder(self) -> str:
        """Banks abroad know no Cyrillic: a name they cannot read comes back with the money."""
        name: str = self.cleaned_data["holder"].strip()
        if not name.isascii():
            raise forms.ValidationError(
                _("In Latin letters, please: the bank abroad reads no other.")
            )
        return name

    def clean(self) -> dict[str, Any]:
        """Without spaces and in capitals, as banks keep them."""
        given: dict[str, Any] = super().clean() or {}
        for name in ("account", "bic"):
            given[name] = squeezed(given.get(name, "")).replace("\x00", "").upper()
        for name in ("inn", "ogrn", "bank_name"):
            given[name] = given.get(name, "").replace("\x00", "").strip()
        return given

    def requisites(self) -> dict[str, str]:
        """Numbers of its own country."""
        return {"inn": self.cleaned_data["inn"], "kpp": "", "ogrn": self.cleaned_data["ogrn"]}

    def bank(self) -> dict[str, str]:
        """Where to pay, in euros."""
        names = ("holder", "account", "bic", "bank_name")
        given = {name: self.cleaned_data[name] for name in names}
        return {**given, "corr_account": "", "kind": DetailsKind.IBAN}


AnyDetailsForm = DetailsForm | ForeignDetailsForm | FastForm

_FORMS: dict[str, type[DetailsForm | ForeignDetailsForm | PhoneForm | WalletForm]] = {
    DetailsKind.ACCOUNT: DetailsForm,
    DetailsKind.IBAN: ForeignDetailsForm,
    DetailsKind.SBP: PhoneForm,
    DetailsKind.WALLET: WalletForm,
}


def details_form(data: Any, *, partner: Partner, kind: str) -> AnyDetailsForm:
    """The form for a kind of details that suits the partner's legal form."""
    return _FORMS[kind](data, partner=partner)


def kind_wished(partner: Partner, wish: str) -> str:
    """What he asks for if his legal form may have it, else what he has, else the usual."""
    kinds = kinds_for(partner.legal_form)
    current = find_bank_details(partner)
    for kind in (wish, current.kind if current else ""):
        if kind in kinds:
            return kind
    return kinds[0]
