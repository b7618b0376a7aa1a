"""Processors' registers, and whose they are if the files do not say."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy

from zabota.web.backoffice.forms.statements import FilesField
from zabota.web.backoffice.words.sources import PROCESSORS

WHOSE = (("", gettext_lazy("As the file says")), *PROCESSORS.items())


class RegisterForm(forms.Form):
    """Files, or a ZIP of them; the processor only when it has to be said."""

    register = FilesField(label=gettext_lazy("Processor's register"))
    processor = forms.ChoiceField(label=gettext_lazy("Processor"), choices=WHOSE, required=False)
