"""A server's address: where it lies, and what may be sent there. Pure."""

from __future__ import annotations

import ipaddress
import urllib.request
from dataclasses import dataclass
from urllib.parse import urlsplit

from mmassist.errors import Unreachable

PORTS = {"http": 80, "https": 443}
PROXIES = ("http", "https")
# Not every resolver keeps the names below localhost on this machine: they are near, but not this very machine.
_NEAR_NAMES = (".localhost", ".local", ".lan", ".home.arpa", ".internal", ".localdomain")


@dataclass(frozen=True, slots=True)
class Address:
    """`url` without a trailing slash; `host` in lower case, an IPv6 address without brackets."""

    url: str
    scheme: str
    host: str
    port: int

    @property
    def origin(self) -> tuple[str, str, int]:
        """What must be the same for two addresses to be of one server."""
        return self.scheme, self.host, self.port

    @property
    def is_loopback(self) -> bool:
        """Whether it is this very machine."""
        if self.host == "localhost":
            return True
        address = _ip(self.host)
        return address is not None and address.is_loopback

    @property
    def is_near(self) -> bool:
        """Whether it is this machine or one of a private network, as far as the name alone tells."""
        address = _ip(self.host)
        if address is not None:
            return address.is_loopback or address.is_private or address.is_link_local
        return self.is_loopback or "." not in self.host or self.host.endswith(_NEAR_NAMES)


def parse(url: str) -> Address:
    """Raises Unreachable for what is no web address, and for a far one that is not encrypted."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError as error:
        raise _wrong("it can't be parsed") from error
    if parts.scheme not in PORTS or not parts.hostname:
        raise _wrong("it begins with neither http nor https")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise _wrong("it holds more than a host and a path")
    address = Address(url.strip().rstrip("/"), parts.scheme, parts.hostname, port or PORTS[parts.scheme])
    if address.scheme == "http" and not address.is_near:
        raise _final("not encrypted", "The address of this backend is not encrypted.", "Use an address that begins with https.")
    return address


def proxy_for(address: Address, chosen: str) -> str:
    """The proxy's address, empty for none: the user's own choice, else that of the environment, but none to this machine.

    Raises Unreachable for one that does not speak HTTP: going round it is not for us to decide.
    """
    if chosen:
        return _spoken_to(chosen)
    if address.is_loopback or urllib.request.proxy_bypass(address.host):
        return ""
    proxies = urllib.request.getproxies()
    return _spoken_to(proxies.get(address.scheme) or proxies.get("all") or "")


def _spoken_to(proxy: str) -> str:
    if proxy and "://" not in proxy:
        return f"http://{proxy}"
    if proxy and proxy.partition("://")[0].strip().lower() not in PROXIES:
        raise _final(
            "the proxy is no HTTP proxy",  # its address may hold a password
            "The proxy of this backend can't be used: it is not an HTTP proxy.",
            "Give the address of an HTTP proxy in the settings or the environment, or remove it.",
        )
    return proxy


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def _wrong(why: str) -> Unreachable:
    return _final(f"the backend's address: {why}", "The address of this backend is no web address.", "Correct it in the settings.")


def _final(message: str, spoken: str, remedy: str) -> Unreachable:
    error = Unreachable(message, spoken, remedy)
    error.retryable = False
    return error
