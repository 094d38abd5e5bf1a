"""When a failed request is sent again: jittered exponential back-off, and `Retry-After` (RFC 9110, 10.2.3). Pure but for the dice."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from mmassist.errors import BackendError

_DICE = random.SystemRandom()
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,9})?")
_IN_BODY = re.compile(r'"retryDelay"\s*:\s*"(\d{1,9}(?:\.\d{1,9})?)s"')


@dataclass(frozen=True, slots=True)
class Backoff:
    """Seconds. `first`: the longest pause before the first retry, doubled for each one after it, up to `longest`."""

    first: float = 0.5
    longest: float = 8.0

    def pause(self, attempt: int) -> float:
        """Before the retry after `attempt` (0 for the first): between half of its bound and all of it, so that clients spread."""
        bound = min(self.longest, self.first * 2**attempt)
        return _DICE.uniform(bound / 2, bound)


def wait_before(error: BackendError, attempt: int, retries: int, left: float, backoff: Backoff) -> float | None:
    """Seconds to wait before the request is sent again; None where it is not to be.

    `left`: seconds until the whole answer is due. A service that asks for longer than that is not waited for.
    """
    if not error.retryable or attempt >= retries:
        return None
    pause = backoff.pause(attempt)
    if error.retry_after is not None:
        pause = max(error.retry_after, min(pause, 0.1))
    return pause if pause < left else None


def retry_after(headers: Mapping[str, str], body: str, now: datetime | None = None) -> float | None:
    """Seconds that the service asks to wait: by header in milliseconds, seconds or as a date, or by Google's field in the body."""
    if _NUMBER.fullmatch(milliseconds := headers.get("retry-after-ms", "").strip()):
        return float(milliseconds) / 1000
    told = headers.get("retry-after", "").strip()
    if _NUMBER.fullmatch(told):
        return float(told)
    if told:
        return _until(told, now or datetime.now(UTC))
    found = _IN_BODY.search(body)
    return float(found[1]) if found else None


def _until(told: str, now: datetime) -> float | None:
    try:
        then = parsedate_to_datetime(told)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    if then.tzinfo is None:
        then = then.replace(tzinfo=UTC)
    return max(0.0, (then - now).total_seconds())
