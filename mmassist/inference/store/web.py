"""Web addresses that a model may come from: encrypted ones, and this very machine. Pure but for the environment's proxies."""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

from mmassist.errors import PullFailed
from mmassist.inference import proxies


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
    """See `proxies.proxy_for`. Raises PullFailed for one that can't be used."""
    try:
        return proxies.proxy_for(url, chosen)
    except proxies.ProxyUnusable as error:
        raise PullFailed(
            "the proxy is no HTTP proxy",  # its address may hold a password
            "The proxy can't be used: it is not the address of an HTTP proxy.",
            "Give another one with --proxy or in the settings, or take it out of the environment.",
        ) from error


def _is_sound(url: str, *, query: bool = False) -> bool:
    if not proxies.is_http(url):
        return False
    parts = urlsplit(url)
    plain = not (parts.username or parts.password) and (query or not (parts.query or parts.fragment))
    return plain and (parts.scheme == "https" or proxies.is_loopback(parts.hostname or ""))
