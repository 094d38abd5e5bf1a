"""What a window program says once its window is up: one line of JSON, read into a frozen value."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from mmassist.values import Box


@dataclass(frozen=True, slots=True)
class Shown:
    """A window as its toolkit really drew it. Boxes in the desktop's space, physical pixels.

    `ready`: it is active and the right control has the focus. `window`: X's id of it. `client`: its inner area. `boxes`: of what is
    in sight, by element id. `rows`: of a list or table, the rows wholly in sight. `clipped`: ids of what has less room than its text
    needs, "window" if it exceeds the screen. `default`, `focus`: ids of what is the default and has the focus, "" if nothing.
    """

    ready: bool
    window: int
    client: Box
    boxes: dict[str, Box]
    rows: dict[str, tuple[int, ...]]
    clipped: tuple[str, ...]
    default: str
    focus: str


def shown_from_json(line: str) -> Shown:
    """The value of a report's line. Raises ValueError, KeyError or TypeError on anything else."""
    data: dict[str, Any] = json.loads(line)
    return Shown(
        ready=bool(data["ready"]),
        window=int(data["window"]),
        client=Box(*data["client"]),
        boxes={key: Box(*box) for key, box in data["boxes"].items()},
        rows={key: tuple(rows) for key, rows in data["rows"].items()},
        clipped=tuple(data["clipped"]),
        default=data["default"],
        focus=data["focus"],
    )
