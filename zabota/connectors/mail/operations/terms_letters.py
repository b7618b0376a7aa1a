"""What letters say of terms: new versions, special terms, campaigns."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from zabota.connectors.mail.facts import Message
from zabota.connectors.mail.operations.wording import day_of, link
from zabota.domain.partners.models import Partner, PartnerStatus
from zabota.domain.programme.models import Audience, Entitlement, SpecialTerms, TermsVersion
from zabota.kit.events.models import Event
from zabota.kit.tongues import twin_of

Compose = Callable[[], tuple[str, str]]
TERMS = "/cabinet/terms/"


def terms_published(event: Event) -> list[Message]:
    """To every partner: which day new terms begin."""
    version = TermsVersion.objects.get(number=event.payload["number"])

    def compose() -> tuple[str, str]:
        words = {"when": day_of(version.effective_from), "link": link(TERMS)}
        note = f"\n\n{version.note}" if version.note else ""
        return (
            _("New terms from %(when)s") % words,
            _("From %(when)s new terms are in force. What they say, in plain words: %(link)s")
            % words
            + "\n"
            + _("Payments before that day are counted by the former terms.")
            + note,
        )

    return to_partners(everybody(), compose)


def terms_begin_soon(event: Event) -> list[Message]:
    """To every partner: the terms he was told of begin in a few days."""
    version = TermsVersion.objects.get(number=event.payload["number"])

    def compose() -> tuple[str, str]:
        words = {"when": day_of(version.effective_from), "link": link(TERMS)}
        return (
            _("New terms begin on %(when)s") % words,
            _(
                "A reminder: on %(when)s the terms we wrote to you about come into force. Payments "
                "before that day are counted by the former ones. What they say: %(link)s"
            )
            % words,
        )

    return to_partners(everybody(), compose)


def terms_recalled(event: Event) -> list[Message]:
    """To every partner: the announced terms do not begin."""

    def compose() -> tuple[str, str]:
        return (
            _("The announced terms do not begin"),
            _(
                "We have recalled the new terms we wrote to you about. The present ones stay: %(link)s"
            )
            % {"link": link(TERMS)},
        )

    return to_partners(everybody(), compose)


def special_terms_published(event: Event) -> list[Message]:
    """To those whom they concern at once; a segment is told when it is entitled."""
    special = SpecialTerms.objects.get(pk=event.payload["special_id"])
    if special.audience == Audience.PARTNER:
        return to_partners([special.partner_id], lambda: _offered(special))
    if special.audience in (Audience.EVERYONE, Audience.JOINED):
        return to_partners(everybody(), lambda: _offered(special))
    return []


def _offered(special: SpecialTerms) -> tuple[str, str]:
    words = {"name": twin_of(special), "when": day_of(special.starts_at), "link": link(TERMS)}
    description = twin_of(special, "description")
    about = f"{description}\n" if description else ""
    if special.audience == Audience.JOINED:
        return (
            _("Campaign “%(name)s”") % words,
            about + _("It begins on %(when)s. Take part: %(link)s") % words,
        )
    return (
        _("Special terms “%(name)s”") % words,
        about + _("They are yours from %(when)s; nothing needs to be done: %(link)s") % words,
    )


def special_terms_ended(event: Event) -> list[Message]:
    """To those who could use them: they are over earlier than said."""
    special = SpecialTerms.objects.get(pk=event.payload["special_id"])

    def compose() -> tuple[str, str]:
        words = {"name": twin_of(special), "reason": special.ended_why, "link": link(TERMS)}
        return (
            _("“%(name)s” is over") % words,
            _("“%(name)s” has ended: %(reason)s\nWhat you have earned by it stays yours. %(link)s")
            % words,
        )

    if special.audience == Audience.EVERYONE:
        return to_partners(everybody(), compose)
    entitled = Entitlement.objects.filter(special=special).order_by("partner_id")
    return to_partners(entitled.values_list("partner_id", flat=True).distinct(), compose)


def entitlements_renewed(event: Event) -> list[Message]:
    """To who came into a segment, and to who fell out of it."""
    special = SpecialTerms.objects.get(pk=event.payload["special_id"])

    def gone() -> tuple[str, str]:
        words = {"name": twin_of(special), "link": link(TERMS)}
        return (
            _("“%(name)s” is paused for you") % words,
            _(
                "You no longer meet the condition of “%(name)s”, so new payments are counted by the "
                "ordinary terms. What you have earned stays. As soon as you meet it again, it is "
                "yours again: %(link)s"
            )
            % words,
        )

    return [
        *to_partners(event.payload["new_partner_ids"], lambda: _offered(special)),
        *to_partners(event.payload["gone_partner_ids"], gone),
    ]


def everybody() -> Iterable[int]:
    """Every partner we still work with."""
    partners = Partner.objects.exclude(status=PartnerStatus.LEFT).order_by("pk")
    return partners.values_list("pk", flat=True)


def to_partners(partner_ids: Iterable[int | None], compose: Compose) -> list[Message]:
    """The same letter to each of them."""
    return [Message(compose, partner_id=pk) for pk in partner_ids if pk is not None]
