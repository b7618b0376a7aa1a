"""Writing letters about events, and sending them."""

from __future__ import annotations

from zabota.connectors.mail.operations.sending import send_unsent, write_letters

__all__ = ["send_unsent", "write_letters"]
