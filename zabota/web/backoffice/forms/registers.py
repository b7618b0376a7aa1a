"""A processor's register, and whose it is if the file does not say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from zabota.web.backoffice.words.sources import PROCESSORS

WHOSE = (("", gettext_lazy("As the file says")), *PROCESSORS.items())


class RegisterForm(forms.Form):
    """One file; the processor only when it has to be said."""

    register = forms.FileField(label=gettext_lazy("Processor's register"), allow_empty_file=True)
    processor = forms.ChoiceField(label=gettext_lazy("Processor"), choices=WHOSE, required=False)

    def clean_register(self) -> Any:
        """Refused when it is too large."""
        file = self.cleaned_data["register"]
        if file.size > settings.MAX_UPLOAD_BYTES:
            raise forms.ValidationError(
                _("“%(name)s” is larger than %(limit)d MB.")
                % {"name": file.name, "limit": settings.MAX_UPLOAD_BYTES // 1024**2}
            )
        return file
