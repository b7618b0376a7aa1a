"""An XML file as a tree, whatever it says of its encoding; nothing outside the file is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

_PROLOG = re.compile(r"<\?xml\b[^>]*\?>")
_TOGETHER = "glued"
_DECLARED = re.compile(rb"<\?xml[^>]*encoding=[\"']([\w.:-]{1,20})[\"']")
_UNSAID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class XmlUnreadable(ValueError):
    """The bytes are no whole XML file, or one with definitions of its own."""


def read_xml(raw: bytes) -> tuple[Element, str]:
    """The root of a file and its encoding: what it really is goes before what it declares.

    Files glued one behind another, each perhaps with a declaration of its own, get a root in common.
    """
    for encoding in _encodings_of(raw):
        try:
            text = raw.decode(encoding)
        except (UnicodeError, LookupError):
            continue
        if (root := _tree(text)) is not None:
            return root, encoding.removesuffix("-sig")
    raise XmlUnreadable


def inner_trees(root: Element, word: str) -> Iterator[Element]:
    """XML that an envelope carries as a text (CDATA, or written with &lt;), where it has this word."""
    for text in root.itertext():
        if word in text and "<" in text:
            inner = _tree(text)
            if inner is None:
                raise XmlUnreadable
            yield inner


def has_words_beside(root: Element) -> bool:
    """Whether words stand before, between or behind glued files."""
    beside = (root.text, *(one.tail for one in root)) if root.tag == _TOGETHER else ()
    return any(words and words.strip() for words in beside)


def _encodings_of(raw: bytes) -> tuple[str, ...]:
    """Text that is good UTF-8 is UTF-8, whatever it says of itself."""
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return ("utf-16",)
    if raw[:4].count(0) == 2:
        return ("utf-16-le" if raw[1] == 0 else "utf-16-be",)
    if raw.isascii():
        return ("utf-8",)  # the same in all of them
    declared = _DECLARED.search(raw[:200])
    said = declared[1].decode("ascii").lower() if declared else "cp1251"
    return ("utf-8-sig", said, "cp1251", "latin-1")


def name_of(element: Element) -> str:
    """The name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def first(element: Element | None, *paths: str) -> Element | None:
    """The first element that stands at one of these paths ("Acct/Id/IBAN"), in any namespace."""
    if element is None:
        return None
    for path in paths:
        found = element.find("/".join(f"{{*}}{step}" for step in path.split("/")))
        if found is not None:
            return found
    return None


def every(element: Element, path: str) -> list[Element]:
    """All elements at a path, in any namespace."""
    return element.findall("/".join(f"{{*}}{step}" for step in path.split("/")))


def text_of(element: Element | None, *paths: str) -> str:
    """The first text that is not empty at one of these paths, its spaces made single."""
    for path in paths:
        found = first(element, path)
        if found is not None and (words := " ".join("".join(found.itertext()).split())):
            return words
    return ""


def texts_of(element: Element | None, path: str) -> Iterator[str]:
    """All texts at a path that are not empty."""
    for found in every(element, path) if element is not None else ():
        if words := " ".join("".join(found.itertext()).split()):
            yield words


def _tree(text: str) -> Element | None:
    bare = _UNSAID.sub(" ", text.strip("\ufeff\x00\x1a \t\r\n"))
    body = _PROLOG.sub("", bare.replace("\ufeff", ""))
    root = _parsed(body.encode(errors="replace"))
    if root is None:
        root = _parsed(f"<{_TOGETHER}>{body}</{_TOGETHER}>".encode(errors="replace"))
    return root


def _parsed(body: bytes) -> Element | None:
    try:
        root: Element = fromstring(body, forbid_dtd=True)
    except (ParseError, ValueError, LookupError, DefusedXmlException):
        return None
    return root
