"""A graphics card that recognises speech until it is lost: CTranslate2's own model on the processor, which then fails as on a card.

The words are those of `CUDA_CHECK` in CTranslate2's `src/cuda/utils.h`, which its Python module raises as RuntimeError.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ctranslate2.models import Whisper

CARD, LOST_CARD = "card", "lost-card"
LOST = "CUDA failed with error unspecified launch failure"


class Card:
    """Stands for a `ctranslate2.models.Whisper` on a card. `is_lost` is asked before each piece of work."""

    def __init__(self, folder: Path, is_lost: Callable[[], bool]) -> None:
        from ctranslate2.models import Whisper

        self._model: Whisper = Whisper(str(folder), device="cpu", compute_type="int8")
        self._is_lost = is_lost

    def __getattr__(self, name: str) -> Any:
        if name in ("encode", "generate", "detect_language", "align") and self._is_lost():
            raise RuntimeError(LOST)
        return getattr(self._model, name)


def plugged_in(ctranslate2: ModuleType, site: Path) -> None:
    """For `stand_in`: without the file `CARD` in `site` the card that is counted is none, and fails as it does by itself; the file
    `LOST_CARD` has the card fail at its work."""
    import ctranslate2.models as models

    real = models.Whisper

    def made(folder: str, device: str = "cpu", **options: Any) -> Any:
        if device == "cuda" and (site / CARD).exists():
            return Card(Path(folder), (site / LOST_CARD).exists)
        return real(folder, device=device, **options)

    vars(ctranslate2)["get_cuda_device_count"] = lambda: 1
    vars(models)["Whisper"] = made
