"""Runs that can be broken off, numbers of half the width, and a card that is lost: real models on the CPU, and a card that is played."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import onnxruntime
import pytest
from numpy.typing import NDArray

from mmassist.errors import ModelCorrupt, PerceptionError
from mmassist.inference.runtime import CPU, CPU_ONLY, CUDA
from mmassist.inference.vlm import Stop, Stopped
from mmassist.inference.vlm.decoder import Decoder, Memory
from mmassist.inference.vlm.session import CardLost, StoppableSession
from mmassist.measure.eyes_graph import Graph
from mmassist.measure.vision_model import FILES, decoder
from mmassist.measure.vision_weights import TINY, Source

REAL = onnxruntime.InferenceSession
ROWS = np.random.default_rng(2).standard_normal((9, TINY.width)).astype(np.float32)


def endless() -> bytes:
    """Multiplies for minutes, unless somebody stops it."""
    graph = Graph()
    rows = graph.input("rows", "float32", [1500, 1500])
    for _ in range(3000):
        rows = graph.node("MatMul", rows, "rows")
    return graph.model((rows, [1500, 1500]))


def test_a_run_is_broken_off_in_its_middle() -> None:
    session, stop = StoppableSession(endless(), CPU_ONLY), Stop()
    threading.Timer(0.2, stop.set).start()
    with pytest.raises(Stopped):
        session.found({"rows": np.zeros((1500, 1500), np.float32)}, session.outputs[0], stop)


def test_what_is_stopped_stays_stopped() -> None:
    stop = Stop()
    stop.set()
    with pytest.raises(Stopped):
        stop.options()


def test_inputs_that_do_not_fit_are_a_failure(folder: Path) -> None:
    session = StoppableSession((folder / "onnx" / f"{FILES['embed_tokens']}.onnx").read_bytes(), CPU_ONLY)
    with pytest.raises(PerceptionError):
        session.found({"input_ids": np.array([[10_000]], np.int64)}, "inputs_embeds", Stop())


def test_numbers_of_a_kind_that_is_not_known_are_refused() -> None:
    graph = Graph()
    content = graph.model((graph.node("Cast", graph.input("levels", "uint8", ["n"]), to=1), ["n"]))
    with pytest.raises(ModelCorrupt):
        StoppableSession(content, CPU_ONLY)


def halved(content: bytes) -> bytes:
    """What is remembered in float16, as in the hub's files for graphics cards; it is reckoned with as before."""
    model = onnx.load_model_from_string(content)
    graph, nodes = model.graph, []
    for given in [one for one in graph.input if one.name.startswith("past")]:
        given.type.tensor_type.elem_type = onnx.TensorProto.FLOAT16
        for node in graph.node:
            node.input[:] = [f"{name}.wide" if name == given.name else name for name in node.input]
        nodes.append(onnx.helper.make_node("Cast", [given.name], [f"{given.name}.wide"], to=onnx.TensorProto.FLOAT))
    for told in [one for one in graph.output if one.name.startswith("present")]:
        told.type.tensor_type.elem_type = onnx.TensorProto.FLOAT16
        for node in graph.node:
            node.output[:] = [f"{name}.wide" if name == told.name else name for name in node.output]
        graph.node.append(onnx.helper.make_node("Cast", [f"{told.name}.wide"], [told.name], to=onnx.TensorProto.FLOAT16))
    rest = [*graph.node]
    del graph.node[:]
    graph.node.extend([*nodes, *rest])
    return bytes(model.SerializeToString())


def logits(content: bytes) -> NDArray[np.float32]:
    """Of the last of some rows that are read one after the other."""
    made = Decoder(StoppableSession(content, CPU_ONLY))
    memory = made.empty()
    made.read(ROWS[:5], memory, Stop())
    made.read(ROWS[5:8], memory, Stop())
    return made.next(ROWS[8:], memory, Stop())


def test_what_is_remembered_in_half_the_width_says_nearly_the_same() -> None:
    whole, half = logits(decoder(Source(TINY))), logits(halved(decoder(Source(TINY))))
    assert np.abs(whole - half).max() < 0.05
    assert whole.argmax() == half.argmax()


def test_read_in_parts_it_is_what_it_is_read_at_once() -> None:
    made = Decoder(StoppableSession(decoder(Source(TINY)), CPU_ONLY))
    assert np.allclose(made.next(ROWS, made.empty(), Stop()), logits(decoder(Source(TINY))), atol=1e-4)


def test_what_is_forgotten_counts_no_more() -> None:
    made = Decoder(StoppableSession(decoder(Source(TINY)), CPU_ONLY))
    memory = made.empty()
    made.read(ROWS[::-1], memory, Stop())
    made.forget(memory, 0)
    assert memory.length == 0
    assert np.allclose(made.next(ROWS, memory, Stop()), made.next(ROWS, made.empty(), Stop()), atol=1e-5)


def test_a_run_that_is_stopped_leaves_the_memory_as_it_was() -> None:
    made, memory, stop = Decoder(StoppableSession(decoder(Source(TINY)), CPU_ONLY)), Memory(), Stop()
    memory = made.empty()
    made.read(ROWS[:3], memory, stop)
    before = dict(memory.values)
    stop.set()
    with pytest.raises(Stopped):
        made.read(ROWS[3:], memory, stop)
    assert (memory.length, dict(memory.values)) == (3, before)


class Card:
    """A graphics card whose work the CPU does, until it is lost."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.lost = False
        monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: [CUDA, CPU])
        monkeypatch.setattr(onnxruntime, "InferenceSession", self.session)
        monkeypatch.setattr(StoppableSession, "_place", "cpu")

    def session(self, model: bytes, options: Any, providers: list[tuple[str, Mapping[str, str]]]) -> OnCard:
        return OnCard(self, REAL(model, options, [CPU]), [name for name, _ in providers])


class OnCard:
    def __init__(self, card: Card, real: Any, providers: list[str]) -> None:
        self._card, self._real, self._providers = card, real, providers

    def get_providers(self) -> list[str]:
        return self._providers

    def run_with_iobinding(self, binding: Any, options: Any) -> None:
        if self._card.lost and self._providers[0] != CPU:
            raise RuntimeError("CUDA failure 719: unspecified launch failure")  # as its bound runs fail
        self._real.run_with_iobinding(binding, options)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def test_a_card_that_is_lost_takes_what_was_remembered_along(monkeypatch: pytest.MonkeyPatch) -> None:
    card = Card(monkeypatch)
    made = Decoder(StoppableSession(decoder(Source(TINY)), (CUDA, CPU)))
    memory = made.empty()
    made.read(ROWS[:4], memory, Stop())
    assert made.session.on_gpu
    card.lost = True
    with pytest.raises(CardLost):
        made.read(ROWS[4:], memory, Stop())
    assert (made.session.on_gpu, made.session.fell_back) == (False, "RuntimeError")
    assert made.next(ROWS, made.empty(), Stop()).shape == (TINY.vocabulary,)


def test_what_has_no_memory_goes_on_without_the_card(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    card = Card(monkeypatch)
    session = StoppableSession((folder / "onnx" / f"{FILES['embed_tokens']}.onnx").read_bytes(), (CUDA, CPU))
    tokens = {"input_ids": np.array([[1, 2, 3]], np.int64)}
    before = session.found(tokens, "inputs_embeds", Stop())
    card.lost = True
    assert (session.found(tokens, "inputs_embeds", Stop()) == before).all()
    assert not session.on_gpu
