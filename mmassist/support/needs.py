"""What is installed with the extra `support` alone."""

from __future__ import annotations

from importlib.util import find_spec

from mmassist.errors import SupportError
from mmassist.sayings import saying

_MODULES = ("cryptography", "spake2", "websockets")


def require() -> None:
    """Raises SupportError where the extra is not installed."""
    missing = [name for name in _MODULES if find_spec(name) is None]
    if missing:
        raise SupportError(
            f"not installed: {', '.join(missing)}",
            "What support sessions need is not installed.",
            saying('Install mmassist with its extra "support": {command}', command='uv tool install "mmassist[cpu,support]".'),
        )
