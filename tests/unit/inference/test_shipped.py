"""Models that come with mmassist: what the manifest does not name, or names otherwise, is refused in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from mmassist.errors import ModelCorrupt, ModelMissing
from mmassist.inference import shipped
from tests.fakes.onnx_models import models_folder

CONTENT = b"not much of a model, but its bytes are known"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return models_folder(tmp_path, eyes=CONTENT)


def only(folder: Path) -> shipped.Shipped:
    (found,) = shipped.rows("icons", folder)
    return found


def test_a_whole_file_is_loaded(folder: Path) -> None:
    assert shipped.load(only(folder), folder) == CONTENT


@pytest.mark.parametrize("at", [0, len(CONTENT) // 2, len(CONTENT) - 1])
def test_a_tipped_bit_is_refused_with_a_remedy(folder: Path, at: int) -> None:
    tipped = bytearray(CONTENT)
    tipped[at] ^= 1
    (folder / "eyes.onnx").write_bytes(tipped)
    with pytest.raises(ModelCorrupt) as caught:
        shipped.load(only(folder), folder)
    assert "damaged" in caught.value.spoken
    assert "Install mmassist again" in caught.value.remedy


@pytest.mark.parametrize("content", [CONTENT[:-1], CONTENT + b"x", b""])
def test_a_file_of_another_length_is_refused(folder: Path, content: bytes) -> None:
    (folder / "eyes.onnx").write_bytes(content)
    with pytest.raises(ModelCorrupt):
        shipped.load(only(folder), folder)


def test_a_missing_file_is_said_to_be_missing(folder: Path) -> None:
    (folder / "eyes.onnx").unlink()
    with pytest.raises(ModelMissing) as caught:
        shipped.load(only(folder), folder)
    assert "missing" in caught.value.spoken


def test_a_link_in_the_files_place_is_refused(folder: Path, tmp_path: Path) -> None:
    (folder / "eyes.onnx").rename(tmp_path / "elsewhere")
    (folder / "eyes.onnx").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ModelCorrupt):
        shipped.load(only(folder), folder)


def test_a_file_that_the_manifest_does_not_name_is_no_model(folder: Path) -> None:
    (folder / "more.onnx").write_bytes(CONTENT)
    assert [found.name for found in shipped.rows("icons", folder)] == ["eyes"]
    with pytest.raises(ModelMissing):
        shipped.rows("captioner", folder)


def test_without_a_manifest_there_are_no_models(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        shipped.rows("icons", tmp_path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[[models]]", "[[models"),
        ("licence", "license"),
        ('sha256 = "', 'sha256 = "x'),
        ('file = "eyes.onnx"', 'file = "../eyes.onnx"'),
        ('name = "eyes"', 'name = ""'),
        ("int8", "int4"),
        ("bytes = ", "bytes = -"),
        ("bytes = ", "size = "),
    ],
)
def test_a_manifest_that_is_not_as_it_should_be_is_refused(folder: Path, before: str, after: str) -> None:
    path = folder / "manifest.toml"
    path.write_text(path.read_text("utf-8").replace(before, after), "utf-8")
    with pytest.raises(ModelCorrupt):
        shipped.rows("icons", folder)


def test_a_name_that_is_there_twice_is_refused(folder: Path) -> None:
    path = folder / "manifest.toml"
    path.write_text(path.read_text("utf-8") * 2, "utf-8")
    with pytest.raises(ModelCorrupt):
        shipped.rows("icons", folder)
