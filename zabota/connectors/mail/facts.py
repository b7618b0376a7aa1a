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


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What a mail server says became of a letter of ours (RFC 3464).

    `letter` is the name we gave the letter in its headers, empty where they did not come back;
    `ended` when the server has given up.
    """

    identity: str
    recipient: str
    action: str
    letter: str = ""
    words: str = ""

    @property
    def ended(self) -> bool:
        """Whether the letter will never arrive."""
        return self.action == "failed"
