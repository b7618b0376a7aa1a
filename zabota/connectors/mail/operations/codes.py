"""A code that proves who somebody is: it leaves at once and is written down nowhere."""

from __future__ import annotations

from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from zabota.domain.people.models import Person


def send_code(person: Person, *, code: str) -> None:
    """Send the code to the person's own address, in his language."""
    with translation.override(person.language):
        send_mail(
            _("%(code)s: the code of confirmation") % {"code": code},
            _(
                "Somebody, surely you, is about to change bank details. The code: %(code)s\n"
                "It works for ten minutes. If it was not you, tell nobody the code and write to your "
                "manager."
            )
            % {"code": code},
            None,
            [person.email],
        )
