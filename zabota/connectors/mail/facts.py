"""The shape of a letter before anybody's name and address are on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Message:
    """A letter to one person, to the members of a partner, or to staff of some roles; and to bare
    addresses.

    `compose` gives subject and body in the language that is active when it is called: a person's own;
    for bare addresses `language`, or the house's. The subject is what the notice behind the bell says;
    `path` is the page it leads to, where the usual page of its kind is not near enough.
    """

    compose: Callable[[], tuple[str, str]]
    partner_id: int | None = None
    roles: tuple[str, ...] = ()
    person_id: int | None = None
    addresses: tuple[str, ...] = ()
    language: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a letter."""

    name: str
    body: bytes
    media_type: str
