"""What letters say of the rating: a level that changed."""

from __future__ import annotations

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from zabota.connectors.mail.facts import Message
from zabota.connectors.mail.operations.wording import link
from zabota.domain.ratings.models import Level, Standing
from zabota.kit.events.models import Event
from zabota.kit.tongues import twin_of


def level_changed(event: Event) -> list[Message]:
    """To a partner who rose; a fall is seen in the cabinet, a letter would only hurt."""
    if not event.payload["rose"]:
        return []
    name = event.payload["after"]
    level = Level.objects.filter(name=name).first()

    def compose() -> tuple[str, str]:
        words = {"level": twin_of(level) if level else name, "link": link("/cabinet/rating/")}
        return (
            _("Your level is %(level)s now") % words,
            _(
                "The rating of the month is out, and your level is %(level)s. What it gives: %(link)s"
            )
            % words,
        )

    return [Message(compose, partner_id=event.payload["partner_id"])]


def rating_published(event: Event) -> list[Message]:
    """To everybody who has a place in it: which one."""
    month = date.fromisoformat(event.payload["month"])
    rows = Standing.objects.filter(rating=event.payload["rating_id"]).order_by("place", "partner")

    def to(partner_id: int, place: int) -> Message:
        def compose() -> tuple[str, str]:
            words = {"month": date_format(month, "F Y").lower(), "place": place}
            return (
                _("Your place in the rating of %(month)s: %(place)s") % words,
                _("What it is made of: %(link)s") % {"link": link("/cabinet/rating/")},
            )

        return Message(compose, partner_id=partner_id)

    return [to(*row) for row in rows.values_list("partner_id", "place") if row[1]]
