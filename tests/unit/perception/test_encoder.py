"""The encoder with its real worker, on small models of random weights."""

from __future__ import annotations

import contextlib
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio

from mmassist.errors import ModelCorrupt, ModelMissing, WorkerLost
from mmassist.inference.worker import Worker
from mmassist.perception.encoder import Encoder, Model, Options
from mmassist.perception.encoder_process import opened
from mmassist.values import Pixels
from tests.fakes.onnx_models import colour_namer, float_tower, level_tower, models_folder, row, small_tower


def picture(seed: int, width: int = 90, height: int = 60) -> Pixels:
    return np.random.default_rng(seed).integers(0, 256, (height, width, 4), np.uint8)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return models_folder(tmp_path, eyes=small_tower())


@pytest_asyncio.fixture
async def encoder(folder: Path) -> AsyncIterator[Encoder]:
    encoder = Encoder(Options(folder, hang_after=60))
    yield encoder
    await encoder.aclose()


async def test_each_picture_is_a_row_of_length_one(encoder: Encoder) -> None:
    rows = await encoder.encode([picture(1), picture(2, 33, 200), picture(3, 5, 5)])
    assert rows.shape == (3, 8)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)


async def test_no_picture_is_no_row(encoder: Encoder) -> None:
    assert len(await encoder.encode([])) == 0


async def test_a_picture_is_the_same_vector_alone_and_among_others(folder: Path, encoder: Encoder) -> None:
    among = await encoder.encode([picture(at) for at in range(40)])
    other = Encoder(Options(folder, hang_after=60))
    try:
        alone = await other.encode([picture(7)])
    finally:
        await other.aclose()
    assert np.array_equal(alone[0], among[7])


async def test_what_was_encoded_before_needs_no_model(encoder: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    before = await encoder.encode([picture(1), picture(2)])
    monkeypatch.setattr(Worker, "request", lambda *_, **__: pytest.fail("the model was asked again"))
    again = await encoder.encode([picture(2), picture(1), picture(2)])
    assert np.array_equal(again, before[[1, 0, 1]])


async def test_only_so_many_are_remembered(folder: Path) -> None:
    encoder = Encoder(Options(folder, hang_after=60, known=2))
    try:
        rows = await encoder.encode([picture(at) for at in range(5)])
        assert np.array_equal(await encoder.encode([picture(0)]), rows[:1])
    finally:
        await encoder.aclose()


async def test_a_tower_for_floats_gives_nearly_the_same(folder: Path, tmp_path_factory: pytest.TempPathFactory, encoder: Encoder) -> None:
    exact = tmp_path_factory.mktemp("exact")
    (exact / "eyes.onnx").write_bytes(level_tower())
    (exact / "manifest.toml").write_text(row("eyes", level_tower(), "float32"), "utf-8")
    other = Encoder(Options(exact, hang_after=60))
    try:
        assert float((await other.encode([picture(1)]) @ (await encoder.encode([picture(1)])).T).min()) > 0.95
    finally:
        await other.aclose()


async def test_a_tampered_model_is_refused_in_words_and_stays_refused(folder: Path, encoder: Encoder) -> None:
    content = bytearray((folder / "eyes.onnx").read_bytes())
    content[len(content) // 2] ^= 1
    (folder / "eyes.onnx").write_bytes(content)
    for _ in range(2):
        with pytest.raises(ModelCorrupt) as caught:
            await encoder.start()
        assert "damaged" in caught.value.spoken
        assert "Install mmassist again" in caught.value.remedy


async def test_what_fits_the_manifest_and_is_no_model_is_refused(tmp_path: Path) -> None:
    encoder = Encoder(Options(models_folder(tmp_path, eyes=b"no model at all"), hang_after=60))
    try:
        with pytest.raises(ModelCorrupt):
            await encoder.start()
    finally:
        await encoder.aclose()


async def test_without_a_model_that_is_said(tmp_path: Path) -> None:
    encoder = Encoder(Options(tmp_path))
    with pytest.raises(ModelMissing):
        await encoder.encode([picture(1)])
    await encoder.aclose()


async def test_after_a_crash_the_next_call_works(encoder: Encoder) -> None:
    await encoder.encode([picture(1)])
    assert encoder.pid is not None
    os.kill(encoder.pid, signal.SIGKILL)
    with contextlib.suppress(WorkerLost):  # if it was asked before the loss was noticed
        await encoder.encode([picture(2)])
    assert (await encoder.encode([picture(3)])).shape == (1, 8)


async def test_labels_are_scored_beside_the_vector(tmp_path: Path) -> None:
    encoder = Encoder(Options(models_folder(tmp_path, colours=colour_namer()), hang_after=60))
    red, blue = np.zeros((2, 9, 9, 4), np.uint8)
    red[:, :, 2] = 250
    blue[:, :, 0] = 200
    try:
        assert await encoder.start() == Model((4, 4), ("red", "blue"), 128.0)
        assert np.allclose(await encoder.encode([red, blue]), [[1, 0, 0], [0, 0, 1]])
        assert np.allclose(await encoder.scores([blue, red]), [[0, 200], [250, 0]])
    finally:
        await encoder.aclose()


async def test_it_tells_what_the_model_sees_and_scores(encoder: Encoder) -> None:
    assert await encoder.start() == Model((32, 32), (), 0.0)
    assert (await encoder.scores([picture(1)])).shape == (1, 0)


def test_the_smallest_model_for_the_cpu_is_taken(tmp_path: Path) -> None:
    small, large = small_tower(), level_tower()
    (tmp_path / "small.onnx").write_bytes(small)
    (tmp_path / "large.onnx").write_bytes(large)
    (tmp_path / "half.onnx").write_bytes(large)
    rows = row("half", large, "float16") + row("large", large, "float32") + row("small", small)
    (tmp_path / "manifest.toml").write_text(rows, "utf-8")
    assert opened(tmp_path, "icons").row.name == "small"


def test_only_half_floats_are_no_model_for_the_cpu(tmp_path: Path) -> None:
    content = level_tower()
    (tmp_path / "half.onnx").write_bytes(content)
    (tmp_path / "manifest.toml").write_text(row("half", content, "float16"), "utf-8")
    with pytest.raises(ModelMissing):
        opened(tmp_path, "icons")


def test_a_model_that_takes_other_pictures_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelCorrupt):
        opened(models_folder(tmp_path, eyes=float_tower()), "icons")
