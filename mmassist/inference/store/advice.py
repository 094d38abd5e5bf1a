"""Which model suits this computer: how long each would let its user wait, as an estimate, and the best that is quick enough. Pure.

A Whisper model takes in the sound at once (its encoder) and then writes word by word (its decoder). The first costs multiplications; the
second reads all of the decoder from memory for each token, and multiplies less well. Both follow from the sizes in the catalogue and two
speeds of the machine, in int8 on a CPU. A vision model does the same with a picture, but that the decoder first reads what the picture
became; and one hears its words as they come.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
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

# A picture that is looked at as a whole, in one square: pieces that the encoder multiplies with all its weights, and a fifth of that again
# for how they look at each other; then the tokens that these become, and those of a short question.
_PIECES, _LOOKS = 1024, 1.2
_ASKED = 64 + 30
_TOKENS_A_WORD = 1.3

# Seconds: at once, soon, late. A picture is described rather than talked with.
_VISION = "vision"
_STEPS = {_VISION: (2.0, 6.0, 20.0)}
_TALKING = (0.5, 1.0, 3.0)
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
    """`seconds`: from the end of a question of 5 s to its transcript, or from a question about a picture to the first word of the answer;
    None where it can't be told. `words`: of a vision model's answer, a second. `fits`: in the memory that is free."""

    model: Model
    seconds: float | None
    speed: Speed
    fits: bool
    recommended: bool = False
    words: float | None = None


def advice(machine: Machine, catalogue: Catalogue, language: str = "") -> list[Advice]:
    """One for each model, in the catalogue's order. At most one of each kind is recommended: the best that is quick enough and fits.

    `language`: a code such as "en"; models for a single language are recommended only to who speaks it. Empty: whatever is spoken.
    """
    found = [_of(machine, model) for model in catalogue.models]
    chosen = {kind: _best(found, kind, language.partition("-")[0].lower()) for kind in {one.model.kind for one in found}}
    return [replace(one, recommended=one.model.name == chosen[one.model.kind]) for one in found]


def seconds(machine: Machine, model: Model) -> float | None:
    """An estimate for the CPU: twice as long or half as long would be no surprise."""
    if model.for_card or not model.encoder_millions or not model.decoder_millions or not machine.gflops or not machine.reading:
        return None
    multiplied = machine.gflops * 1e9 * _INT8
    if model.kind == _VISION:
        looking = 2 * model.encoder_millions * 1e6 * _PIECES * _LOOKS / multiplied
        return looking + 2 * model.decoder_millions * 1e6 * _ASKED / multiplied + _token(machine, model)
    hearing = 2 * model.encoder_millions * 1e6 * _POSITIONS / multiplied
    return hearing + _TOKENS * _token(machine, model)


def _token(machine: Machine, model: Model) -> float:
    return model.decoder_millions * 1e6 * max(2 / (machine.gflops * 1e9 * _STEP), 1 / (machine.reading * _SHARE))


def _of(machine: Machine, model: Model) -> Advice:
    fits = model.bytes * _LOADING + _ROOM < machine.memory
    if machine.gpu and (model.for_card or (model.encoder_millions and model.kind != _VISION)):
        return Advice(model, None, Speed.CARD, fits)
    estimate = seconds(machine, model)
    words = 1 / (_TOKENS_A_WORD * _token(machine, model)) if estimate is not None and model.kind == _VISION else None
    return Advice(model, estimate, _speed(estimate, model.kind), fits, words=words)


def _speed(estimate: float | None, kind: str) -> Speed:
    if estimate is None:
        return Speed.UNKNOWN
    steps = zip(_STEPS.get(kind, _TALKING), (Speed.AT_ONCE, Speed.SOON, Speed.LATE), strict=True)
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
    """Of a vision model there is none that knows more than English: who names no language gets it."""
    return "*" in model.languages or (language or ("en" if model.kind == _VISION else "")) in model.languages
