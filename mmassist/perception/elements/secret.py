"""Whether a field that only the picture shows is one for a password: by what it is called, or by the dots that stand in it. Pure."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources

# So many dots are no text, and so many rings are none either, which a recogniser makes of dots.
_DOTS = re.compile(r"[\u2022\u25cf\u2219\u00b7*.\u25cb\u2026 ]{3,}|[\u2022\u25cf\u2219\u00b7*.\u25cb\u2026oO ]{6,}")


def is_of_password(name: str, value: str) -> bool:
    """`name`: the field's caption; `value`: what was read in it."""
    return bool(_words().search(name) or _DOTS.fullmatch(value.strip()))


@cache
def _words() -> re.Pattern[str]:
    """Those behind which privacy finds passwords, in all its languages."""
    told = tomllib.loads(resources.files("mmassist.resources").joinpath("privacy.toml").read_text("utf-8"))
    return re.compile("|".join(told["secrets"]["password"]), re.IGNORECASE)
