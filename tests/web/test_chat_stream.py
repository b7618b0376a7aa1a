"""The stream of a room, asked without a browser: what pages that come back at once are told."""

from __future__ import annotations

import asyncio

import pytest

from tests.web.talkers import olga
from tests.world import World, world
from zabota.domain.community.models import ChatRoom
from zabota.domain.community.operations import open_direct_line, post_message
from zabota.domain.people.models import Person
from zabota.kit.clock import now
from zabota.web.talk import stream

__all__ = ["olga", "world"]
PAGES = 20


async def _first_words(room: ChatRoom) -> str:
    events = stream._events(room.pk, "cabinet", 0, "ru")
    assert (await anext(events)).startswith("retry")
    words = await asyncio.wait_for(anext(events), 30)
    await events.aclose()  # type: ignore[attr-defined]
    return words


@pytest.mark.django_db(transaction=True)
def test_what_many_pages_have_missed_is_drawn_once(
    world: World, olga: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = open_direct_line(world.ivan, at=now())
    said = post_message(line, author=olga, partner=None, text="Missed", at=now())
    drawn: list[int] = []
    draw = stream._render_one

    def counted(message_id: int, site: str, language: str) -> list[stream.Chunk]:
        drawn.append(message_id)
        return draw(message_id, site, language)

    monkeypatch.setattr(stream, "_render_one", counted)

    async def all_at_once() -> list[str]:
        return await asyncio.gather(*(_first_words(line) for _ in range(PAGES)))

    words = asyncio.run(all_at_once())
    assert len(words) == PAGES
    assert all("Missed" in one for one in words)
    assert drawn == [said.pk], "five hundred pages that come back cost one drawing"
