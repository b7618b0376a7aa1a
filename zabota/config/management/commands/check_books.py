"""Prove the books: `make books`. Exits with 1 and a readable report when anything is wrong."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from zabota.config.books import check_books


class Command(BaseCommand):
    help = "Prove that the books balance."

    def handle(self, *args: Any, **options: Any) -> None:
        report = check_books()
        for check in report.checks:
            self.stdout.write(str(check))
        if not report.ok:
            self.stderr.write("The books do NOT balance.")
            raise SystemExit(1)
        self.stdout.write(f"The books balance: {len(report.checks)} checks.")
