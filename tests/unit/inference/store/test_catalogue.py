"""The list of models: what comes with mmassist can be used, and what can't be used is refused whole."""

from __future__ import annotations

import ast
from importlib import util
from pathlib import Path
from typing import Any

import pytest

from mmassist.errors import ModelCorrupt
from mmassist.inference.store import catalogue

_ROW: dict[str, Any] = {
    "name": "thing",
    "kind": "test",
    "title": "Thing",
    "files": ["model.bin"],
    "megabytes": 1,
    "licence": "MIT",
    "repository": "someone/thing",
}


def test_the_list_that_comes_with_mmassist_has_every_size_of_whisper() -> None:
    names = {model.name for model in catalogue.load().models if model.kind == "whisper"}
    sizes = ("tiny", "tiny.en", "base", "base.en", "small", "small.en", "medium", "large-v3", "large-v3-turbo")
    assert names == {f"whisper-{size}" for size in (*sizes, "distil-small.en", "distil-large-v3")}


def test_whisper_comes_from_where_faster_whisper_takes_it() -> None:
    """Its table is read, not imported: the package takes seconds to load."""
    spec = util.find_spec("faster_whisper")
    assert spec is not None and spec.submodule_search_locations
    source = (Path(spec.submodule_search_locations[0]) / "utils.py").read_text("utf-8")
    (table,) = (node.value for node in ast.parse(source).body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "_MODELS")
    known = ast.literal_eval(table)
    for model in catalogue.load().models:
        if model.kind == "whisper":
            assert model.repository == known[model.name.removeprefix("whisper-")]


def test_a_vision_model_has_its_three_weights_in_one_precision_and_the_files_beside_them() -> None:
    parts = {"embed_tokens", "vision_encoder", "decoder_model_merged"}
    for model in catalogue.load().models:
        if model.kind == "vision":
            weights = [file for file in model.files if file.endswith(".onnx")]
            assert {next(part for part in parts if file.startswith(f"onnx/{part}_")) for file in weights} == parts
            assert {"_fp16." in file for file in weights} == {model.for_card}
            assert {"config.json", "preprocessor_config.json", "generation_config.json", "tokenizer.json"} < set(model.files)


def test_the_hub_is_asked_over_an_encrypted_line() -> None:
    assert catalogue.load().hub.startswith("https://")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "../thing"},
        {"name": ".thing"},
        {"name": ""},
        {"files": ["../model.bin"]},
        {"files": ["/etc/passwd"]},
        {"files": ["a//b"]},
        {"files": ["model.bin", "Model.bin"]},
        {"files": []},
        {"optional": ["model.bin"]},
        {"repository": "someone"},
        {"repository": "someone/../thing"},
        {"revision": "main?x"},
        {"megabytes": 0},
        {"megabytes": "1"},
        {"pins": {"model.bin": "abc"}},
        {"pins": {"other.bin": "0" * 64}},
        {"shipped": "eyes"},
        {"nonsense": 1},
    ],
)
def test_a_row_that_can_not_be_used_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ModelCorrupt):
        catalogue.made({"models": [_ROW | wrong]})


def test_two_models_do_not_share_a_name() -> None:
    with pytest.raises(ModelCorrupt):
        catalogue.made({"models": [_ROW, _ROW | {"name": "Thing"}]})


def test_a_model_is_complete_with_one_of_each_choice() -> None:
    model = catalogue.made({"models": [_ROW | {"choices": [["a.txt", "b.txt"]], "optional": ["c.txt"]}]}).models[0]
    assert model.complete(frozenset({"model.bin", "b.txt"}))
    assert model.complete(frozenset({"model.bin", "a.txt", "c.txt"}))
    assert not model.complete(frozenset({"model.bin"}))
    assert not model.complete(frozenset({"model.bin", "a.txt", "d.txt"}))
