"""Another package's module, changed at the edge for a program and its workers: what stands before the real one on their path."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

_ROOT = Path(__file__).parents[2]


def installed(site: Path, name: str, changed: str) -> dict[str, str]:
    """What a program's environment must hold, so that it finds the module `name` as `changed` ("module.function" of `tests.fakes`) leaves
    it, which gets the real one and the folder `site`. An ImportError that it raises is the program's."""
    package = site / name
    package.mkdir(parents=True, exist_ok=True)
    module, _, function = changed.rpartition(".")
    lines = (f"from tests.fakes import {module}, stand_in", f"{module}.{function}(*stand_in.real(__name__, __file__))")
    (package / "__init__.py").write_text("\n\n".join(lines) + "\n", "utf-8")
    return {"PYTHONPATH": f"{site}:{_ROOT}"}


def real(name: str, file: str) -> tuple[ModuleType, Path]:
    """Called by what stands before it: the module in whose place it stands from now on, and the folder."""
    site = Path(file).parents[1]
    sys.path.remove(str(site))
    del sys.modules[name]
    return importlib.import_module(name), site
