"""Web addresses that a model may come from: encrypted ones, and this very machine. Pure but for the environment's proxies."""

from __future__ import annotations

import ipaddress
import urllib.request
from urllib.parse import urljoin, urlsplit

from mmassist.errors import PullFailed


def checked(address: str) -> str:
    """A hub's address without a trailing slash. Raises PullFailed for one that is not encrypted and not of this machine, or is none."""
    if not _is_sound(address.strip()):
        raise PullFailed(
            "the hub's address can't be used",  # it may hold a password
            "The address of the model hub can't be used.",
            "Give one that begins with https and holds no name or password.",
        )
    return address.strip().rstrip("/")


def redirected(url: str, location: str) -> str:
    """Where a redirect leads. Another host is usual; a step from encrypted to not encrypted is not taken. Raises PullFailed."""
    try:
        target = urljoin(url, location)
        falls = urlsplit(url).scheme == "https" and urlsplit(target).scheme != "https"
    except ValueError:
        target, falls = "", True
    if falls or not _is_sound(target, query=True):
        raise PullFailed(
            "redirected to an address that is not encrypted or can't be used",
            "The model hub sent us to an address that is not safe. Nothing was fetched from there.",
            "Log in to the network first, or try another network.",
        )
    return target


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port, to compare two addresses by."""
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").lower(), parts.port


def proxy_for(url: str, chosen: str) -> str:
    """The proxy's address, empty for none: the user's own choice, else that of the environment, but none to this machine.

    Raises PullFailed for one that does not speak HTTP: going round it is not for us to decide.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    proxy = chosen
    if not chosen:
        if is_loopback(host) or urllib.request.proxy_bypass(host):
            return ""
        proxies = urllib.request.getproxies()
        proxy = proxies.get(parts.scheme) or proxies.get("all") or ""
    if proxy and "://" not in proxy:
        proxy = f"http://{proxy}"
    if proxy and not _is_http(proxy):
        raise PullFailed(
            "the proxy is no HTTP proxy",  # its address may hold a password
            "The proxy can't be used: it is not the address of an HTTP proxy.",
            "Give another one with --proxy, or take it out of the environment.",
        )
    return proxy


def _is_http(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def is_loopback(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False


def _is_sound(url: str, *, query: bool = False) -> bool:
    if not _is_http(url):
        return False
    parts = urlsplit(url)
    plain = not (parts.username or parts.password) and (query or not (parts.query or parts.fragment))
    return plain and (parts.scheme == "https" or is_loopback(parts.hostname or ""))
