"""An XML file as a tree, whatever it says of its encoding; nothing outside the file is read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

_PROLOG = re.compile(r"^\s*<\?xml[^>]*\?>")
_ENCODINGS = ("utf-8", "cp1251", "latin-1")
_UNSAID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


class XmlUnreadable(ValueError):
    """The bytes are no whole XML file, or one with definitions of its own."""


def read_xml(raw: bytes) -> tuple[Element, str]:
    """The root of a file and its encoding; tried as declared, then as banks really write."""
    body = raw.strip(b"\x00\x1a \t\r\n")
    if (root := _parsed(body)) is not None:
        return root, _declared(body)
    for encoding in _ENCODINGS if not _is_wide(body) else ("utf-16",):
        try:
            text = body.decode(encoding)
        except UnicodeError:
            continue
        text = _UNSAID.sub(" ", _PROLOG.sub("", text.lstrip("\ufeff"), count=1))
        if (root := _parsed(text.strip().encode())) is not None:
            return root, encoding
    raise XmlUnreadable


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


def _parsed(body: bytes) -> Element | None:
    try:
        return fromstring(body, forbid_dtd=True)
    except (ParseError, ValueError, LookupError, DefusedXmlException):
        return None


def _is_wide(body: bytes) -> bool:
    return body[:2] in (b"\xff\xfe", b"\xfe\xff")


def _declared(body: bytes) -> str:
    if _is_wide(body):
        return "utf-16"
    match = re.match(rb"[^<]{0,3}<\?xml[^>]*encoding=[\"']([\w.:-]{1,20})[\"']", body)
    return match[1].decode("ascii").lower() if match else "utf-8"
