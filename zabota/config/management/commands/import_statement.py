"""Import bank statements from files: the same road as the upload in the back office."""

from __future__ import annotations

from argparse import ArgumentParser
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from zabota.connectors.bank.operations import import_statement, receive_statements
from zabota.connectors.inbox.models import InboundEvent
from zabota.kit.clock import now


class Command(BaseCommand):
    help = "Import bank statements: 1CClientBankExchange, camt.052/053/054, MT940."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")

    def handle(self, *args: Any, files: list[Path], **options: Any) -> None:
        failed = [path for path in files if not self._import(path)]
        if failed:
            raise SystemExit(1)

    def _import(self, path: Path) -> bool:
        """Import a file, or each file of a ZIP; False when one of them was not imported."""
        at = now()
        uploaded = receive_statements(
            path.read_bytes(), name=path.name, at=at, by="import_statement"
        )
        for file in uploaded.left_out:
            self.stderr.write(f"{file.name}: not imported: {file.problem}")
        done = [self._read(event, at=at, new=new) for event, new in uploaded.events]
        return all(done) and not uploaded.left_out

    def _read(self, event: InboundEvent, *, at: datetime, new: bool) -> bool:
        """Read a stored file and print what became of it; False when nothing was imported."""
        path = event.name
        statement = import_statement(event.pk, at=at)
        if statement is None:
            event = InboundEvent.objects.get(pk=event.pk)
            self.stderr.write(f"{path}: not imported: {event.error}")
            return False
        for oddity in statement.oddities:
            self.stdout.write(f"{path}:{oddity['line']}: {oddity['code']}: {oddity['text']}")
        for fault in statement.faults:
            self.stderr.write(f"{path}: the figures do not agree: {fault}")
        again = "" if new else " (this very file was known)"
        self.stdout.write(
            f"{path}: {statement.recorded} recorded, {statement.waiting} waiting, "
            f"{statement.known} known, {statement.settled} payouts settled{again}"
        )
        return not statement.faults
