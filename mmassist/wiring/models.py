"""The store of models, where this user keeps it."""

from __future__ import annotations

from mmassist.desktop import paths
from mmassist.inference.store import Store, load


def open_store() -> Store:
    """That of this user; its folder need not exist yet."""
    return Store(paths.cache_dir() / "models", load())
