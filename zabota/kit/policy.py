"""What a browser may do with our pages: everything on them comes from us, and nothing inline runs."""

from __future__ import annotations

HEADER = "Content-Security-Policy"


def policy(*, form_action: str = "'self'") -> str:
    """The policy of a page; `form_action` is where its forms may end."""
    return "; ".join(
        [
            "default-src 'self'",
            "img-src 'self' data:",
            "object-src 'none'",
            "base-uri 'none'",
            f"form-action {form_action}",
            "frame-ancestors 'none'",
        ]
    )
