"""Which model suits this computer: how long each would let its user wait, as an estimate, and the best that is quick enough. Pure.

A Whisper model takes in the sound at once (its encoder) and then writes word by word (its decoder). The first costs multiplications; the
second reads all of the decoder from memory for each token, and multiplies less well. Both follow from the sizes in the catalogue and two
speeds of the machine, in int8 on a CPU.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from mmassist.inference.store.catalogue import Catalogue, Model
from mmassist.inference.store.machine import Machine

# A question of 5 s with a second of padding, at 50 positions a second, and its answer in words of 1.3 tokens.
_POSITIONS = 300
_TOKENS = 20
# CTranslate2 beside numpy's float32 on the same two cores, measured with models of random weights: in one go int8 multiplies so many times
# as fast, token by token at such a part of it, and never faster than such a part of memory's speed allows.
_INT8 = 3.0
_STEP = 0.2
_SHARE = 0.5

_AT_ONCE, _SOON, _LATE = 0.5, 1.0, 3.0
_ROOM, _LOADING = 300_000_000, 1.3  # bytes beside the weights, and what loading takes on top of the file


class Speed(StrEnum):
    """`UNKNOWN`: it can't be told, for this kind of model or on this graphics card."""

    AT_ONCE = "at once"
    SOON = "quick"
    LATE = "slow"
    TOO_LATE = "too slow for talking"
    CARD = "quick on the graphics card"
    UNKNOWN = "speed not known"


@dataclass(frozen=True, slots=True)
class Advice:
    """`seconds`: from the end of a question of 5 s to its transcript; None where it can't be told. `fits`: in the memory that is free."""

    model: Model
    seconds: float | None
    speed: Speed
    fits: bool
    recommended: bool = False


def advice(machine: Machine, catalogue: Catalogue, language: str = "") -> list[Advice]:
    """One for each model, in the catalogue's order. At most one of each kind is recommended: the best that is quick enough and fits.

    `language`: a code such as "en"; models for a single language are recommended only to who speaks it. Empty: whatever is spoken.
    """
    found = [_of(machine, model) for model in catalogue.models]
    chosen = {kind: _best(found, kind, language.partition("-")[0].lower()) for kind in {one.model.kind for one in found}}
    return [Advice(one.model, one.seconds, one.speed, one.fits, recommended=one.model.name == chosen[one.model.kind]) for one in found]


def seconds(machine: Machine, model: Model) -> float | None:
    """An estimate for the CPU: twice as long or half as long would be no surprise."""
    if not model.encoder_millions or not model.decoder_millions or not machine.gflops or not machine.reading:
        return None
    hearing = 2 * model.encoder_millions * 1e6 * _POSITIONS / (machine.gflops * 1e9 * _INT8)
    token = model.decoder_millions * 1e6 * max(2 / (machine.gflops * 1e9 * _STEP), 1 / (machine.reading * _SHARE))
    return hearing + _TOKENS * token


def _of(machine: Machine, model: Model) -> Advice:
    fits = model.bytes * _LOADING + _ROOM < machine.memory
    if machine.gpu and model.encoder_millions:
        return Advice(model, None, Speed.CARD, fits)
    estimate = seconds(machine, model)
    return Advice(model, estimate, _speed(estimate), fits)


def _speed(estimate: float | None) -> Speed:
    if estimate is None:
        return Speed.UNKNOWN
    steps = ((_AT_ONCE, Speed.AT_ONCE), (_SOON, Speed.SOON), (_LATE, Speed.LATE))
    return next((speed for limit, speed in steps if estimate <= limit), Speed.TOO_LATE)


def _best(found: list[Advice], kind: str, language: str) -> str:
    quick = (Speed.AT_ONCE, Speed.SOON, Speed.CARD)
    suited = [one for one in found if one.model.kind == kind and one.fits and one.speed in quick and _speaks(one.model, language)]
    best = max(suited, key=lambda one: one.model.quality, default=None)
    if best is None:
        # Nothing is quick enough: the quickest is better than none.
        others = [one for one in found if one.model.kind == kind and one.fits and one.seconds is not None and _speaks(one.model, language)]
        best = min(others, key=lambda one: one.seconds or 0, default=None)
    return best.model.name if best else ""


def _speaks(model: Model, language: str) -> bool:
    return "*" in model.languages or language in model.languages
