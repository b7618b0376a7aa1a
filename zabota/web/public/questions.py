"""Questions and answers of the first page: those staff wrote, or ours until they have."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from zabota.domain.programme.queries import list_site_questions
from zabota.web.wording.texts import text_html


class Answered(NamedTuple):
    """A question and its answer as a page shows it."""

    asked: str
    answer: SafeString


def list_answered() -> list[Answered]:
    """In the language of the page."""
    written = list_site_questions((get_language() or "ru")[:2])
    if written:
        return [Answered(one.asked, text_html(one.answer)) for one in written]
    return [Answered(asked, format_html("<p>{}</p>", answer)) for asked, answer in _ours()]


def _ours() -> list[tuple[str, str]]:
    return [
        (_("The client forgot to name my code. Is the reward lost?"),
         _("No. Tell us, and we will put the client in his place: his past payments are counted anew, and the reward for them comes to you.")),
        (_("Does the client pay more because of my code?"),
         _("No. The price is the same with a code and without it: the reward is paid by us.")),
        (_("Whom do you work with?"),
         _("Companies, sole proprietors and the self-employed. Bank details can be entered later, before the first payout.")),
        (_("How do I know that the count is right?"),
         _("Each reward in the cabinet opens its arithmetic: the payment, the clause, the rate and the date by which we pay. Every correction leaves a trace.")),
        (_("What if the bank returns a payout?"),
         _("The money stays yours. Correct the bank details, and the payout leaves again.")),
        (_("I have stopped integrating. What about my clients?"),
         _("They stay yours, and you go on earning from their payments.")),
    ]  # fmt: skip
