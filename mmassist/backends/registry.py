"""Which backends there are and how they are made: the built-in ones by tables, others by the entry points `mmassist.backends`."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from typing import cast

from mmassist.backends.base import Backend, Setup
from mmassist.backends.catalogue import Catalogue
from mmassist.backends.foreign import ForeignBackend
from mmassist.errors import BackendError, PluginError
from mmassist.plugins import failure, guarded
from mmassist.sayings import saying

GROUP = "mmassist.backends"
BUILT_IN = {"embedded": "mmassist.backends.embedded:EmbeddedBackend"}
"""Name -> "module:class". The module is imported when the backend is made."""
KINDS = {
    "openai": "mmassist.backends.responses:ResponsesBackend",
    "chat": "mmassist.backends.chat:ChatBackend",
    "gemini": "mmassist.backends.gemini:GeminiBackend",
    "claude": "mmassist.backends.claude:ClaudeBackend",
    "ollama": "mmassist.backends.ollama:OllamaBackend",
}
"""Kinds of backends that ask a server and are made from a `Setup`: kind -> "module:class"."""
HERE = {"local": "mmassist.backends.local:LocalBackend"}
"""The same of those that run a model on this computer."""


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
            raise BackendError(
                f"no backend {name!r}", "There is no backend of that name.", saying("Choose one of {names}.", names=", ".join(self.makers))
            )
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


def create_from(setup: Setup, catalogue: Catalogue) -> Backend:
    """A backend that asks a model, as the user has set it up, with the catalogue's row for its model. Opens nothing.

    Raises BackendError for a kind that there is none of, and Unreachable for an address that can't be used.
    """
    paths = {**KINDS, **HERE}
    if setup.kind not in paths:
        kinds = ", ".join(paths)
        raise BackendError(
            f"no kind of backend {setup.kind!r}",
            saying("The backend {name} is of a kind that does not exist.", name=setup.name),
            saying("Choose one of {kinds}.", kinds=kinds),
        )
    module, _, attribute = paths[setup.kind].partition(":")
    maker = getattr(importlib.import_module(module), attribute)
    backend: Backend = maker(setup, catalogue.model(setup.kind, setup.options.model))
    return backend


def _lazily(path: str) -> Callable[[], Backend]:
    module, _, attribute = path.partition(":")

    def make() -> Backend:
        backend: Backend = getattr(importlib.import_module(module), attribute)()
        return backend

    return make


def _plugin(entry: EntryPoint) -> Callable[[], Backend] | PluginError:
    """What makes the plug-in's backend; its failure to load is a PluginError, and so is, later, its failure to be made."""
    what = f"backend {entry.name}"
    try:
        factory: object = guarded(what, entry.load)
    except PluginError as error:
        return error
    if not callable(factory):
        return failure(what, TypeError(f"{entry.value} is not callable"))

    def make() -> Backend:
        made: object = guarded(what, factory)
        if not guarded(what, lambda: isinstance(made, Backend)):
            raise failure(what, TypeError(f"{entry.value} makes no backend"))
        return ForeignBackend(entry.name, cast(Backend, made))

    return make
