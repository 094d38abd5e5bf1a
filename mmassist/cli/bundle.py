"""`mmassist doctor --bundle`: a file for whoever helps, and what is in it read out."""

from __future__ import annotations

import time
from collections.abc import Sequence
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
    from mmassist.desktop import paths
    from mmassist.doctor_bundle import bundle, write
    from mmassist.engine.metrics_store import MetricsStore

    with faults(as_json):
        store = MetricsStore(paths.data_dir() / "metrics.db", _tell)
        try:
            made = bundle(settings, findings, store.rows(time.time() - _LATELY))
        finally:
            store.close()
        write(made, file)
    if as_json:
        print_json({"file": str(file), "holds": made.told})
    else:
        typer.echo(f"Written to {file}. It holds:\n" + "\n".join(made.told) + "\nRead it before you pass it on: it is plain text.")


def _tell(error: MmassistError) -> None:
    typer.echo(translated(error.told), err=True)
