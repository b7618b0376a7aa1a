"""The rating of a month is told in the partners' chat, with a picture."""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext as _
from django.utils.translation import override

from zabota.domain.community.models import ChatRoom, RoomKind
from zabota.domain.community.operations.saying import post_notice
from zabota.domain.ratings.models import Rating, Standing
from zabota.domain.ratings.queries import list_standings_of
from zabota.kit.typesetting import typeset_pictures
from zabota.kit.uploads import Upload, take_upload

FIRST = 10
MONTHS = (
    "январь", "февраль", "март", "апрель", "май", "июнь", "июль", "август", "сентябрь", "октябрь",
    "ноябрь", "декабрь",
)  # fmt: skip


def post_rating(rating_id: int, *, at: datetime) -> None:
    """Tell every gated room who was first in the month; once, however often it is asked."""
    rating = Rating.objects.get(pk=rating_id)
    first = list(list_standings_of(rating)[:FIRST])
    if rating.sealed_at is None or not first:
        return
    with override("ru"):
        title = f"Рейтинг партнёров: {MONTHS[rating.month.month - 1]} {rating.month.year}"
        text = "\n".join(
            [title, *(f"{one.place}. {name_of(one)}: {points_of(one)}" for one in first[:3])]
        )
        picture = draw_rating(title, first)
    for room in ChatRoom.objects.filter(kind=RoomKind.GATED, closed_at=None).order_by("pk"):
        post_notice(
            room, text=text, at=at, uploads=[picture], origin="rating", external_id=str(rating.pk)
        )


def draw_rating(title: str, first: list[Standing]) -> Upload:
    """The first of a month as a picture."""
    (picture,) = typeset_pictures(
        "rating",
        {
            "title": title,
            "programme": "Партнёрская программа",
            "note": "Как считаются баллы, написано в кабинете, раздел «Рейтинг».",
            "rows": [
                {"place": one.place, "name": name_of(one), "score": points_of(one)} for one in first
            ],
        },
    )
    name = f"rating-{sha256(picture).hexdigest()[:8]}.png"
    return take_upload(name, picture)


def name_of(standing: Standing) -> str:
    """The partner's name, unless he wished to be hidden."""
    hidden = getattr(standing.partner, "hidden", None)
    return _("a partner who hid his name") if hidden else standing.partner.name


def points_of(standing: Standing) -> str:
    """A score as people read it: 87,5."""
    return f"{standing.score / 100:.1f}".replace(".", ",")
