"""`manage.py demo`: the demo's database ready to be looked at, with its year loaded once."""

from __future__ import annotations

import logging
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand

from zabota.config.demo.load import load_year
from zabota.config.demo.tax import answer_today
from zabota.domain.partners.models import Partner
from zabota.kit.clock import now
from zabota.kit.places import STATE

UNFINISHED = STATE / "pg" / "loading"  # while it is there, the year is only half told


class Command(BaseCommand):
    help = "Prepare the site and load the demo year if there are no partners yet."

    def handle(self, *_: Any, **__: Any) -> None:
        logging.getLogger("fontTools").setLevel(logging.ERROR)
        call_command("prepare", stdout=self.stdout)
        if Partner.objects.exists():
            answer_today(now())
            return
        self.stdout.write("Loading a year of the story …")
        self.stdout.flush()
        if UNFINISHED.parent.exists():
            UNFINISHED.touch()
        load_year(at=now(), say=self._say)
        UNFINISHED.unlink(missing_ok=True)

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
