"""Who asks too often. Token buckets, one an address; an address that is quiet is forgotten."""

from __future__ import annotations

import ipaddress
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

_KEPT = 50_000


@dataclass(slots=True)
class Bucket:
    """Fills with `rate` tokens a second up to `size`. `now` must not go back."""

    rate: float
    size: float
    tokens: float
    at: float

    def take(self, now: float, cost: float = 1.0) -> bool:
        """Whether there was enough in it."""
        self.tokens = min(self.size, self.tokens + (now - self.at) * self.rate)
        self.at = now
        if self.tokens < cost:
            return False
        self.tokens -= cost
        return True


class Buckets:
    """One bucket an address. The addresses heard of longest ago are forgotten first, when there are very many."""

    def __init__(self, rate: float, size: float, clock: Callable[[], float], kept: int = _KEPT) -> None:
        self._rate, self._size, self._clock, self._kept = rate, size, clock, kept
        self._buckets: OrderedDict[str, Bucket] = OrderedDict()

    def take(self, address: str) -> bool:
        return self._of(address).take(self._clock())

    def has(self, address: str) -> bool:
        """Whether a token could be taken."""
        bucket = self._of(address)
        return bucket.take(self._clock(), 0.0) and bucket.tokens >= 1

    def _of(self, address: str) -> Bucket:
        bucket = self._buckets.get(address)
        if bucket is None:
            bucket = self._buckets[address] = Bucket(self._rate, self._size, self._size, self._clock())
            while len(self._buckets) > self._kept:
                self._buckets.popitem(last=False)
        self._buckets.move_to_end(address)
        return bucket


def address_of(host: str) -> str:
    """What is counted as one: an IPv4 address, or the /64 that a household has of IPv6."""
    try:
        address = ipaddress.ip_address(host.partition("%")[0])
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.IPv6Network((address, 64), strict=False))
    return str(address)
