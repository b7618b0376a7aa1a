"""The messages of a camt file: one, or several glued together or in an envelope of the bank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from zabota.connectors.bank.facts import NotAStatement
from zabota.connectors.bank.translate.xml_tree import (
    XmlUnreadable,
    every,
    has_words_beside,
    inner_trees,
    name_of,
    read_xml,
)

# The message's element → what it is, and what its statements are called.
_MESSAGES = (
    ("BkToCstmrStmt", "camt.053", "Stmt"),
    ("BkToCstmrAcctRpt", "camt.052", "Rpt"),
    ("BkToCstmrDbtCdtNtfctn", "camt.054", "Ntfctn"),
)


@dataclass(frozen=True, slots=True)
class Message:
    """One message: what kind it is, and its statements."""

    element: Element
    origin: str
    records: Sequence[Element]


@dataclass(frozen=True, slots=True)
class Messages:
    """All messages of a file, of one kind; `unread` names those of other kinds beside them."""

    messages: Sequence[Message]
    encoding: str
    words_beside: bool
    unread: Sequence[str]


def open_messages(raw: bytes) -> Messages:
    """Every message of a file; raises `NotAStatement` where there is none, or one is damaged."""
    try:
        root, encoding = read_xml(raw)
        trees = [root, *inner_trees(root, "BkToCstmr")]
    except XmlUnreadable:
        raise NotAStatement("camt_broken") from None
    messages = [message for tree in trees for message in _messages_in(tree)]
    if not messages:
        camt = any("camt." in str(element.tag) for tree in trees for element in tree.iter())
        raise NotAStatement("camt_foreign" if camt else "xml")
    if any(len(message.element) == 0 for message in messages):
        raise NotAStatement("camt_broken")
    if len({message.origin for message in messages}) > 1:
        raise NotAStatement("camt_mixed")
    beside = any(has_words_beside(tree) for tree in trees)
    return Messages(messages, encoding, beside, tuple(_unread_in(trees)))


def _messages_in(tree: Element) -> Iterator[Message]:
    for element in tree.iter():
        for beginning, origin, record in _MESSAGES:
            if name_of(element).startswith(beginning):
                yield Message(element, origin, every(element, record))


def _unread_in(trees: Sequence[Element]) -> Iterator[str]:
    names = tuple(beginning for beginning, _, _ in _MESSAGES)
    for tree in trees:
        for document in tree.iter():
            if name_of(document) == "Document":
                beside = (name_of(inside) for inside in document)
                yield from (name for name in beside if not name.startswith(names))
