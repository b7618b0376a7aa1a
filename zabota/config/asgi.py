"""What the server runs: the WSGI pages in a pool of threads.

A third of the overhead of Django's own ASGI handler for pages that wait for the database; long
connections can get a branch of their own here.
"""

from __future__ import annotations

from typing import Any, cast

from a2wsgi import WSGIMiddleware

from zabota.config.wsgi import application as pages

THREADS = 8  # one database connection each: keep DATABASE_POOL at least as large

application = WSGIMiddleware(cast(Any, pages), workers=THREADS)  # their types name WSGI differently
