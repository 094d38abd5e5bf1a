"""`mmassist licences`: whose work mmassist stands on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mmassist.cli.common import Json, faults, print_json
from mmassist.errors import MmassistError

if TYPE_CHECKING:
    from mmassist.third_parties import ThirdParty

_HEADINGS = {
    "app": "mmassist itself: code, words, sounds and icon",
    "package": "Python packages",
    "model": "Models that come with mmassist",
    "pulled": "Models that can be pulled",
    "page": "Libraries in the page of whoever helps (docs/support.md)",
    "system": "Libraries of the system",
}


def licences(
    output: Annotated[Path | None, typer.Option("--output", help="Write the list to this file.", show_default=False)] = None,
    as_json: Json = False,
) -> None:
    """List whose work mmassist stands on, and under which licences: packages, models and what they were trained on, libraries."""
    from mmassist.third_parties import third_parties

    with faults(as_json):
        found = list(third_parties())
        if output is not None:
            _write(output, found, as_json)
    if output is not None:
        told = {"written": len(found), "file": str(output)}
        if as_json:
            print_json(told)
        else:
            typer.echo(f"Third parties written to {output}: {len(found)}.")
    elif as_json:
        print_json(_object(found))
    else:
        typer.echo("\n".join(lines(found)))


def _write(path: Path, found: list[ThirdParty], as_json: bool) -> None:
    import json

    content = json.dumps(_object(found), ensure_ascii=False, indent=1) if as_json else "\n".join(lines(found))
    try:
        path.write_text(content + "\n", "utf-8")
    except OSError as error:
        raise MmassistError(
            f"licences: {type(error).__name__}",
            f"The file could not be written: {error.strerror or 'unknown reason'}.",
            "Check the disk's free space and the folder's rights, or choose another folder.",
        ) from error


def _object(found: Iterable[ThirdParty]) -> dict[str, Any]:
    return {"third_parties": [{**asdict(one), "kind": one.kind.value} for one in found]}


def lines(found: Iterable[ThirdParty]) -> Iterator[str]:
    """A heading for each kind, and a line for each of it, with a second one for what a model was trained on."""
    for kind, parties in groupby(found, lambda one: one.kind):
        yield _HEADINGS[kind.value]
        for one in parties:
            yield "  " + " ".join(part for part in (f"{one.name} {one.version}".strip() + ":", f"{one.licence}.", one.home) if part)
            if one.made_from:
                yield f"    trained on {one.made_from}"
        yield ""
