"""What the files beside the weights say, and what no model's files say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from mmassist.errors import ModelCorrupt
from mmassist.inference.vlm.layout import CONFIG, GENERATION, PREPROCESSOR, Layout, read


def changed(folder: Path, file: str, **fields: Any) -> Layout:
    def content(name: str) -> bytes:
        value = json.loads((folder / name).read_bytes())
        return json.dumps(value | fields if name == file else value).encode()

    return read(content)


def test_a_square_becomes_as_many_tokens_as_its_pieces_are_gathered_into(folder: Path) -> None:
    layout = changed(folder, CONFIG)
    assert (layout.tile, layout.longest, layout.positions) == (32, 128, 4)


def test_smolvlms_own_figures_give_its_own_number_of_tokens(folder: Path) -> None:
    """By the published config.json and processor_config.json of the 256M and 500M: 512 pixels in pieces of 16, 64 tokens."""
    assert changed(folder, CONFIG, scale_factor=4, vision_config={"image_size": 512, "patch_size": 16}).positions == 64


def test_pictures_that_are_not_to_be_cut_are_one_square(folder: Path) -> None:
    assert changed(folder, PREPROCESSOR, do_image_splitting=False).longest == 32


@pytest.mark.parametrize(("value", "stops"), [(5, {5}), ([5, 6], {5, 6}), (None, set())])
def test_one_token_ends_an_answer_or_several(folder: Path, value: Any, stops: set[int]) -> None:
    assert changed(folder, GENERATION, eos_token_id=value).stops > stops


@pytest.mark.parametrize(
    ("file", "fields"),
    [
        (CONFIG, {"model_type": "llava"}),
        (CONFIG, {"vision_config": {}}),
        (CONFIG, {"vision_config": {"image_size": 32, "patch_size": 0}}),
        (CONFIG, {"scale_factor": 0}),
        (CONFIG, {"scale_factor": 100}),
        (CONFIG, {"text_config": None}),
        (CONFIG, {"text_config": {"max_position_embeddings": 10**9}}),
        (CONFIG, {"image_token_id": "x"}),
        (PREPROCESSOR, {"max_image_size": {"longest_edge": 100_000}}),
        (PREPROCESSOR, {"size": {"longest_edge": 31}}),
        (PREPROCESSOR, {"size": {"longest_edge": 1e400}}),
        (PREPROCESSOR, {"image_std": [0, 0, 0]}),
        (PREPROCESSOR, {"image_mean": [0.5]}),
        (PREPROCESSOR, {"resample": 9}),
        (PREPROCESSOR, {"do_normalize": False}),
        (GENERATION, {"eos_token_id": {}}),
    ],
)
def test_settings_of_no_such_model_are_refused(folder: Path, file: str, fields: dict[str, Any]) -> None:
    with pytest.raises(ModelCorrupt):
        changed(folder, file, **fields)


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b"{", b"[" * 100_000])
def test_what_is_no_json_object_is_refused(content: bytes) -> None:
    with pytest.raises(ModelCorrupt):
        read(lambda name: content)
