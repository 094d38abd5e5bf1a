"""Examines a describer on generated windows: `mmassist evaluate windows --count 200 --seed N --json`.

Needs a display with a window manager and the accessibility bus. Each window is described twice: with the accessibility tree, for the
judge and the boxes, and from pixels alone, for the words read.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mmassist.errors import MmassistError
from mmassist.evaluation.describing import describer
from mmassist.evaluation.findings import Finding, WindowsReport
from mmassist.evaluation.judge import description_from_json, judge
from mmassist.evaluation.layout import Spec
from mmassist.evaluation.report import Shown
from mmassist.evaluation.scores import place_items, read_by_script
from mmassist.evaluation.show import require_display, window
from mmassist.evaluation.specs import PUBLISHED_SEED, generate
from mmassist.evaluation.truth import truth_of

Describe = Callable[[Spec, bool], Mapping[str, Any]]


def run(
    count: int = 200,
    seed: int = PUBLISHED_SEED,
    pixels: bool = True,
    progress: Callable[[Finding], None] | None = None,
) -> WindowsReport:
    """Shows `count` windows one after another and examines what is said of them; `pixels`: also reads each without the tree.

    Raises DesktopError where there is no display. A window or describer that fails is a finding, not an error.
    """
    require_display()
    findings = []
    with describer() as describe:
        for spec in generate(count, seed):
            finding = examine(spec, describe, pixels)
            findings.append(finding)
            if progress is not None:
                progress(finding)
    return WindowsReport(seed, tuple(findings))


def examine(spec: Spec, describe: Describe, pixels: bool) -> Finding:
    """Shows one window and examines what is said of it."""
    try:
        with window(spec) as shown:
            return _examined(spec, shown, describe, pixels)
    except (MmassistError, KeyError, TypeError, ValueError) as error:
        return Finding(spec, failure=f"{type(error).__name__}: {error}")


def _examined(spec: Spec, shown: Shown, describe: Describe, pixels: bool) -> Finding:
    truth = truth_of(spec, shown)
    answer = describe(spec, True)
    description = description_from_json(answer)
    reading = read_by_script(truth.words, description_from_json(describe(spec, False)).lines, truth.sayable) if pixels else {}
    return Finding(
        spec,
        clipped=shown.clipped,
        description=description,
        verdict=judge(truth, description),
        reading=reading,
        placing=place_items(truth, shown.boxes, shown.client, description.items),
        timings={str(key): float(value) for key, value in answer.get("timings", {}).items() if value is not None},
    )
