"""The store of models: pulled on request, held to their digests ever after, and used without a network."""

from __future__ import annotations

from mmassist.inference.store.catalogue import Catalogue, Model, load, read
from mmassist.inference.store.checking import Finding, State
from mmassist.inference.store.store import Installed, Store

__all__ = ["Catalogue", "Finding", "Installed", "Model", "State", "Store", "load", "read"]
