"""What every test stands on: the database (see tests/database.py) and a browser."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import HealthCheck
from hypothesis import settings as hypotheses

from tests.chromium import ARGUMENTS, find_chromium
from tests.database import BUILT_IN
from tests.emptying import empty_tables
from tests.schema import drop_templates, ensure_template

# A busy machine is no fault of the code: no test of ours asserts how long something took.
hypotheses.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
hypotheses.load_profile("house")

CHROMIUM = pytest.StashKey[str | None]()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """The test's database is a copy of one that has the tables already: nothing is left to migrate."""
    made = ensure_template(connection.get_connection_params())
    connection.settings_dict["TEST"].update(TEMPLATE=made, MIGRATE=False)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """On a server of somebody's own nothing stays behind; the first process is the last to go."""
    if not BUILT_IN and not hasattr(session.config, "workerinput"):
        drop_templates(connection.get_connection_params())


# A test that commits is followed by this instead of Django's flush.
TransactionTestCase._fixture_teardown = empty_tables  # type: ignore[method-assign]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks what asks for a page; looks for Chromium only if such a test is really to run."""
    for item in items:
        if {"page", "context", "browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """After -m and -k have chosen: finds (or, as root on Debian, installs) Chromium once."""
    walks = [item for item in session.items if item.get_closest_marker("browser")]
    if not walks or session.config.option.collectonly:
        return
    found = find_chromium()
    session.config.stash[CHROMIUM] = found
    if hasattr(session.config, "workeroutput"):  # one of several processes: tell the first
        session.config.workeroutput["chromium"] = found
    if found is None:
        for item in walks:
            item.add_marker(pytest.mark.skip(reason="no Chromium: set CHROMIUM=/path/to/it"))


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """A process of the run ended: what it found is known here too."""
    if "chromium" in node.workeroutput:
        node.config.stash[CHROMIUM] = node.workeroutput["chromium"]


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Says loudly that the browser tests were left out."""
    if CHROMIUM in config.stash and config.stash[CHROMIUM] is None:
        terminalreporter.section("BROWSER TESTS WERE SKIPPED", red=True, bold=True)
        terminalreporter.line(
            "No Chromium was found. Install Debian's chromium, or set CHROMIUM=/path/to/chromium."
        )


@pytest.fixture(scope="session")
def browser_type_launch_args(
    browser_type_launch_args: dict[str, Any], pytestconfig: pytest.Config
) -> dict[str, Any]:
    """Starts the found Chromium, quiet and offline."""
    return {
        **browser_type_launch_args,
        "executable_path": pytestconfig.stash[CHROMIUM],
        "args": ARGUMENTS,
    }


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """A desk in Moscow, in Russian."""
    return {
        **browser_context_args,
        "viewport": {"width": 1280, "height": 900},
        "locale": "ru-RU",
        "timezone_id": "Europe/Moscow",
    }
