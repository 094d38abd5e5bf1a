"""The models are those that were pinned, and nothing is ever fetched."""

from __future__ import annotations

import subprocess
import sys
from importlib import util
from pathlib import Path

import pytest

from mmassist.errors import ModelCorrupt, ModelMissing
from mmassist.inference import weights
from mmassist.inference.runtime import Session


@pytest.mark.parametrize("file", [weights.DETECTION, weights.RECOGNITION])
def test_the_installed_package_carries_the_pinned_files(file: weights.Weights) -> None:
    assert len(weights.load(file)) > 1_000_000


def test_a_missing_file_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        weights.load(weights.DETECTION, tmp_path)


def test_a_changed_file_is_said_to_be_damaged(tmp_path: Path) -> None:
    (tmp_path / weights.DETECTION.file).write_bytes(b"not this one")
    with pytest.raises(ModelCorrupt):
        weights.load(weights.DETECTION, tmp_path)


def test_a_missing_package_is_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(util, "find_spec", lambda name: None)
    with pytest.raises(ModelMissing):
        weights.load(weights.DETECTION)


def test_without_what_runs_them_it_is_said_how_to_install_that(monkeypatch: pytest.MonkeyPatch) -> None:
    find = util.find_spec
    monkeypatch.setattr(util, "find_spec", lambda name: None if name == "onnxruntime" else find(name))
    with pytest.raises(ModelMissing) as caught:
        weights.load(weights.DETECTION)

    assert caught.value.spoken == "The part that runs my models is not installed."
    assert "mmassist[cpu]" in caught.value.remedy


def test_what_is_no_model_is_said_to_be_damaged() -> None:
    with pytest.raises(ModelCorrupt):
        Session(b"no model")


def test_nothing_that_can_download_is_even_loaded_beside_the_models() -> None:
    code = (
        "import sys; from mmassist.perception.text_process import open_handler; open_handler();"
        "sys.exit(','.join({'rapidocr', 'requests', 'urllib3', 'httpx'} & set(sys.modules)) or None)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
