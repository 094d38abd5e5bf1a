"""The backends that the settings name, made and described."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from mmassist.backends import catalogue as models
from mmassist.backends import registry
from mmassist.backends.base import Options, Setup
from mmassist.backends.catalogue import Catalogue
from mmassist.backends.embedded import EmbeddedBackend
from mmassist.backends.embedded import Options as EmbeddedOptions
from mmassist.backends.remote import RemoteBackend
from mmassist.desktop import paths, secrets
from mmassist.engine.brains import EMBEDDED, Brain
from mmassist.errors import BackendError, MmassistError, PluginError
from mmassist.settings import Settings
from mmassist.wiring.models import open_store

# What speaks these in the same network is somebody's own machine, and sends no bill.
_SELF_HOSTED = ("chat", "ollama")


def load_catalogue(problems: list[MmassistError]) -> Catalogue:
    """The catalogue with the user's own rows; what is wrong with these goes to `problems`."""
    found, problem = models.load(catalogue_file())
    if problem is not None:
        problems.append(problem)
    return found


def catalogue_file() -> Path:
    return paths.config_dir() / "models.toml"


def open_brains(
    settings: Settings, catalogue: Catalogue, problems: list[MmassistError], kept: Mapping[str, Brain] | None = None
) -> list[Brain]:
    """The brains that can be asked, in the user's order. Opens no connection. `kept`: by name those that are there already.

    One that can't be made is left out, and why goes to `problems`.
    """
    brains = []
    for name in settings.asked():
        try:
            brains.append((kept or {}).get(name) or make_brain(name, settings, catalogue))
        except (BackendError, PluginError) as error:
            problems.append(error)
    if EMBEDDED in settings.backends:
        told = "A backend of your own can't be named embedded: that is the describer's name."
        problems.append(BackendError(f"a backend named {EMBEDDED}", told, "Give it another name in the settings."))
    return brains


def make_brain(name: str, settings: Settings, catalogue: Catalogue) -> Brain:
    """One backend by the user's name for it, by its kind, or by a plug-in's name. Raises BackendError or PluginError."""
    own = settings.backends.get(name)
    if name == EMBEDDED:
        return Brain(name, name, EmbeddedBackend(EmbeddedOptions(settings.own_language())), bills=False)
    if own is None and name not in catalogue.kinds():
        backend = registry.create(name)
        return Brain(name, name, backend, bills=not backend.capabilities.local)
    if not secrets.is_name(name):
        raise BackendError("not a backend's name", "The name of a backend in your settings can't be used.", secrets.NAMES)
    kind = own.kind if own is not None else name
    options = own.options() if own is not None else Options()
    # Another address than the vendor's is never given the key that the vendor's own tools read from the environment.
    setup = Setup(name, kind, options, partial(secrets.get, name, "chat" if options.base_url else kind), open_store().folder)
    backend = registry.create_from(setup, catalogue)
    is_near = isinstance(backend, RemoteBackend) and backend.address.is_near
    is_free = backend.capabilities.local or (kind in _SELF_HOSTED and is_near)
    return Brain(name, kind, backend, catalogue.model(kind, setup.options.model), bills=not is_free)


def retirements(brains: Iterable[Brain], today: date) -> tuple[str, ...]:
    """What is to be said of models that end soon, or have ended."""
    return tuple(sentence for brain in brains if brain.model is not None and (sentence := models.warnings(brain.model, today)))
