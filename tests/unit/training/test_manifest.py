import hashlib
from pathlib import Path

from mmassist.training.manifest import add_to_manifest, entry, read_manifest, take_from_manifest


def test_what_is_listed_is_what_lies_there(tmp_path: Path) -> None:
    add_to_manifest(tmp_path, entry("icons", "icons", "float32", b"model", "cores"), b"model")
    (listed,) = read_manifest(tmp_path)
    content = (tmp_path / listed.file).read_bytes()
    assert (listed.bytes, listed.sha256) == (len(content), hashlib.sha256(content).hexdigest())


def test_a_newer_model_takes_the_place_of_its_elder(tmp_path: Path) -> None:
    for name, content in (("icons", b"old"), ("elements", b"other"), ("icons", b"newer")):
        add_to_manifest(tmp_path, entry(name, name, "float32", content, "cores"), content)
    assert [(row.name, row.bytes) for row in read_manifest(tmp_path)] == [("elements", 5), ("icons", 5)]


def test_an_empty_folder_lists_nothing(tmp_path: Path) -> None:
    assert read_manifest(tmp_path) == ()


def test_what_is_taken_out_lies_there_no_more(tmp_path: Path) -> None:
    for name in ("icons", "elements"):
        add_to_manifest(tmp_path, entry(name, name, "float32", b"model", "cores"), b"model")
    take_from_manifest(tmp_path, "icons")
    assert [row.name for row in read_manifest(tmp_path)] == ["elements"]
    assert {path.name for path in tmp_path.iterdir()} == {"elements.onnx", "manifest.toml"}
    take_from_manifest(tmp_path, "never there")
    assert [row.name for row in read_manifest(tmp_path)] == ["elements"]
