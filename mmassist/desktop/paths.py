"""Where mmassist keeps its files: the platform's folders, or one folder for all where MMASSIST_HOME names it (portable use, tests)."""

from __future__ import annotations

import os
from pathlib import Path

_NAME = "mmassist"


def config_dir() -> Path:
    """Settings. Not made here."""
    return _home("config") or _platform("config")


def cache_dir() -> Path:
    """What can be made again: downloaded weights, text read from pictures."""
    return _home("cache") or _platform("cache")


def data_dir() -> Path:
    """What the app learns and can't make again: the record of turns, consents."""
    return _home("data") or _platform("data")


def starts_dir() -> Path:
    """How the last starts ended; see `starts`."""
    return data_dir() / "starts"


def log_dir() -> Path:
    """Log files."""
    return _home("log") or _platform("log")


def runtime_dir() -> Path:
    """Sockets and locks of a running instance; gone after logging out."""
    return _home("run") or _platform("runtime")


def _home(folder: str) -> Path | None:
    home = os.environ.get("MMASSIST_HOME", "")
    return Path(home).expanduser().absolute() / folder if home else None


def _platform(kind: str) -> Path:
    import platformdirs

    folders = {
        "config": platformdirs.user_config_path,
        "cache": platformdirs.user_cache_path,
        "data": platformdirs.user_data_path,
        "log": platformdirs.user_log_path,
        "runtime": platformdirs.user_runtime_path,
    }
    return folders[kind](_NAME, appauthor=False)
