"""`manage.py prepare`: everything the site needs before it opens, and only what has changed."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from zabota.kit.messages.compiling import compile_all
from zabota.kit.places import STATE
from zabota.ui.assets import build_assets


class Command(BaseCommand):
    help = "Migrate, compile the translations, gather the static files: where something changed."
    requires_system_checks: list[str] = []

    def handle(self, *_: Any, **__: Any) -> None:
        compile_all()
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Bringing the database up to date …")
            call_command("migrate", verbosity=0)
        build_assets(settings.MADE_ASSETS)
        if settings.HASHED_STATIC:
            self._gather_static()

    def _gather_static(self) -> None:
        stamp = STATE / "static.stamp"
        now = _fingerprint()
        if Path(settings.STATIC_ROOT).exists() and stamp.exists() and stamp.read_text() == now:
            return
        self.stdout.write("Gathering the static files …")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(now)


def _fingerprint() -> str:
    """Changes when a static file is added, taken away or edited."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            content = Path(storage.path(path)).read_bytes()
            digest.update(f"{path}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    return digest.hexdigest()
