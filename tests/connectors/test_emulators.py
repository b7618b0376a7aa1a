"""Every emulator can make the same trouble, and trouble is what its knobs say."""

from __future__ import annotations

import json
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.emulators.running import running
from tests.emulators.server import KNOBS

TROUBLE = {"duplicate", "delay", "drop", "forge", "too_many", "fail", "fail_after", "slow"}


@pytest.mark.parametrize(
    "name", ["bank", "cloudpayments", "npd", "robokassa", "tbank", "telegram", "yookassa"]
)
def test_every_emulator_has_every_knob(name: str) -> None:
    assert set(KNOBS) >= TROUBLE
    with running(name) as program:
        assert set(program.play("knobs")) >= TROUBLE
        for knob, status in (("too_many", 429), ("fail", 500)):
            program.play("knobs", **{knob: 1})
            with pytest.raises(HTTPError) as refused:
                urlopen(f"{program.url}/anything", timeout=5)
            assert refused.value.code == status
            assert json.load(refused.value)["code"]
            program.play("knobs", **{knob: 0})


def test_a_slow_answer_comes_after_the_deed() -> None:
    with running("npd") as program:
        program.play("knobs", slow=1, lag=30)
        with pytest.raises(TimeoutError):
            urlopen(f"{program.url}/anything", timeout=0.1)
