"""python -m zabota.kit.messages extract [APP_FOLDER…] | compile | missing."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django

from zabota.kit.messages.collecting import faults, merge
from zabota.kit.messages.compiling import compile_all
from zabota.kit.places import ROOT


def main(wish: str, *folders: str) -> int:
    """Does one of the three; `missing` answers 1 if a text has no good Russian translation."""
    os.environ.setdefault("TESTING", "1")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zabota.config.settings")
    if wish == "compile":
        print(f"{compile_all()} catalogues compiled")
        return 0
    django.setup()  # templates are parsed with the project's settings
    if wish == "extract":
        for path in merge(tuple(Path(folder).resolve() for folder in folders)):
            print(path.relative_to(ROOT))
        return 0
    if wish == "missing":
        found = faults()
        print("\n".join(found) or "Every text has its Russian translation.")
        return bool(found)
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(*(sys.argv[1:] or [""])))
