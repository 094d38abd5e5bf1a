"""The scripts of the troubles, from `scenarios.toml`."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

REPLAYED, EMBEDDED = "replayed", "embedded"
BACKENDS = (REPLAYED, EMBEDDED)


@dataclass(frozen=True, slots=True)
class Act:
    """What the user does: `keys`, each a chord, "type:TEXT", "wait:SECONDS" or "slow:CHORD"; then, where nothing was noticed by itself,
    they give `say`. `expect`: what has become of the step in truth; "" where none is being taken."""

    keys: tuple[str, ...] = ()
    say: str = "step-done"
    expect: str = ""


@dataclass(frozen=True, slots=True)
class Scenario:
    """`program`: its command, SPEC stands for the spec; `window`: a pattern that its title matches; `before`: keys by which the trouble
    comes, then a window of the title `trouble` is in front. `acts` by backend. `replies`: what the model answers, in turn. `solved`:
    whether it is in truth at the end, by backend."""

    name: str
    kind: str
    program: tuple[str, ...]
    window: str
    trouble: str = ""
    spec: Mapping[str, Any] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    problem: str = ""
    acts: Mapping[str, tuple[Act, ...]] = field(default_factory=dict)
    replies: tuple[str, ...] = ()
    solved: Mapping[str, bool] = field(default_factory=dict)


def scenarios() -> tuple[Scenario, ...]:
    """All of them."""
    data = tomllib.loads(Path(__file__).with_name("scenarios.toml").read_text("utf-8"))
    return tuple(_scenario(one, data["programs"]) for one in data["scenario"])


def _scenario(row: Mapping[str, Any], programs: Mapping[str, Mapping[str, Any]]) -> Scenario:
    program = programs[row["program"]]
    return Scenario(
        name=row["name"],
        kind=row["kind"],
        program=tuple(program["command"]),
        window=row.get("window", program["window"]),
        trouble=row.get("trouble", ""),
        spec={**program.get("spec", {}), **row.get("spec", {})},
        before=tuple(row.get("before", ())),
        problem=row.get("problem", ""),
        acts={backend: tuple(_act(one) for one in row.get(f"acts_{backend}", row.get("acts", ()))) for backend in BACKENDS},
        replies=tuple(json.dumps(one) for one in row.get("replies", ())),
        solved={backend: row.get(f"solved_{backend}", row.get("solved", False)) for backend in BACKENDS},
    )


def _act(row: Mapping[str, Any]) -> Act:
    return Act(tuple(row.get("keys", ())), row.get("say", "step-done"), row.get("expect", ""))
