"""Promo codes: which words may be one, and which words mean the same. Plain Python."""

from __future__ import annotations

import re

LONGEST = 8

# Cyrillic capitals that look like Latin ones; folding makes РАДИСТ and PAДИCT one word.
_LOOK_ALIKE = str.maketrans("АВЕЁЗІЈКМНОРСТУХЬ", "ABEE3IJKMHOPCTYXb")
_ALLOWED = re.compile(r"[0-9A-ZА-ЯЁ]+")

RESERVED = frozenset(
    {
        "ADMIN", "АДМИН", "PROMO", "ПРОМО", "TEST", "ТЕСТ", "ZABOTA", "ЗАБОТА", "SUPPORT", "HELP",
        "ПОМОЩЬ", "OFFICE", "ОФИС", "API", "LOGIN", "NULL", "NONE", "VENDOR", "ВЕНДОР", "PARTNER",
        "ПАРТНЁР", "ПАРТНЕР", "КЛИЕНТ", "CLIENT",
    }
)  # fmt: skip


def clean_code(typed: str) -> str:
    """The code as we keep it: capitals, no spaces or dashes around or inside."""
    return re.sub(r"[\s\-_]", "", typed).upper()


def fold_code(typed: str) -> str:
    """What two spellings of one code have in common: look-alike letters of both alphabets."""
    return clean_code(typed).translate(_LOOK_ALIKE)


_RESERVED_FOLDED = frozenset(fold_code(word) for word in RESERVED)


def fault_in_code(typed: str) -> str:
    """Reason code of what is wrong with a wished promo code, "" when nothing is."""
    code = clean_code(typed)
    if not code:
        return "empty"
    if len(code) > LONGEST:
        return "too_long"
    if not _ALLOWED.fullmatch(code):
        return "letters_and_digits_only"
    if code.isdigit():
        return "digits_only"
    if fold_code(code) in _RESERVED_FOLDED:
        return "reserved"
    return ""


# Where anybody may have a mailbox: such a domain says nothing of the company.
FREE_MAIL = frozenset(
    {
        "mail.ru", "bk.ru", "inbox.ru", "list.ru", "internet.ru", "vk.com", "yandex.ru", "ya.ru",
        "yandex.com", "yandex.by", "yandex.kz", "narod.ru", "rambler.ru", "lenta.ru", "autorambler.ru",
        "myrambler.ru", "ro.ru", "gmail.com", "googlemail.com", "outlook.com", "hotmail.com",
        "live.com", "msn.com", "yahoo.com", "icloud.com", "me.com", "mac.com", "aol.com", "gmx.com",
        "proton.me", "protonmail.com", "pm.me", "tut.by", "ukr.net", "mail.com", "qip.ru", "pochta.ru",
    }
)  # fmt: skip


def domain_of_mail(email: str) -> str:
    """The company's domain of an e-mail, "" where anybody may have a mailbox."""
    domain = bare_domain(email.rpartition("@")[2]) if "@" in email else ""
    return "" if domain in FREE_MAIL else domain


def bare_domain(typed: str) -> str:
    """A website as we compare it: no scheme, www, path, port; lower case, in letters that people read."""
    host = re.sub(r"^[a-z][a-z0-9+.-]*://", "", typed.strip().lower())
    bare = re.split(r"[/?#:]", host, maxsplit=1)[0].removeprefix("www.").rstrip(".")
    return ".".join(_readable(label) for label in bare.split("."))


def _readable(label: str) -> str:
    """A label without its punycode: «xn--80ak6aa92e» is a word in letters; what is no punycode stays."""
    if not label.startswith("xn--"):
        return label
    try:
        return label.removeprefix("xn--").encode("ascii").decode("punycode").lower()
    except UnicodeError:
        return label
