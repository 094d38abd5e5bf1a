"""What goes wrong with a model, in sentences for the ear that name the model and the command that mends it."""

from __future__ import annotations

from mmassist.errors import ModelCorrupt, ModelMissing, PullFailed
from mmassist.inference.store.catalogue import Model
from mmassist.sayings import saying


def missing(model: Model) -> ModelMissing:
    if model.shipped:
        return ModelMissing(
            f"{model.name} is not in the package", saying("{model} is missing.", model=model.title), "Install mmassist again."
        )
    return ModelMissing(
        f"{model.name} is not in the store",
        saying("{model} is not on this computer yet.", model=model.title),
        saying("Run mmassist models pull {model}: it fetches {size} megabytes, once.", model=model.name, size=model.megabytes),
    )


def corrupt(model: Model, why: str) -> ModelCorrupt:
    """`why`: for the log; it holds names of files and no more."""
    remedy = saying("Run mmassist models pull {model}: it fetches anew what is damaged.", model=model.name)
    return ModelCorrupt(
        f"{model.name}: {why}",
        saying("{model} is damaged and is not used.", model=model.title),
        "Install mmassist again." if model.shipped else remedy,
    )


def unwritable(error: OSError) -> PullFailed:
    return PullFailed(
        f"the store can't be written to: {error.strerror}",
        "The folder for models can't be written to.",
        "Check the rights of the cache folder, and that its disk is well.",
    )
