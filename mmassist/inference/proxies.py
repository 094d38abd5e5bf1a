"""Which proxy an address is reached through, the same for all that asks the network. Pure but for the environment's proxies."""

from __future__ import annotations

import ipaddress
import urllib.request
from urllib.parse import urlsplit

_SPOKEN_TO = ("http", "https")


class ProxyUnusable(ValueError):
    """It does not speak HTTP: going round it is not for us to decide. Says nothing of its address, which may hold a password."""


def proxy_for(url: str, chosen: str) -> str:
    """The proxy's address, empty for none: the user's own choice, else that of the environment, but none to this machine.

    Raises ProxyUnusable.
    """
    if chosen:
        return _checked(chosen)
    parts = urlsplit(url)
    host = parts.hostname or ""
    if is_loopback(host) or urllib.request.proxy_bypass(host):
        return ""
    proxies = urllib.request.getproxies()
    return _checked(proxies.get(parts.scheme) or proxies.get("all") or "")


def is_loopback(host: str) -> bool:
    """Whether it is this very machine."""
    if host.lower() == "localhost":
        return True
    address = ip(host)
    return address is not None and address.is_loopback


def ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The number that the host is, if it is one."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address


def is_http(url: str) -> bool:
    """Whether it is a whole address of the web."""
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in _SPOKEN_TO and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def _checked(proxy: str) -> str:
    proxy = proxy.strip()
    if proxy and "://" not in proxy:
        proxy = f"http://{proxy}"
    if proxy and not is_http(proxy):
        raise ProxyUnusable
    return proxy
