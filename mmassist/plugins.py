"""Strangers' code: the one place where whatever it does wrong is caught, so that mmassist goes on without it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TypeVar

from mmassist.errors import PluginError

T = TypeVar("T")
log = logging.getLogger(__name__)


def guarded(what: str, call: Callable[[], T]) -> T:
    """What `call` returns. Raises PluginError where it fails; `what` names the plug-in to the user ("backend tesla")."""
    try:
        return call()
    except Exception as error:
        log.exception("the %s was left out", what)
        raise failure(what, error) from error


def failure(what: str, error: Exception) -> PluginError:
    """What the user hears of a plug-in that can't be used."""
    return PluginError(f"{what}: {error!r}", f"The {what} could not be loaded.", "Update or remove the package that brings it.")
