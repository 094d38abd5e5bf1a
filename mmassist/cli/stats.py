"""`mmassist stats`: what turns cost and how long they took."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from mmassist.cli.common import Json, faults, print_json, translated
from mmassist.errors import MmassistError

_DAY = 86_400


def stats(
    days: Annotated[int, typer.Option("--days", min=1, max=36_500, help="How far back.")] = 30,
    export: Annotated[Path | None, typer.Option("--export", help="Write the turns to a file that ends in .csv or .json.")] = None,
    wipe: Annotated[bool, typer.Option("--wipe", help="Forget all turns; spending limits then count anew.")] = False,
    as_json: Json = False,
) -> None:
    """Tell time, success and spending by backend. Nothing of it leaves this computer."""
    if wipe and export is not None:
        raise typer.BadParameter("choose one of --export and --wipe")
    from mmassist.desktop import paths
    from mmassist.engine.metrics_export import export as write
    from mmassist.engine.metrics_store import MetricsStore
    from mmassist.engine.stats_report import sentences, stats_object

    since = time.time() - days * _DAY
    data: dict[str, object]
    with faults(as_json):
        store = MetricsStore(paths.data_dir() / "metrics.db", _tell)
        try:
            if wipe:
                store.wipe()
                data, told = {"wiped": True}, ["All turns are forgotten."]
            elif export is not None:
                rows = store.rows(since)
                write(rows, export)
                data, told = {"exported": len(rows), "file": str(export)}, [f"Rows written to {export}: {len(rows)}."]
            else:
                found = store.stats(since)
                data, told = stats_object(found), sentences(found)
        finally:
            store.close()
    if as_json:
        print_json(data)
    else:
        typer.echo("\n".join(told))


def _tell(error: MmassistError) -> None:
    typer.echo(translated(error.told), err=True)
