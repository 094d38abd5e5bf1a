"""Long lists told in several sentences, so that each is short enough to be followed and to be spoken as one utterance."""

from __future__ import annotations

from collections.abc import Sequence

LONGEST_RUN = 220
"""Characters of names in one sentence."""


def in_runs(names: Sequence[str], longest: int = LONGEST_RUN) -> list[list[str]]:
    """`names` in their order, in runs of at most `longest` characters each, commas counted; a longer name is a run of its own."""
    runs: list[list[str]] = []
    left = 0
    for name in names:
        if not runs or len(name) + 2 > left:
            runs.append([])
            left = longest
        runs[-1].append(name)
        left -= len(name) + 2
    return runs
