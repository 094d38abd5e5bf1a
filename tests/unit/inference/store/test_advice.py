"""What is recommended follows from the machine, and nothing is promised that was not measured."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from mmassist.inference.store import catalogue
from mmassist.inference.store.advice import Advice, Speed, advice
from mmassist.inference.store.machine import Machine, free_memory, gpu_works, look

_USUAL = Machine(cores=4, memory=8_000_000_000, gflops=200, reading=15e9, gpu=False, load=0.1)


def recommended(machine: Machine, language: str = "", kind: str = "whisper") -> list[str]:
    return [one.model.name for one in advice(machine, catalogue.load(), language) if one.recommended and one.model.kind == kind]


def one(machine: Machine, name: str) -> Advice:
    return next(one for one in advice(machine, catalogue.load()) if one.model.name == name)


def test_one_model_is_recommended() -> None:
    assert len(recommended(_USUAL)) == 1


def test_a_faster_machine_gets_a_better_model() -> None:
    slow, fast = replace(_USUAL, gflops=10, reading=3e9), replace(_USUAL, gflops=20_000, reading=500e9)
    quality = {model.name: model.quality for model in catalogue.load().models}
    assert quality[recommended(slow)[0]] < quality[recommended(_USUAL)[0]] < quality[recommended(fast)[0]]


def test_a_machine_that_is_too_slow_for_any_gets_the_quickest() -> None:
    assert recommended(replace(_USUAL, gflops=0.1, reading=1e8)) == ["whisper-tiny"]


def test_what_does_not_fit_is_not_recommended() -> None:
    little = replace(_USUAL, memory=600_000_000, gflops=20_000, reading=500e9)
    assert recommended(little) == ["whisper-base"]


def test_where_nothing_fits_nothing_is_recommended() -> None:
    assert recommended(replace(_USUAL, memory=1)) == []


def test_who_speaks_english_may_get_an_english_model() -> None:
    slow = replace(_USUAL, gflops=0.1, reading=1e8)
    assert recommended(replace(slow, gflops=60, reading=10e9), "en-us")[0].endswith(".en")
    assert not recommended(_USUAL, "de")[0].endswith(".en")


def test_larger_models_take_longer() -> None:
    found = {one.model.name: one.seconds or 0 for one in advice(_USUAL, catalogue.load())}
    sizes = ["whisper-tiny", "whisper-base", "whisper-small", "whisper-medium", "whisper-large-v3"]
    assert [found[size] for size in sizes] == sorted(found[size] for size in sizes)
    assert found["whisper-large-v3-turbo"] < found["whisper-large-v3"]


def test_no_time_is_promised_on_a_graphics_card() -> None:
    found = [one for one in advice(replace(_USUAL, gpu=True), catalogue.load()) if one.model.kind == "whisper"]
    assert {(one.seconds, one.speed) for one in found} == {(None, Speed.CARD)}


def test_one_vision_model_is_recommended_and_on_a_slow_machine_the_small_one() -> None:
    assert len(recommended(_USUAL, kind="vision")) == 1
    assert recommended(replace(_USUAL, gflops=5, reading=3e9), kind="vision") == ["smolvlm-256m"]


def test_half_precision_is_recommended_for_a_graphics_card_alone() -> None:
    assert recommended(replace(_USUAL, gpu=True), kind="vision") == ["smolvlm-500m-fp16"]
    assert one(_USUAL, "smolvlm-256m-fp16").speed is Speed.UNKNOWN


def test_whole_numbers_stay_on_the_processor_where_there_is_a_card() -> None:
    assert one(replace(_USUAL, gpu=True), "smolvlm-256m") == one(_USUAL, "smolvlm-256m")


def test_a_larger_vision_model_says_its_first_word_later_and_speaks_slower() -> None:
    small, large = one(_USUAL, "smolvlm-256m"), one(_USUAL, "smolvlm-500m")
    assert (small.seconds or 0) < (large.seconds or 0)
    assert (small.words or 0) > (large.words or 0)


def test_a_picture_may_be_waited_for_longer_than_a_transcript() -> None:
    slow = one(replace(_USUAL, gflops=60), "smolvlm-256m")
    assert slow.seconds is not None and slow.seconds > 1.0
    assert slow.speed is not Speed.LATE


def test_a_machine_that_is_not_measured_gets_no_times() -> None:
    found = advice(replace(_USUAL, gflops=0), catalogue.load())
    assert {one.speed for one in found} == {Speed.UNKNOWN}


def test_this_machine_can_be_looked_at() -> None:
    machine = look()
    assert machine.cores >= 1
    assert min(machine.memory, machine.gflops, machine.reading) > 0
    assert "estimates" in machine.sentence()


def test_a_busy_machine_is_said_to_be_busy() -> None:
    assert "It is busy" in replace(_USUAL, load=9).sentence()
    assert "It is busy" not in _USUAL.sentence()


def test_free_memory_is_the_systems_own_figure(tmp_path: Path) -> None:
    (tmp_path / "meminfo").write_text("MemTotal: 10 kB\nMemAvailable:   4 kB\n")
    assert free_memory(tmp_path / "meminfo") == 4096


def test_without_the_systems_figure_all_memory_counts(tmp_path: Path) -> None:
    assert free_memory(tmp_path / "none") > 1_000_000


def test_without_a_card_there_is_none(tmp_path: Path) -> None:
    assert not gpu_works(tmp_path / "none")


@pytest.mark.parametrize(("trial", "works"), [("pass", True), ("raise SystemExit(1)", False), ("import os; os.abort()", False)])
def test_a_card_counts_only_if_it_was_tried(tmp_path: Path, trial: str, works: bool) -> None:
    (tmp_path / "card").touch()
    assert gpu_works(tmp_path / "card", trial) is works
