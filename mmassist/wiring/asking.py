"""Backends by themselves, without a turn: what there is, what it offers, and what was agreed to."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from datetime import date, datetime
from typing import Any

from mmassist.backends import catalogue as models
from mmassist.backends import listing, registry
from mmassist.backends.catalogue import Catalogue
from mmassist.backends.ollama import OllamaBackend
from mmassist.backends.remote import RemoteBackend
from mmassist.engine.brains import EMBEDDED, Brain
from mmassist.errors import BackendError, ConsentMissing, MmassistError
from mmassist.privacy.consents import Consents
from mmassist.settings import Settings
from mmassist.wiring.answers import Agreements, consents_file
from mmassist.wiring.brains import load_catalogue, make_brain, open_brains


def overview(settings: Settings) -> list[dict[str, Any]]:
    """A row for each backend that is set up, and for each model that the catalogue knows beside. Opens no connection."""
    problems: list[MmassistError] = []
    catalogue = load_catalogue(problems)
    agreements = _agreements(catalogue)
    today = _today()
    rows = [_row(brain, settings, agreements, today) for brain in open_brains(settings, catalogue, problems)]
    rows += [_model_row(model, today) for kind in catalogue.kinds() for model in catalogue.models(kind)]
    return rows


async def offered(name: str, settings: Settings) -> dict[str, Any]:
    """The models that the service offers, and what is to be said of the one that is set. Raises BackendError."""
    async with open_brain(name, settings) as brain:
        backend = _remote(brain)
        found = await listing.models(backend)
        retiring = models.warnings(backend.model, _today())
        warnings = [said for said in (retiring, listing.warning(backend, found)) if said]
    return {"backend": name, "model": backend.model.name, "models": list(found), "warnings": warnings}


async def fetched(name: str, model: str, settings: Settings) -> AsyncIterator[str]:
    """A line of progress at each tenth of the way. Raises BackendError, and one for a backend that fetches no models."""
    async with open_brain(name, settings) as brain:
        if not isinstance(brain.backend, OllamaBackend):
            raise BackendError(f"{name} fetches no models", "Only an Ollama server can be told to fetch a model.", "Name one of that kind.")
        told = ""
        async with contextlib.aclosing(brain.backend.pull(model)) as steps:
            async for step in steps:
                line = step.stage.value + (f", {step.done * 10 // step.total * 10} percent" if step.total else "")
                if line != told:
                    yield line
                told = line


@contextlib.asynccontextmanager
async def open_brain(name: str, settings: Settings) -> AsyncIterator[Brain]:
    """A brain that may be asked. Raises ConsentMissing for one whose vendor the user has not agreed to."""
    catalogue = load_catalogue([])
    brain = make_brain(name, settings, catalogue)
    if not (brain.backend.capabilities.local or _agreements(catalogue).has(brain)):
        raise ConsentMissing(f"no consent to {name}")
    try:
        yield brain
    finally:
        await brain.backend.aclose()


def terms_of(name: str, settings: Settings) -> str:
    """What is to be read before agreeing. Raises BackendError or PluginError."""
    catalogue = load_catalogue([])
    brain = make_brain(name, settings, catalogue)
    if brain.backend.capabilities.local:
        return f"{name} is on this computer or your own server: nothing has to be agreed to."
    return _agreements(catalogue).terms(brain)


def agree(name: str, settings: Settings) -> None:
    """Where there is something to be agreed to: a server that is local now may not be so one day.

    Raises BackendError, PluginError, or SettingsError if it can't be written down.
    """
    catalogue = load_catalogue([])
    brain = make_brain(name, settings, catalogue)
    if not brain.backend.capabilities.local:
        _agreements(catalogue).agree(brain)


def disagree(name: str, settings: Settings) -> None:
    """Raises as `agree` does."""
    catalogue = load_catalogue([])
    _agreements(catalogue).withdraw(make_brain(name, settings, catalogue))


def _remote(brain: Brain) -> RemoteBackend:
    if not isinstance(brain.backend, RemoteBackend):
        raise BackendError(f"{brain.name} has no list", "This backend has no list of models.", "Name one that asks a server.")
    return brain.backend


def _agreements(catalogue: Catalogue) -> Agreements:
    return Agreements(catalogue, Consents(consents_file()))


def _row(brain: Brain, settings: Settings, agreements: Agreements, today: date) -> dict[str, Any]:
    able = brain.backend.capabilities
    model = brain.model
    notes = [] if brain.name in settings.answers.order or brain.name == EMBEDDED else ["not in your order"]
    if not able.local and not agreements.has(brain):
        notes.append("not agreed to")
    if model is not None and (warning := models.warnings(model, today)):
        notes.append(warning)
    inputs = [name for name, takes in (("images", able.images), ("audio", able.audio), ("video", able.video)) if takes]
    return {
        "name": brain.name,
        "kind": brain.kind,
        "model": model.name if model else "",
        "inputs": inputs,
        "local": able.local,
        "price_input": model.price_input if model else None,
        "price_output": model.price_output if model else None,
        "notes": notes,
    }


def _model_row(model: models.Model, today: date) -> dict[str, Any]:
    warning = models.warnings(model, today)
    return {
        "name": "",
        "kind": model.kind,
        "model": model.name,
        "inputs": sorted(model.inputs),
        "local": model.kind in registry.HERE,
        "price_input": model.price_input,
        "price_output": model.price_output,
        "notes": [warning] if warning else [],
    }


def _today() -> date:
    return datetime.now().astimezone().date()
