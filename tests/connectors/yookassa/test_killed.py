"""A process of its own submits a payout and is killed: it is found there, and paid once."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import timedelta

import pytest

from tests.connectors.yookassa.nina import Gateway, leave, look, made
from tests.soak.house import House
from tests.world import assert_books_balance
from zabota.connectors.rails.operations.asking import ask_due
from zabota.domain.payouts.models import AttemptStatus, PayoutStatus
from zabota.kit.clock import now
from zabota.kit.places import ROOT

# YooKassa has paid and answered, the books are written, and nothing is committed yet.
KILLED = """
import os, signal
from zabota.connectors.rails.operations.asking import ask_due
from zabota.flows import payouts_sent
from zabota.kit.clock import now
hear = payouts_sent.hear_word
def hear_and_die(*args, **words):
    hear(*args, **words)
    os.kill(os.getpid(), signal.SIGKILL)
payouts_sent.hear_word = hear_and_die
ask_due(at=now())
"""


@pytest.mark.django_db(transaction=True)
def test_killed_between_the_answer_and_the_commit(gateway: Gateway) -> None:
    program, _ = gateway
    payout = leave()
    ended = subprocess.run(
        [sys.executable, "manage.py", "shell", "--no-imports", "-c", KILLED],
        cwd=ROOT,
        env=House(trusted=program.address).environment(),
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == -signal.SIGKILL, ended.stderr.decode()
    assert [one["status"] for one in made(program)] == ["succeeded"]
    assert look(payout) == (PayoutStatus.SENT, AttemptStatus.UNKNOWN)
    assert payout.attempts.get().external_id == ""

    assert ask_due(at=now() + timedelta(hours=30)) == 1, "too late for the key: by their list"
    assert look(payout) == (PayoutStatus.SETTLED, AttemptStatus.SETTLED)
    assert payout.proof == f"yookassa:{made(program)[0]['id']}"
    assert ask_due(at=now() + timedelta(days=2)) == 0
    assert len(made(program)) == 1
    assert_books_balance()
