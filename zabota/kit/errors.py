"""The business "no": a refusal that a person can read and act on."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """An impossible move, with a translatable sentence, a stable code and the figures in it.

    `message` is a gettext msgid with %(name)s places; `params` fill them. Subclasses live beside
    the function that raises them.
    """

    code = "refused"

    def __init__(self, message: str = "", *, code: str = "", **params: Any) -> None:
        super().__init__(message)
        self.message = message
        self.params = params
        if code:
            self.code = code

    def __str__(self) -> str:
        return self.message % self.params if self.params else self.message
