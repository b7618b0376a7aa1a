"""The checkout is everybody's: nothing in it points at one person's machine or network."""

from __future__ import annotations

import re

from tests.house.house import TEXTS, files, name_of, report

# Put together from halves, so that this file does not name them either.
INDEX_HOSTS = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "npm" + "js.com",
               "deb." + "debian.org", "--extra-" + "index-url", "registry." + "yarn"]  # fmt: skip
PLACES = re.compile(
    r"(?<![\w.<>/-])/(?:"
    + "|".join(["ro" + "ot", "ho" + "me", "Use" + "rs", "wo" + "rk"])
    + r")/\w"
)


def test_no_file_names_a_package_index() -> None:
    found = [
        f"{name_of(path)}: {host}"
        for path in files(*TEXTS)
        for host in INDEX_HOSTS
        if host in path.read_text(encoding="utf-8", errors="replace")
    ]
    assert not found, report(
        found,
        "Where packages come from is decided by each machine (a mirror, a proxy), not by us:",
    )


def test_no_file_names_a_place_on_one_machine() -> None:
    found = [
        f"{name_of(path)}: {hit[0]}…"
        for path in files(*TEXTS)
        if (hit := PLACES.search(path.read_text(encoding="utf-8", errors="replace")))
    ]
    assert not found, report(found, "These paths exist on somebody's machine only:")
