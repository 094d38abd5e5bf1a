"""`mmassist doctor --bundle`: a file for whoever helps, and what is in it read out."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from mmassist.cli.common import faults, print_json, translated
from mmassist.errors import MmassistError

if TYPE_CHECKING:
    from mmassist.doctor import Finding
    from mmassist.settings import Settings

_LATELY = 30 * 86_400  # seconds


def write_bundle(settings: Settings, findings: Sequence[Finding], file: Path, as_json: bool) -> None:
    """Writes it and tells what it holds."""
    with faults(as_json):
        told = bundled(settings, findings, file, _tell)
    if as_json:
        print_json({"file": str(file), "holds": told})
    else:
        typer.echo(f"Written to {file}. It holds:\n" + "\n".join(told) + "\nRead it before you pass it on: it is plain text.")


def bundled(settings: Settings, findings: Sequence[Finding], file: Path, report: Callable[[MmassistError], object]) -> tuple[str, ...]:
    """Writes it; returns sentences that tell what it holds. `report` hears of trouble with the record of turns. Blocks. Raises
    MmassistError."""
    from mmassist.desktop import paths
    from mmassist.doctor_bundle import bundle, write
    from mmassist.engine.metrics_store import MetricsStore

    store = MetricsStore(paths.data_dir() / "metrics.db", report)
    try:
        made = bundle(settings, findings, store.rows(time.time() - _LATELY))
    finally:
        store.close()
    write(made, file)
    return made.told


def _tell(error: MmassistError) -> None:
    typer.echo(translated(error.told), err=True)
