"""What goes wrong with a model, in sentences for the ear that name the model and the command that mends it."""

from __future__ import annotations

from mmassist.errors import ModelCorrupt, ModelMissing, PullFailed
from mmassist.inference.store.catalogue import Model


def missing(model: Model) -> ModelMissing:
    if model.shipped:
        return ModelMissing(f"{model.name} is not in the package", f"{model.title} is missing.", "Install mmassist again.")
    return ModelMissing(
        f"{model.name} is not in the store",
        f"{model.title} is not on this computer yet.",
        f"Run mmassist models pull {model.name}: it fetches {model.megabytes} megabytes, once.",
    )


def corrupt(model: Model, why: str) -> ModelCorrupt:
    """`why`: for the log; it holds names of files and no more."""
    remedy = f"Run mmassist models pull {model.name}: it fetches anew what is damaged."
    return ModelCorrupt(
        f"{model.name}: {why}",
        f"{model.title} is damaged and is not used.",
        "Install mmassist again." if model.shipped else remedy,
    )


def unwritable(error: OSError) -> PullFailed:
    return PullFailed(
        f"the store can't be written to: {error.strerror}",
        "The folder for models can't be written to.",
        "Check the rights of the cache folder, and that its disk is well.",
    )
