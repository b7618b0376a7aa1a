"""Calls to the outside world: bounded in time and size, and never into a private network.

A connector makes its client with `outside(base_url)`. An address that a person typed may not lead
to a private, loopback or link-local address; the address is resolved once and the connection goes
to what was checked, so a name cannot change its mind in between.
"""

from __future__ import annotations

import ipaddress
import socket
import ssl
from collections.abc import Iterable
from functools import cache
from typing import Any

import httpx
from django.conf import settings

TIMEOUT = httpx.Timeout(20.0, connect=5.0)
MOST_BYTES = 20 * 1024 * 1024


class PrivateAddress(httpx.TransportError):
    """The address leads into a private network and was not called."""


class Checked(httpx.HTTPTransport):
    """A transport that resolves the host itself and refuses what is not public."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        host, port = request.url.host, request.url.port or _default_port(request.url.scheme)
        address = public_address(host, port)
        if address != host:
            request.headers.setdefault("Host", host)
            request.extensions = {**request.extensions, "sni_hostname": host}
            request.url = request.url.copy_with(host=address)
        return super().handle_request(request)


def outside(base_url: str, **options: Any) -> httpx.Client:
    """A client for one outside system; close it, or use it in a `with`. Redirects are not followed."""
    kind = httpx.HTTPTransport if _trusted(base_url) else Checked
    transport = kind(verify=_authorities(), retries=0)
    return httpx.Client(
        base_url=base_url, transport=transport, timeout=TIMEOUT, follow_redirects=False, **options
    )


@cache
def _authorities() -> ssl.SSLContext:
    """Whom we believe. Read once a process: to read them for every call costs more than the call."""
    return httpx.create_ssl_context()


def public_address(host: str, port: int) -> str:
    """An address of the host that is public; PrivateAddress where there is none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise httpx.ConnectError(f"{host}: no such host") from error
    addresses = [str(entry[4][0]) for entry in found]
    if not _all_public(addresses):
        raise PrivateAddress(f"{host} is not a public address")
    return addresses[0]


def _all_public(addresses: Iterable[str]) -> bool:
    listed = [ipaddress.ip_address(address.split("%")[0]) for address in addresses]
    return bool(listed) and all(_public(address) for address in listed)


def _public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    inner = getattr(address, "ipv4_mapped", None) or getattr(address, "sixtofour", None) or address
    return bool(inner.is_global and not inner.is_multicast)


def _trusted(base_url: str) -> bool:
    """Hosts that the installation itself names (a proxy, an emulator), not a person on a page."""
    url = httpx.URL(base_url)
    return f"{url.host}:{url.port or _default_port(url.scheme)}" in settings.OUTSIDE_TRUSTED


def _default_port(scheme: str) -> int:
    return 443 if scheme == "https" else 80
