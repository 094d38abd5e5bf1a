"""What is installed with the extra `support` alone."""

from __future__ import annotations

from importlib.util import find_spec

from mmassist.errors import SupportError
from mmassist.sayings import saying

_MODULES = ("cryptography", "spake2", "websockets")
_BROWSER = "PySide6.QtWebEngineCore"


def require() -> None:
    """What signs, seals and carries an invitation. Raises SupportError where the extra is not installed."""
    _require(_MODULES)


def require_all() -> None:
    """What a whole session needs, the browser's engine that sends the picture among it. Raises SupportError."""
    _require((*_MODULES, _BROWSER))


def _require(modules: tuple[str, ...]) -> None:
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        raise SupportError(
            f"not installed: {', '.join(missing)}",
            "What support sessions need is not installed.",
            saying('Install mmassist with its extra "support": {command}', command='uv tool install "mmassist[cpu,support]".'),
        )
