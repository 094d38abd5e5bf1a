"""The opponent does the same work as ours, and the report can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmassist.inference.vlm import Asked, Stop, Word, model
from mmassist.inference.vlm.vocabulary import FILE, Vocabulary
from mmassist.measure.figures import Figure, Samples
from mmassist.measure.vision import table
from mmassist.measure.vision_opponent import CardsLoop
from mmassist.measure.vision_weights import TINY
from tests.fakes.vision_cases import CASES
from tests.fakes.vision_model import loaded, made


@pytest.mark.parametrize("longest", [32, 128])
def test_the_loop_of_the_model_card_says_the_same(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, longest: int
) -> None:
    monkeypatch.setattr(model, "circles", lambda tokens: False)
    folder: Path = made(tmp_path_factory)
    asked = Asked(CASES[0].turns, CASES[0].png(), 20, patience=0.0 if longest == TINY.tile else float("inf"))
    theirs = CardsLoop(folder, TINY).answer(asked, longest)
    ours = "".join(step.text for step in loaded(folder).answer(asked, Stop()) if isinstance(step, Word))
    assert ours == Vocabulary((folder / FILE).read_bytes()).decoded(theirs.tokens).lstrip()
    assert min(theirs.first, theirs.each) > 0


def test_the_report_tells_how_far_the_estimate_was_from_the_truth() -> None:
    report = {
        "machine": {"cores": 2, "load_before": 0.1, "load_after": 0.2},
        "estimate": {"seconds": 3.0, "true_by_estimate": 1.2, "words_a_second": 9.0},
        "peak_megabytes": {"ours": 900, "with_the_opponent": 1000},
        "figures": [Figure("first", "ms", None, Samples("to the first word", (3600.0,))).as_json()],
    }
    told = table(report)
    assert "estimates 3.0 seconds to the first word: the true time was 1.2 times that." in told
    assert "Memory at most 900 MB" in told
