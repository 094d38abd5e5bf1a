"""The bench of hearing: that both sides do the same work, and that its judge of ends would see a split."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mmassist.evaluation.hearing.synthesis import PUBLISHED_SEED, generate
from mmassist.measure import voice_ends, voice_in_use
from mmassist.measure.series import Series
from mmassist.measure.voice import table
from mmassist.measure.voice_ends import KnowsAll, counted
from mmassist.measure.voice_model import make
from mmassist.measure.voice_speed import detector_share, race, utterance
from mmassist.perception.hearing.base import Hints
from mmassist.perception.hearing.endpoint import Options as EndpointOptions
from mmassist.perception.hearing.listener import Listener, Options
from mmassist.values import SAMPLE_RATE
from tests.fakes.whisper_model import SIZE

_OTHER_SEED = PUBLISHED_SEED + 7


@pytest.fixture(scope="module")
def endless(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("endless"), SIZE, endless=True)


async def test_both_write_the_same_number_of_tokens(endless: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tqdm.std.tqdm.monitor_interval", 0)  # the opponent's progress bar would leave a thread behind
    series = Series()
    await race(endless, 1, series)
    assert {"cold", "words", "cold-opponent", "cold-ratio"} == set(series.values)


async def test_both_are_timed_from_the_moment_at_which_the_end_is_known(endless: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tqdm.std.tqdm.monitor_interval", 0)
    monkeypatch.setattr(voice_in_use, "utterance", lambda number: utterance(number)[:SAMPLE_RATE])
    series = Series()
    await voice_in_use.in_use(endless, 1, series)
    for key in ("held", "free"):
        ours, theirs, ratio = (series.values[name][0] for name in (key, f"{key}-opponent", f"{key}-ratio"))
        assert ratio == pytest.approx(100 * ours / theirs)
        assert series.values[f"{key}-looks"][0] >= 0


def test_an_utterance_of_the_race_has_five_seconds() -> None:
    assert len(utterance(1)) == 5 * SAMPLE_RATE


def test_the_detectors_share_is_measured() -> None:
    series = Series()
    detector_share(1, series)
    assert 0 < series.values["detector"][0] < 100


async def test_ends_are_counted() -> None:
    found = await counted(4, _OTHER_SEED)
    assert found["count"] == 4
    assert found["met"]


async def test_a_listener_without_patience_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    def hasty(transcriber: KnowsAll, **arguments: object) -> Listener:
        return Listener(transcriber, Options(EndpointOptions(least=0.1, most=0.15)))

    monkeypatch.setattr(voice_ends, "Listener", hasty)
    found = await counted(4, _OTHER_SEED)
    assert found["split"] > 0
    assert not found["met"]


async def test_the_judge_knows_what_was_said_so_far() -> None:
    spoken = generate(_OTHER_SEED, 1)
    clip = spoken.samples[round((spoken.begin - 0.3) * SAMPLE_RATE) : round(spoken.ends[0] * SAMPLE_RATE)]
    transcript = await KnowsAll(spoken).partial(clip, Hints())
    assert transcript.text == spoken.pieces[0].rstrip(".?") + "."


def test_a_report_can_be_read() -> None:
    ends = {"count": 300, "longest_pause_ms": 600, "split": 0, "unfinished": 1, "answered_early": 2, "withdrawn": 9}
    machine = {"cores": 2, "load_before": 0.1, "load_after": 0.2}
    report = {"machine": machine, "rounds": 20, "figures": [], "utterances": ends}
    assert "Of 300 utterances with pauses of up to 600 ms 0 were split, 1 did not end, 2 were answered too early" in table(report)
    json.dumps(report)
