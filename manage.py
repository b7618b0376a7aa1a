#!/usr/bin/env python
"""The door for commands: starts the built-in database when no other is named, then runs Django."""

import os
import sys

from django.core.management import execute_from_command_line

from zabota.kit import postgres


def main() -> None:
    """Runs one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zabota.config.settings")
    try:
        if postgres.ensure_running() and not os.environ.get("DEBUG"):
            os.environ.setdefault("DEMO", "1")  # the built-in database is the demo's
    except postgres.PostgresUnavailable as reason:
        sys.exit(str(reason))
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
