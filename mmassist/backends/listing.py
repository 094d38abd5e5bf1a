"""Which models a service offers, and what that means for the model in use and for the catalogue."""

from __future__ import annotations

import re

from mmassist.backends.base import Backend
from mmassist.backends.catalogue import Catalogue
from mmassist.backends.remote import RemoteBackend

# What a list adds to a name: the state that an alias stands for at the moment.
_STATE = re.compile(r"[-@:](?:latest|\d{3,8}|\d{4}-\d{2}-\d{2})")


async def models(backend: Backend) -> tuple[str, ...]:
    """Names in the service's order; empty for a backend that asks no service. Raises BackendError."""
    return await backend.offered() if isinstance(backend, RemoteBackend) else ()


def warning(backend: RemoteBackend, offered: tuple[str, ...]) -> str:
    """A sentence where the model in use is not on its service's list; empty where it is, or where the list says nothing.

    A server of the user's own with one model mostly answers with that, whatever it is asked for.
    """
    name = backend.model.name
    if not name or not offered or (backend.setup.kind == "chat" and len(offered) == 1):
        return ""
    if _has(offered, name):
        return ""
    instead = f" Choose {backend.model.successor} instead." if _has(offered, backend.model.successor) else " Choose another model."
    return f"The backend {backend.name} does not offer the model {name} any more.{instead}"


def strangers(kind: str, offered: tuple[str, ...], catalogue: Catalogue) -> tuple[str, ...]:
    """The offered models that the catalogue has no row for: nothing is known of what they take and cost."""
    return tuple(name for name in offered if not catalogue.model(kind, name).known)


def _has(offered: tuple[str, ...], name: str) -> bool:
    return bool(name) and any(_is_of(each.casefold(), name.casefold()) for each in offered)


def _is_of(offered: str, name: str) -> bool:
    return offered == name or (offered.startswith(name) and _STATE.fullmatch(offered, len(name)) is not None)
