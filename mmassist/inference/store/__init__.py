"""The store of models: pulled on request, held to their digests ever after, and used without a network."""

from __future__ import annotations

from mmassist.inference.store.advice import Advice, Speed, advice
from mmassist.inference.store.catalogue import Catalogue, Model, load, read
from mmassist.inference.store.checking import Finding, State
from mmassist.inference.store.folder import Folder
from mmassist.inference.store.hub import Hub, Times
from mmassist.inference.store.machine import Machine, look
from mmassist.inference.store.manifest import Check
from mmassist.inference.store.progress import Pace, Progress, Report, Stage, Teller
from mmassist.inference.store.source import Source
from mmassist.inference.store.store import Installed, Store

__all__ = [
    "Advice",
    "Catalogue",
    "Check",
    "Finding",
    "Folder",
    "Hub",
    "Installed",
    "Machine",
    "Model",
    "Pace",
    "Progress",
    "Report",
    "Source",
    "Speed",
    "Stage",
    "State",
    "Store",
    "Teller",
    "Times",
    "advice",
    "load",
    "look",
    "read",
]
