"""Statement files, several at once."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MOST_FILES = 50


class SeveralFiles(forms.ClearableFileInput):
    """A file field that takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; an empty one is let through, the reader names it."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """The files; refused without any, with too many, or with one too large."""
        given = data if isinstance(data, list | tuple) else [data] if data else []
        if not given:
            raise forms.ValidationError(_("Choose at least one file."))
        if len(given) > MOST_FILES:
            raise forms.ValidationError(_("At most %(most)d files at once.") % {"most": MOST_FILES})
        for file in given:
            if file.size > settings.MAX_UPLOAD_BYTES:
                raise forms.ValidationError(
                    _("“%(name)s” is larger than %(limit)d MB.")
                    % {"name": file.name, "limit": settings.MAX_UPLOAD_BYTES // 1024**2}
                )
        return list(given)


class StatementsForm(forms.Form):
    """What the drop takes."""

    statements = FilesField(label=gettext_lazy("Bank statements: 1C, camt or MT940"))
