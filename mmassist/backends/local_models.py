"""Which of the models on this computer answers: the one that the settings name, else the best that is quick enough here."""

from __future__ import annotations

from mmassist.errors import ModelMissing
from mmassist.inference.store import Store, advice, look
from mmassist.inference.store.advice import Speed
from mmassist.inference.vlm import KIND
from mmassist.sayings import saying

_SLOW = (Speed.LATE, Speed.TOO_LATE)


def chosen(store: Store, name: str = "") -> str:
    """The name of a model that is there; whether its files are whole its loading tells. Blocks, up to a third of a second.

    Raises ModelMissing, with the command that mends it, for one that is not there or is of another kind.
    """
    if name:
        if store.catalogue.model(name).kind != KIND:
            raise _missing(store, f"{name} does not look at pictures", "The model that your settings name does not look at pictures.")
        store.require(name)
        return name
    here = [model for model in store.catalogue.models if model.kind == KIND and store.find(model.name)]
    if not here:
        raise _missing(store, "no vision model is installed", "No model that looks at pictures is on this computer yet.")
    if len(here) == 1:
        return here[0].name
    names = {model.name for model in here}
    found = [one for one in advice(look(), store.catalogue) if one.model.name in names]
    if recommended := next((one.model.name for one in found if one.recommended), ""):
        return recommended
    quick = [one for one in found if one.speed not in _SLOW and one.fits]
    if quick:
        return max(quick, key=lambda one: one.model.quality).model.name
    return min(found, key=lambda one: one.model.megabytes).model.name


def _missing(store: Store, message: str, spoken: str) -> ModelMissing:
    smallest = min((model for model in store.catalogue.models if model.kind == KIND), key=lambda model: model.megabytes)
    return ModelMissing(
        message,
        spoken,
        saying("Run mmassist models pull {model}: it fetches {size} megabytes, once.", model=smallest.name, size=smallest.megabytes),
    )
