"""Which of the user's speech models is used: the one that was named, else the best that is quick enough here."""

from __future__ import annotations

from pathlib import Path

from mmassist.inference.store import Store, advice, look
from mmassist.inference.store.advice import Speed
from mmassist.perception.hearing.faults import model_missing

_KIND = "whisper"


def chosen(store: Store, name: str = "", language: str = "") -> Path:
    """The model's folder, its files checked. `name`: as the catalogue has it, or a folder in CTranslate2's layout; "": choose.

    Blocks for the disk. Raises ModelMissing or ModelCorrupt.
    """
    if name and not any(one.name == name for one in store.catalogue.models) and Path(name).is_dir():
        return Path(name)
    return store.load(name or best(store, language))


def best(store: Store, language: str = "") -> str:
    """The name of an installed model: the recommended one, else the best of those that are quick enough, else the smallest.

    Raises ModelMissing where there is none.
    """
    here = [one for one in advice(look(), store.catalogue, language) if one.model.kind == _KIND and store.find(one.model.name)]
    if not here:
        raise model_missing("no speech model is installed")
    for one in here:
        if one.recommended:
            return one.model.name
    quick = [one for one in here if one.speed not in (Speed.LATE, Speed.TOO_LATE) and one.fits]
    if quick:
        return max(quick, key=lambda one: one.model.quality).model.name
    return min(here, key=lambda one: one.model.megabytes).model.name
