"""The plan of the building in pyproject.toml holds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from procrastinate.contrib.django import app

from zabota.config.reactions import REACTIONS
from zabota.kit.places import ROOT


def test_import_contracts_are_kept() -> None:
    program = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([program, "--no-cache"], cwd=ROOT, capture_output=True, text=True)
    assert result.returncode == 0, (
        "An arrow points the wrong way. A room knows what is below it, never what is above; the "
        f"comments in pyproject.toml say what belongs where.\n{result.stdout[-4000:]}{result.stderr}"
    )


def test_every_reaction_is_a_job_of_the_queue() -> None:
    from_table = {job for jobs in REACTIONS.values() for job in jobs}

    unknown = from_table - set(app.tasks)
    assert not unknown, f"config/reactions.py names jobs that nobody wrote: {sorted(unknown)}"
