"""The loop that SmolVLM's model card shows, as plainly as it is there: for each token all that is remembered goes through numpy."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mmassist.inference.runtime import CPU_ONLY, Session, without_telemetry
from mmassist.inference.vlm import pictures
from mmassist.inference.vlm.chat import Grid, rendered
from mmassist.inference.vlm.layout import read
from mmassist.inference.vlm.model import Asked
from mmassist.inference.vlm.pictures import Tiles
from mmassist.inference.vlm.vocabulary import FILE, Vocabulary
from mmassist.measure.vision_model import FILES
from mmassist.measure.vision_weights import Size

_THREADS = 8


@dataclass(frozen=True, slots=True)
class Times:
    """Seconds to the first word, and for each word after it; `tokens`: what it said."""

    first: float
    each: float
    tokens: tuple[int, ...]


class CardsLoop:
    """With the same settings of onnxruntime as ours."""

    def __init__(self, folder: Path, size: Size) -> None:
        without_telemetry()
        self._size = size
        self._layout = read(lambda file: (folder / file).read_bytes())
        self._vocabulary = Vocabulary((folder / FILE).read_bytes())
        self._tower, self._table, self._decoder = (
            Session((folder / "onnx" / f"{FILES[part]}.onnx").read_bytes(), _THREADS, CPU_ONLY)
            for part in ("vision_encoder", "embed_tokens", "decoder_model_merged")
        )

    def answer(self, asked: Asked, longest: int) -> Times:
        """`longest`: to which side the picture is scaled."""
        began = time.monotonic()
        tiles = pictures.tiled(pictures.decoded(asked.picture), self._layout, longest)
        text = rendered(asked.turns, Grid(tiles.rows, tiles.columns, self._layout.positions))
        tokens = np.array([self._vocabulary.encoded(text)])
        rows = self._table.run_named({"input_ids": tokens})[0]
        rows[tokens == self._layout.image_token] = self._seen(tiles)
        past: dict[str, NDArray[Any]] = {
            f"past_key_values.{layer}.{kind}": np.zeros((1, self._size.shared, 0, self._size.head), np.float32)
            for layer in range(self._size.depth)
            for kind in ("key", "value")
        }
        told: list[int] = []
        first, read = 0.0, 0
        while len(told) < asked.tokens:
            read += rows.shape[1]
            logits, *presents = self._decoder.run_named(self._given(rows, read, past))
            told.append(int(logits[0, -1].argmax()))
            first = first or time.monotonic()
            past = dict(zip(past, presents, strict=True))
            rows = self._table.run_named({"input_ids": np.array([[told[-1]]])})[0]
        return Times(first - began, (time.monotonic() - first) / (len(told) - 1), tuple(told))

    def _seen(self, tiles: Tiles) -> NDArray[np.float32]:
        side = self._layout.tile
        values = np.stack([pictures.values(square, self._layout) for square in tiles.squares])[None]
        mask = np.ones((1, len(tiles.squares), side, side), bool)
        found = self._tower.run_named({"pixel_values": values, "pixel_attention_mask": mask})[0]
        return found.reshape(-1, found.shape[-1])

    def _given(self, rows: NDArray[np.float32], read: int, past: Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
        places = np.arange(read - rows.shape[1], read)[None]
        return {"inputs_embeds": rows, "attention_mask": np.ones((1, read), np.int64), "position_ids": places, **past}
