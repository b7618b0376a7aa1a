"""When two mailboxes or two domains are one, however they are written. SQL expressions."""

from __future__ import annotations

# Letters of other scripts that look like Latin ones: a domain with one of them is made to deceive.
_LOOK = "аеорсухіјѕһԁԛԝӏοανρ"
_LIKE = "aeopcyxijshdqwloavp"

_GMAIL = "'gmail.com', 'googlemail.com'"
_YANDEX = "'yandex.ru', 'ya.ru', 'yandex.com', 'yandex.by', 'yandex.kz', 'yandex.ua', 'narod.ru'"


def domain_of(written: str) -> str:
    """The domain in an expression that is a website or an e-mail, in the letters that people read,
    whichever of its two spellings was written (xn--… too); '' where there is none."""
    return rf"""translate(scrutiny_host(rtrim(regexp_replace(regexp_replace(lower(trim({written})),
        '^([a-z][a-z0-9+.-]*://)?([^/?#@]*@)?(www[.])?', ''), '[/?#:].*$', ''), '. ')),
        '{_LOOK}', '{_LIKE}')"""


def mailbox_of(email: str) -> str:
    """The mailbox behind an e-mail: without a tag, and as its provider reads dots and domains."""
    local = f"regexp_replace(split_part(lower(trim({email})), '@', 1), '[+].*$', '')"
    domain = domain_of(email)
    return f"""CASE WHEN {domain} IN ({_GMAIL}) THEN replace({local}, '.', '') || '@gmail.com'
        WHEN {domain} IN ({_YANDEX}) THEN replace({local}, '.', '-') || '@yandex.ru'
        ELSE {local} || '@' || {domain} END"""


def lies_in(domain: str, own: str) -> str:
    """Whether a domain is the other one or lies under it."""
    return f"({domain} = {own} OR right({domain}, length({own}) + 1) = '.' || {own})"
