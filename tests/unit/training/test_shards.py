from pathlib import Path

import numpy as np
import pytest

from mmassist.training.faults import TrainingError
from mmassist.training.shards import INDEX, Shards, ShardWriter


def filled(folder: Path) -> Path:
    writer = ShardWriter(folder, {"seed": 1})
    writer.add({"pictures": np.arange(24, dtype=np.uint8).reshape(2, 3, 4), "labels": np.array([5, 6], np.int32)})
    writer.add({"pictures": np.arange(24, 60, dtype=np.uint8).reshape(3, 3, 4), "labels": np.array([7, 8, 9], np.int32)})
    return folder


def test_what_was_written_is_read_across_shards(tmp_path: Path) -> None:
    shards = Shards(filled(tmp_path))
    assert len(shards) == 5
    assert shards.whole("labels").tolist() == [5, 6, 7, 8, 9]
    assert shards.take("pictures", [4, 0])[:, 0, 0].tolist() == [48, 0]


def test_a_changed_byte_is_noticed(tmp_path: Path) -> None:
    path = filled(tmp_path) / "00001.safetensors"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(TrainingError, match="SHA-256"):
        Shards(tmp_path)


def test_a_missing_shard_is_noticed(tmp_path: Path) -> None:
    (filled(tmp_path) / "00000.safetensors").unlink()
    with pytest.raises(TrainingError):
        Shards(tmp_path)


def test_a_folder_without_shards_is_said(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="no shards"):
        Shards(tmp_path)


def test_a_second_writer_goes_on(tmp_path: Path) -> None:
    writer = ShardWriter(filled(tmp_path), {"seed": 1})
    writer.add({"pictures": np.zeros((1, 3, 4), np.uint8), "labels": np.array([3], np.int32)})
    assert Shards(tmp_path).whole("labels").tolist() == [5, 6, 7, 8, 9, 3]


def test_nothing_is_added_to_what_was_made_otherwise(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="otherwise"):
        ShardWriter(filled(tmp_path), {"seed": 2})


def test_a_half_written_file_is_not_taken_for_a_shard(tmp_path: Path) -> None:
    (filled(tmp_path) / "00002.safetensors.part").write_bytes(b"half")
    assert len(Shards(tmp_path)) == 5


def test_arrays_of_different_lengths_are_refused(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="lengths"):
        ShardWriter(tmp_path, {}).add({"a": np.zeros(1, np.uint8), "b": np.zeros(2, np.uint8)})
    assert not (tmp_path / INDEX).exists()
