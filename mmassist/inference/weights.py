"""The text models' files: found inside the installed rapidocr package, pinned by SHA-256, never downloaded.

rapidocr's own classes fetch what they do not find. Nothing of rapidocr is imported here: its package is only the carrier of the files.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib import util
from pathlib import Path

from mmassist.errors import ModelCorrupt, ModelMissing


@dataclass(frozen=True, slots=True)
class Weights:
    """One model file: its name in the package's `models` folder and its digest (PP-OCRv6, Apache-2.0)."""

    file: str
    sha256: str


DETECTION = Weights("PP-OCRv6_det_small.onnx", "090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f")
RECOGNITION = Weights("PP-OCRv6_rec_small.onnx", "6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884")


def models_folder() -> Path:
    """Where the installed rapidocr keeps its models. Raises ModelMissing where the package is not installed."""
    spec = util.find_spec("rapidocr")
    if spec is None or not spec.submodule_search_locations:
        raise ModelMissing("the package rapidocr is not installed")
    return Path(next(iter(spec.submodule_search_locations))) / "models"


def load(weights: Weights, folder: Path | None = None) -> bytes:
    """The model's bytes, checked. The very bytes that were checked are those that run: there is no second read.

    Raises ModelMissing, also where nothing is there to run it, or ModelCorrupt.
    """
    path = (folder or models_folder()) / weights.file
    if util.find_spec("onnxruntime") is None:
        raise ModelMissing(
            "onnxruntime is not installed",
            "The part that runs my models is not installed.",
            "Install mmassist with its extra cpu, or gpu for an NVIDIA card: uv tool install mmassist[cpu].",
        )
    try:
        content = path.read_bytes()
    except FileNotFoundError as error:
        raise ModelMissing(f"{weights.file} is not in the rapidocr package") from error
    except OSError as error:
        raise ModelCorrupt(f"{weights.file} can't be read: {error.strerror}") from error
    if hashlib.sha256(content).hexdigest() != weights.sha256:
        raise ModelCorrupt(f"{weights.file} is not the file it should be (SHA-256 differs)")
    return content
