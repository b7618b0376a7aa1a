"""Which kinds of connections there are; every connector describes itself, config/kinds.py lists them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.functional import Promise

from zabota.connectors.connections.facts import (
    Accepted,
    Answer,
    Call,
    Found,
    Keys,
    SlipWord,
    Started,
)
from zabota.connectors.connections.models import Checkout, Connection, LaterSlip

SAME_KEY = timedelta(hours=23)  # so long a processor knows a key again
Words = str | Promise  # a text in the language of whoever reads it


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One setting or secret that staff give; secrets are sealed and never shown again."""

    name: str
    label: Words
    help: Words = ""
    secret: bool = False
    required: bool = True
    default: str = ""
    choices: tuple[tuple[str, Words], ...] = ()
    pattern: str = ""
    aside: bool = False  # rarely changed: below the others
    needed_with: tuple[str, str] | None = None  # required when another field has this value


def answer_ok(call: Call, accepted: Accepted, connection: Connection) -> Answer:
    """What most want to read."""
    return Answer()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What one outside system wants from us, and how we speak with it.

    `receive` proves that a call is theirs over its raw bytes and says what it is (pure; raises
    NotAccepted); `job` understands what was stored; `answer` is said after the commit. The rest
    is there where the other side can do it: `sample` makes a signed test event, `check_keys` calls
    them harmlessly (raises a Refusal), `begin` opens a payment for a checkout (again with the same
    key while the outcome is unknown) of an invoice in `currencies`, where `may_begin` says so, `ask` says what became of one, `look` lists what happened
    between two moments. `give_back` returns money with its slip, `close_advance` sends the second
    slip of an advance, `ask_slip` says what became of either, `ask_first_slip` of the one that went with the payment; `knows_again` tells of each kind of
    later slip for how long asking once more with the same key does nothing new.
    """

    code: str
    title: Words
    about: Words
    fields: tuple[Field, ...]
    receive: Callable[[Call, Keys], Accepted]
    job: str
    answer: Callable[[Call, Accepted, Connection], Answer] = answer_ok
    guide: tuple[Words, ...] = ()
    entrances: tuple[tuple[Words, str], ...] = ()  # their name of each address, and its query
    methods: frozenset[str] = field(default_factory=lambda: frozenset({"POST"}))
    headers: tuple[str, ...] = ()
    most_bytes: int = 256 * 1024
    sample: Callable[[Keys, datetime], Call] | None = None
    check_keys: Callable[[Connection], None] | None = None
    knows_test_keys: bool = True  # False: their answer to keys of a test mode means nothing
    begin: Callable[[Connection, Checkout], Started] | None = None
    currencies: frozenset[str] = frozenset({"RUB"})  # of invoices that it can be begun for
    may_begin: Callable[[Connection], bool] = lambda connection: True
    ask: Callable[[Connection, Checkout], Found | None] | None = None
    look: Callable[[Connection, datetime, datetime], Iterable[Found]] | None = None
    give_back: Callable[[Connection, LaterSlip], SlipWord] | None = None
    close_advance: Callable[[Connection, LaterSlip], SlipWord] | None = None
    ask_slip: Callable[[Connection, LaterSlip], SlipWord] | None = None
    ask_first_slip: Callable[[Connection, LaterSlip], SlipWord] | None = None
    knows_again: Mapping[str, timedelta] = field(default_factory=dict)

    def can_try_keys(self, connection: Connection) -> bool:
        """Whether `check_keys` tells anything about the keys of this connection."""
        return self.check_keys is not None and (self.knows_test_keys or not connection.test_mode)

    @property
    def secrets(self) -> tuple[Field, ...]:
        """The fields that are sealed."""
        return tuple(one for one in self.fields if one.secret)


_kinds: dict[str, Kind] = {}


def tell_kinds(kinds: Iterable[Kind]) -> None:
    """Set which kinds there are; called once, by config/kinds.py."""
    _kinds.clear()
    _kinds.update({kind.code: kind for kind in kinds})


def find_kind(code: str) -> Kind | None:
    """The kind of this code, if we speak with such."""
    return _kinds.get(code)


def get_kind(code: str) -> Kind:
    """The kind of this code; KeyError when its connector is gone."""
    return _kinds[code]


def list_kinds() -> list[Kind]:
    """All kinds, in the order of config/kinds.py."""
    return list(_kinds.values())
