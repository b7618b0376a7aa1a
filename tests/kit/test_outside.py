"""An address that a person typed leads nowhere inside."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from zabota.kit.outside import PrivateAddress, outside, public_address


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "10.1.2.3", "192.168.0.1", "169.254.169.254", "0.0.0.0",
        "::1", "::ffff:127.0.0.1", "fe80::1", "100.64.0.1", "2002:7f00:1::",
    ],
)  # fmt: skip
def test_private_hosts_are_refused(host: str) -> None:
    with pytest.raises(PrivateAddress):
        public_address(host, 443)


def test_a_public_address_is_its_own() -> None:
    assert public_address("93.184.216.34", 443) == "93.184.216.34"


def test_a_client_refuses_before_it_connects() -> None:
    with outside("http://localhost:9") as client, pytest.raises(PrivateAddress):
        client.get("/")


def test_what_the_installation_names_may_be_called(settings: Any) -> None:
    settings.OUTSIDE_TRUSTED = frozenset({"127.0.0.1:9"})
    with outside("http://127.0.0.1:9") as client, pytest.raises(httpx.ConnectError):
        client.get("/")
