"""Which backends there are and how they are made: the built-in ones by a table, others by the entry points `mmassist.backends`."""

from __future__ import annotations

import importlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

from mmassist.backends.base import Backend
from mmassist.errors import BackendError, PluginError

log = logging.getLogger(__name__)

GROUP = "mmassist.backends"
BUILT_IN = {"embedded": "mmassist.backends.embedded:EmbeddedBackend"}
"""Name -> "module:class". The module is imported when the backend is made."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """The backends that can be made, by name, and the plug-ins that were left out, by name, with the reason."""

    makers: dict[str, Callable[[], Backend]]
    failed: dict[str, PluginError]

    def names(self) -> tuple[str, ...]:
        return tuple(self.makers)

    def create(self, name: str) -> Backend:
        """A new backend. Raises the plug-in's PluginError, or BackendError where there is none of that name."""
        if name in self.failed:
            raise self.failed[name]
        if name not in self.makers:
            raise BackendError(f"no backend {name!r}", "There is no backend of that name.", f"Choose one of {', '.join(self.makers)}.")
        return self.makers[name]()


def load() -> Loaded:
    """Finds all backends; imports the plug-ins, not the built-in ones.

    A plug-in that fails to load is logged and left out. A built-in name can't be taken by a plug-in.
    """
    makers: dict[str, Callable[[], Backend]] = {name: _lazily(path) for name, path in BUILT_IN.items()}
    failed: dict[str, PluginError] = {}
    for entry in sorted(entry_points(group=GROUP), key=lambda entry: entry.name):
        if entry.name in BUILT_IN:
            continue
        maker = _plugin(entry)
        if isinstance(maker, PluginError):
            failed[entry.name] = maker
        else:
            makers[entry.name] = maker
    return Loaded(makers, failed)


def names() -> tuple[str, ...]:
    """Names of the backends that can be made, built-in ones first."""
    return load().names()


def create(name: str) -> Backend:
    """See `Loaded.create`. A built-in backend is made without looking for plug-ins."""
    return _lazily(BUILT_IN[name])() if name in BUILT_IN else load().create(name)


def _lazily(path: str) -> Callable[[], Backend]:
    module, _, attribute = path.partition(":")

    def make() -> Backend:
        backend: Backend = getattr(importlib.import_module(module), attribute)()
        return backend

    return make


def _plugin(entry: EntryPoint) -> Callable[[], Backend] | PluginError:
    """What makes the plug-in's backend; its failure to load, or later to be made, is a PluginError."""
    loaded = _guarded(entry.name, entry.load)
    if isinstance(loaded, PluginError):
        return loaded
    if not callable(loaded):
        return _failure(entry.name, TypeError(f"{entry.value} is not callable"))
    factory: Callable[[], Backend] = loaded

    def make() -> Backend:
        made = _guarded(entry.name, factory)
        if isinstance(made, Backend):
            return made
        raise made if isinstance(made, PluginError) else _failure(entry.name, TypeError(f"{entry.value} makes no backend"))

    return make


def _guarded(name: str, call: Callable[[], object]) -> object:
    """What `call` returns, or a PluginError: whatever a stranger's code does wrong, mmassist goes on without it."""
    try:
        return call()
    except Exception as error:  # noqa: BLE001 - the plug-in loader: strangers' code may raise anything
        return _failure(name, error)


def _failure(name: str, error: Exception) -> PluginError:
    log.warning("backend plug-in %s was left out: %r", name, error)
    failure = PluginError(f"backend plug-in {name}: {error!r}", f"The backend {name} could not be loaded.", "Update or remove it.")
    failure.__cause__ = error
    return failure
