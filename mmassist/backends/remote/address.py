"""A server's address: where it lies, and what may be sent there. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit

from mmassist.errors import Unreachable
from mmassist.inference import proxies

PORTS = {"http": 80, "https": 443}
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
        return proxies.is_loopback(self.host)

    @property
    def is_near(self) -> bool:
        """Whether it is this machine or one of a private network, as far as the name alone tells."""
        address = proxies.ip(self.host)
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
    """See `proxies.proxy_for`. Raises Unreachable for one that can't be used."""
    try:
        return proxies.proxy_for(address.url, chosen)
    except proxies.ProxyUnusable as error:
        raise _final(
            "the proxy is no HTTP proxy",  # its address may hold a password
            "The proxy of this backend can't be used: it is not an HTTP proxy.",
            "Give the address of an HTTP proxy in the settings or the environment, or remove it.",
        ) from error


def _wrong(why: str) -> Unreachable:
    return _final(f"the backend's address: {why}", "The address of this backend is no web address.", "Correct it in the settings.")


def _final(message: str, spoken: str, remedy: str) -> Unreachable:
    error = Unreachable(message, spoken, remedy)
    error.retryable = False
    return error
