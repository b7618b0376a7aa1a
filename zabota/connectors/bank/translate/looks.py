"""What a file looks like when it is no statement in the 1C format."""

from __future__ import annotations

import re

# First bytes → what it is. Zip archives are looked into further.
_MAGIC = (
    (b"%PDF", "pdf"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "xls"),
    (b"\x1f\x8b", "gzip"),
    (b"Rar!\x1a\x07", "rar"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x89PNG\r\n", "image"),
    (b"\xff\xd8\xff", "image"),
    (b"GIF8", "image"),
    (b"II*\x00", "image"),
    (b"MM\x00*", "image"),
    (b"{\\rtf", "rtf"),
)
_INSIDE_ZIP = (
    (b"xl/", "xlsx"),
    (b"word/", "docx"),
    (b"opendocument.spreadsheet", "ods"),
)
_HEAD = 4_096
_DBF = b"\x03\x30\x83\xf5"

_MT940 = re.compile(r"^[ \t]*:(?:20|25P?|28C?|60[FM]):", re.MULTILINE)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|table|meta)\b", re.IGNORECASE)
_XML = re.compile(r"\s*<(?:\?xml|[A-Za-zА-Яа-я_][\w:.-]*[\s>/])")
_OF_BELARUS = re.compile(r"^\*{3,}\s*\^Type=|^\[(?:IN|OUT)_PARAM\]", re.MULTILINE)


def looks_of_bytes(raw: bytes) -> str:
    """What the first bytes prove the file to be, or an empty string for a text."""
    head = raw[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")
    if not raw.strip(b"\x00\x1a \t\r\n") or not head:
        return "empty" if not raw.strip(b"\x00\x1a \t\r\n\xef\xbb\xbf") else ""
    for magic, name in _MAGIC:
        if head.startswith(magic):
            return _looks_of_zip(raw) if name == "zip" else name
    return ""


def looks_of_text(text: str, raw: bytes) -> str:
    """What a decoded text that is no statement looks like; never an empty string."""
    head = text[:_HEAD].replace("\r\n", "\n").replace("\r", "\n")
    if _is_binary(raw[:_HEAD]):
        return "dbf" if raw[0] in _DBF else "binary"
    if not head.strip():
        return "empty" if not text.strip() else "text"
    for name, matches in (
        ("mt940", head.lstrip().startswith("{1:F01") or len(_MT940.findall(head)) > 1),
        ("by_client_bank", _OF_BELARUS.search(head) is not None),
        ("ofx", head.lstrip().upper().startswith(("OFXHEADER", "<OFX"))),
        ("html", _HTML.search(head) is not None),
        ("json", head.lstrip()[0] in "{[" and '"' in head),
    ):
        if matches:
            return name
    if _XML.match(head):
        return _looks_of_xml(head)
    return "csv" if _is_table(head) else "text"


def _looks_of_zip(raw: bytes) -> str:
    listed = raw[:_HEAD] + raw[-65_536:]
    return next((name for inside, name in _INSIDE_ZIP if inside in listed), "zip")


def _looks_of_xml(head: str) -> str:
    lowered = head.lower()
    if "camt.05" in lowered or "bktocstmr" in lowered:
        return "camt"
    if "pain.00" in lowered:
        return "pain"
    if "1c.ru" in lowered or "directbank" in lowered or "enterprisedata" in lowered:
        return "1c_xml"
    return "xml"


def _is_binary(head: bytes) -> bool:
    """Whether many bytes are control signs; noughts alone may be wide letters."""
    strange = sum(1 for byte in head if 0 < byte < 32 and byte not in b"\r\n\t\x04\x1a")
    return strange * 20 > len(head)


def _is_table(head: str) -> bool:
    """Whether two lines or more have the same number of columns, and more than two."""
    lines = [line for line in head.splitlines()[:20] if line.strip()]
    if len(lines) < 2:
        return False
    for separator in (";", "\t", ",", "|"):
        counts = [line.count(separator) for line in lines[:-1] or lines]
        if max(counts) >= 2 and counts.count(max(counts)) * 2 >= len(counts):
            return True
    return False
