"""Where models run, and what becomes of them when a graphics card fails: with real models on the CPU, and a card that is played."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import pytest
from numpy.typing import NDArray
from onnxruntime.capi import onnxruntime_pybind11_state as state

from mmassist.errors import ModelCorrupt, PerceptionError
from mmassist.inference.runtime import CPU, CPU_ONLY, CUDA, TENSORRT, FixedSession, Session, available
from tests.fakes.onnx_models import SMALL, float_tower, small_tower

REAL = onnxruntime.InferenceSession
PICTURES = np.random.default_rng(5).integers(0, 256, (2, SMALL.side, SMALL.side, 3), np.uint8)


class Card:
    """A graphics card as onnxruntime shows it, whose work the CPU does. `opened`: the providers of each session that was asked for."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, built: Sequence[str], works: bool = True) -> None:
        self.opened: list[dict[str, Mapping[str, str]]] = []
        self.works = works
        self.failure: Exception | None = None
        self.graphs: list[str] = []
        monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: [*built])
        monkeypatch.setattr(onnxruntime, "InferenceSession", self.session)
        monkeypatch.setattr(onnxruntime, "RunOptions", Recorded)
        monkeypatch.setattr(onnxruntime, "OrtValue", Value)

    def session(self, model: bytes, options: Any, providers: list[tuple[str, Mapping[str, str]]]) -> OnCard:
        self.opened.append(dict(providers))
        if not self.works and providers[0][0] != CPU:
            raise state.RuntimeException("no memory on the card")
        return OnCard(self, REAL(model, options, [CPU]), [name for name, _ in providers])


class OnCard:
    def __init__(self, card: Card, real: Any, providers: list[str]) -> None:
        self._card, self._real, self._providers = card, real, providers

    def get_providers(self) -> list[str]:
        return self._providers

    def run(self, names: None, inputs: Mapping[str, NDArray[Any]]) -> Any:
        if self._card.failure and self._providers[0] != CPU:
            raise self._card.failure
        return self._real.run(names, inputs)

    def io_binding(self) -> Binding:
        return Binding(self)

    def run_with_iobinding(self, binding: Binding, options: Recorded) -> None:
        self._card.graphs.append(options.entries["gpu_graph_id"])
        binding.found = self.run(None, {name: value.batch for name, value in binding.inputs.items()})

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


class Value:
    def __init__(self, batch: NDArray[Any]) -> None:
        self.batch = batch

    @staticmethod
    def ortvalue_from_numpy(batch: NDArray[Any], device: str, number: int) -> Value:
        return Value(batch.copy())

    def update_inplace(self, batch: NDArray[Any]) -> None:
        self.batch[:] = batch


class Binding:
    def __init__(self, session: OnCard) -> None:
        self.inputs: dict[str, Value] = {}
        self.found: list[NDArray[Any]] = []

    def bind_ortvalue_input(self, name: str, value: Value) -> None:
        self.inputs[name] = value

    def bind_output(self, name: str, device: str) -> None:
        """The runtime chooses the place."""

    def get_outputs(self) -> list[Value]:
        return [Value(batch) for batch in self.found]

    def clear_binding_outputs(self) -> None:
        self.found = []

    def bind_ortvalue_output(self, name: str, value: Value) -> None:
        """The place that was chosen."""

    def copy_outputs_to_cpu(self) -> list[NDArray[Any]]:
        return self.found


class Recorded:
    def __init__(self) -> None:
        self.entries: dict[str, str] = {}

    def add_run_config_entry(self, key: str, value: str) -> None:
        self.entries[key] = value


def rows(pictures: NDArray[np.uint8] = PICTURES) -> NDArray[np.float32]:
    return Session(small_tower(), wanted=CPU_ONLY).run(pictures)


def test_int8_from_bytes_says_nearly_what_fp32_from_floats_says() -> None:
    floats = np.ascontiguousarray((PICTURES.astype(np.float32) / 127.5 - 1).transpose(0, 3, 1, 2))
    exact = Session(float_tower(), wanted=CPU_ONLY).run(floats)
    assert (rows() * exact).sum(axis=1).min() > 0.95


def test_what_runs_it_is_what_is_told() -> None:
    session = Session(small_tower())
    assert session.providers == CPU_ONLY
    assert not session.on_gpu


def test_what_is_no_model_is_corrupt() -> None:
    with pytest.raises(ModelCorrupt):
        Session(b"no model")


def test_a_batch_that_does_not_fit_is_an_error_of_ours() -> None:
    with pytest.raises(PerceptionError):
        Session(small_tower()).run(PICTURES[:, :-1])


def test_only_what_onnxruntime_was_built_for_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    Card(monkeypatch, built=[CUDA, CPU])
    assert available([TENSORRT, CUDA, CPU]) == [CUDA, CPU]


def test_a_card_that_works_runs_it(monkeypatch: pytest.MonkeyPatch) -> None:
    card = Card(monkeypatch, built=[CUDA, CPU])
    session = Session(small_tower())
    assert session.on_gpu
    assert list(card.opened[0]) == [CUDA, CPU]


def test_a_card_without_room_for_the_model_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    card = Card(monkeypatch, built=[CUDA, CPU], works=False)
    session = Session(small_tower())
    assert not session.on_gpu
    assert session.fell_back
    assert list(card.opened[-1]) == [CPU]


@pytest.mark.parametrize("kind", [Session, FixedSession])
def test_a_card_that_is_lost_at_work_loses_no_answer_and_is_not_asked_again(
    monkeypatch: pytest.MonkeyPatch, kind: type[Session], caplog: pytest.LogCaptureFixture
) -> None:
    expected = rows()
    card = Card(monkeypatch, built=[CUDA, CPU])
    session = kind(small_tower())
    session.run(PICTURES)
    card.failure = state.Fail("CUDA failure 700")
    for _ in range(2):
        assert np.allclose(session.run(PICTURES), expected)
    assert session.fell_back == "Fail"
    assert not session.on_gpu
    assert len(card.opened) == 2
    assert sum("left the graphics card" in record.message for record in caplog.records) == 1


def test_a_batch_of_wrong_shape_does_not_cost_the_card(monkeypatch: pytest.MonkeyPatch) -> None:
    card = Card(monkeypatch, built=[CUDA, CPU])
    session = Session(small_tower())
    card.failure = state.InvalidArgument("wrong shape")
    with pytest.raises(PerceptionError):
        session.run(PICTURES)
    assert session.on_gpu


def test_a_failure_of_the_cpu_is_an_error_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    Card(monkeypatch, built=[CPU])
    session = Session(small_tower())
    monkeypatch.setattr(OnCard, "run", lambda *_: (_ for _ in ()).throw(state.RuntimeException("memory")))
    with pytest.raises(PerceptionError):
        session.run(PICTURES)


def test_work_of_one_shape_is_recorded_once_and_replayed(monkeypatch: pytest.MonkeyPatch) -> None:
    card = Card(monkeypatch, built=[CUDA, CPU])
    session = FixedSession(small_tower())
    both, first = rows(), rows(PICTURES[:1])
    for _ in range(2):
        assert np.allclose(session.run(PICTURES), both)
        assert np.allclose(session.run(PICTURES[:1]), first)
    assert card.opened[0][CUDA]["enable_cuda_graph"] == "1"
    assert card.graphs == ["-1", "1", "-1", "2", "1", "2"]


def test_work_of_any_shape_is_not_recorded(monkeypatch: pytest.MonkeyPatch) -> None:
    card = Card(monkeypatch, built=[CUDA, CPU])
    Session(small_tower()).run(PICTURES)
    assert "enable_cuda_graph" not in card.opened[0][CUDA]
    assert card.graphs == []


def test_tensorrt_is_asked_first_where_it_may_keep_what_it_makes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    card = Card(monkeypatch, built=[TENSORRT, CUDA, CPU])
    FixedSession(small_tower(), engines=tmp_path)
    FixedSession(small_tower())
    assert list(card.opened[0]) == [TENSORRT, CUDA, CPU]
    assert card.opened[0][TENSORRT]["trt_engine_cache_path"] == str(tmp_path)
    assert list(card.opened[1]) == [CUDA, CPU]


def test_what_is_warm_has_been_run(monkeypatch: pytest.MonkeyPatch) -> None:
    card = Card(monkeypatch, built=[CUDA, CPU])
    FixedSession(small_tower()).warm((1, SMALL.side, SMALL.side, 3), dtype=np.uint8)
    assert card.graphs == ["-1", "1"]
