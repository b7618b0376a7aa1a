"""A pytest plugin, loaded before anything of Django: the database and the translations.

DATABASE_URL chooses a database server of your own; without it a built-in one is started, fast and
forgetful. Pytest makes and drops its own databases test_… there.
"""

from __future__ import annotations

import os

from zabota.kit import postgres
from zabota.kit.messages.compiling import compile_all
from zabota.kit.places import STATE

os.environ["TESTING"] = "1"
for name in ("DEMO", "DEBUG", "PUBLIC_URL"):  # a shell's leftovers must not colour the tests
    os.environ.pop(name, None)
# A browser's driver runs an event loop in the main thread, where Django then warns of itself.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

if "PYTEST_XDIST_WORKER" not in os.environ:  # the first process did it for the others
    compile_all()
BUILT_IN = postgres.ensure_running(STATE / "pg-test", durable=False)
