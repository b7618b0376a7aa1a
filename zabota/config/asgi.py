"""What the server runs: pages as WSGI in a pool of threads, live streams as ASGI.

The pool costs a third of the overhead of Django's own ASGI handler for pages that wait for the
database. A stream under /events/ lasts, and must not keep a thread: it goes to that handler.
"""

from __future__ import annotations

from typing import Any, cast

from a2wsgi import WSGIMiddleware
from django.core.asgi import get_asgi_application

from zabota.config.wsgi import application as pages

THREADS = 8  # one database connection each: keep DATABASE_POOL at least as large
STREAMS = "/events/"

_streams = get_asgi_application()
_pages = WSGIMiddleware(cast(Any, pages), workers=THREADS)  # their types name WSGI differently


async def application(scope: Any, receive: Any, send: Any) -> None:
    """Route by the path alone."""
    if scope["type"] == "http" and scope["path"].startswith(STREAMS):
        await _streams(scope, receive, send)
    else:
        await _pages(scope, receive, send)
