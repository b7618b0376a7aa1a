"""Secrets at rest: keys of processors and messengers are kept sealed under the installation's key."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from hashlib import sha256

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings


class Unsealable(Exception):
    """The sealed text was sealed under a key that this installation no longer has."""


def seal(text: str) -> str:
    """The text encrypted and authenticated; the same text is sealed differently each time."""
    return _box().encrypt(text.encode()).decode()


def unseal(sealed: str) -> str:
    """The text again; raises Unsealable when neither SECRET_KEY nor its fallbacks fit."""
    try:
        return _box().decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise Unsealable("sealed under another SECRET_KEY") from None


def _box() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet(
        [
            Fernet(urlsafe_b64encode(sha256(b"zabota sealing\0" + key.encode()).digest()))
            for key in keys
        ]
    )
