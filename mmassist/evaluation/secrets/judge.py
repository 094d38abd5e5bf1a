"""Looks for secrets in what would be sent: in the texts, and in what a stock OCR reads of the encoded picture."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from mmassist.evaluation.secrets.planted import Secret
from mmassist.privacy.findings import Kind

# So many figures, or signs of a key, in a row are a leak.
RUN = 8
_ALIKE = str.maketrans({"0": "o", "1": "l", "i": "l", "|": "l", "5": "s", "8": "b", "2": "z", "9": "g", "6": "b", "q": "g"})
_FIGURES = str.maketrans({"o": "0", "l": "1", "i": "1", "|": "1", "s": "5", "b": "8", "z": "2"})
_START = re.compile(r"^(?:sk-proj-|sk-ant-api03-|ghp_|AKIA|glpat-|xoxb-|AIza)")


class Judge:
    """rapidocr as it comes, with its own detection, turning and recognition."""

    def __init__(self) -> None:
        from mmassist.inference.runtime import without_telemetry

        without_telemetry()
        from rapidocr import RapidOCR

        # Its threads spin while they wait: on a busy machine one alone reads the same for two thirds of the work.
        self._engine = RapidOCR(params={"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": 1})

    def read(self, data: bytes) -> list[str]:
        """All lines of an encoded picture, top to bottom."""
        import cv2

        picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        if picture is None:
            raise ValueError("no picture")
        return list(self._engine(np.asarray(picture, np.uint8)).txts or ())


def leaks(secret: Secret, texts: Sequence[str]) -> bool:
    """Whether all of the secret, or a run of its figures or signs, is in `texts` or goes over them."""
    whole, text = _bare(secret.text), "".join(map(_bare, texts))
    if len(whole) >= 4 and whole in text:
        return True
    if secret.kind in (Kind.KEY, Kind.PASSWORD):
        rest = _bare(_START.sub("", secret.text))
        return any(rest[at : at + RUN] in text for at in range(len(rest) - RUN + 1))
    figures = "".join(filter(str.isdigit, secret.text))
    seen = "".join(filter(str.isdigit, "".join(texts).casefold().translate(_FIGURES)))
    return any(figures[at : at + RUN] in seen for at in range(len(figures) - RUN + 1))


def _bare(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold())).translate(_ALIKE)
