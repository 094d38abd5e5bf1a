"""The errors of hearing, in words for the ear: the general ones speak of text on the screen."""

from __future__ import annotations

from mmassist.errors import ModelCorrupt, ModelMissing, PerceptionError

_PULL = "Pull a speech model with mmassist models pull, then try again."
_AGAIN = "Verify it with mmassist models verify, or pull it again."


def model_missing(what: str) -> ModelMissing:
    """`what`: for the log; which file is not where."""
    return ModelMissing(what, "The speech model is not there.", _PULL)


def model_corrupt(what: str) -> ModelCorrupt:
    return ModelCorrupt(what, "The speech model's files are damaged.", _AGAIN)


def no_memory(what: str) -> PerceptionError:
    return PerceptionError(what, "There is not enough memory for this speech model.", "Close programs, or choose a smaller model.")


def not_understood(what: str) -> PerceptionError:
    return PerceptionError(what, "The speech could not be recognised.", "Say it again.")


def detector_broken(what: str) -> ModelCorrupt:
    return ModelCorrupt(what, "The speech detector's files are damaged.", "Install mmassist again.")


def detector_missing(what: str) -> ModelMissing:
    return ModelMissing(what, "The speech detector is not installed.", "Install mmassist again.")
