"""How Whisper's text is found and when it is not believed (Radford et al. 2022, section 4.5). Pure: the model is a function."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import dataclass

from mmassist.perception.hearing.base import LONGEST


@dataclass(frozen=True, slots=True)
class Options:
    """`beam`: hypotheses that are followed. `temperatures`: tried in turn until a text is believed; (0,): no second try.

    A text is not believed below `log_probability` (a token's, on average), or if it runs in circles or can be packed by more than
    `compression`; None: it always is. What is not believed is first tried again in the window of the training. Where nobody spoke by more
    than `no_speech`, it is left out. `pad`: seconds of silence that are encoded after what was said; `LONGEST`: always the window of the
    training. `tokens`: at most so many; None: by the sound's length. `prompt_tokens`: of the words on the screen, at most.
    """

    beam: int = 5
    temperatures: tuple[float, ...] = (0.0, 0.4, 0.8)
    log_probability: float | None = -1.0
    compression: float | None = 2.4
    no_speech: float | None = 0.6
    pad: float = 1.0
    tokens: int | None = None
    prompt_tokens: int = 96

    def window(self, seconds: float) -> float:
        """Seconds that are encoded of a sound of `seconds`."""
        return min(LONGEST, seconds + self.pad)

    def most_tokens(self, seconds: float) -> int:
        """A text that runs away is cut: nobody says more."""
        return self.tokens or min(_MOST, _FIRST + round(_A_SECOND * seconds))


# Scripts that take several tokens a letter included.
_FIRST, _A_SECOND, _MOST = 16, 20, 220
_TIMES = 4  # that a phrase must come in a row


@dataclass(frozen=True, slots=True)
class Decoded:
    """One text of the model. `log_probability`: natural logarithm, the average of a token.

    `no_speech`: that nobody spoke; 0 where nothing gave reason to ask for it.
    """

    tokens: tuple[int, ...]
    text: str
    log_probability: float
    no_speech: float


def compression(text: str) -> float:
    """How many times smaller it gets: a text that repeats itself is above 2.4."""
    content = text.encode()
    return len(content) / len(zlib.compress(content)) if content else 0.0


def circles(text: str) -> bool:
    """Whether a few words come several times in a row: with too little silence behind the sound the decoder finds no end."""
    words = text.casefold().split()
    return any(
        all(words[place] == words[place + length] for place in range(start, start + length * (_TIMES - 1)))
        for length in range(1, 5)
        for start in range(len(words) - length * _TIMES + 1)
    )


def is_believed(decoded: Decoded, options: Options) -> bool:
    return not _is_even(decoded, options) and not is_unlikely(decoded, options)


def is_silence(decoded: Decoded, options: Options) -> bool:
    """Whether the model itself says that nobody spoke, and has no text to hold against it."""
    return options.no_speech is not None and decoded.no_speech > options.no_speech and is_unlikely(decoded, options)


def improved(first: Decoded, again: Callable[[float], Decoded], options: Options) -> Decoded:
    """`first`, which was found at the first temperature, or the first of `again` at the others that is believed, or the likeliest."""
    tried = [first]
    for temperature in options.temperatures[1:]:
        if is_believed(tried[-1], options) or is_silence(tried[-1], options):
            return tried[-1]
        tried.append(again(temperature))
    if is_believed(tried[-1], options):
        return tried[-1]
    varied = [one for one in tried if not _is_even(one, options)]
    return max(varied or tried, key=lambda one: one.log_probability)


def _is_even(decoded: Decoded, options: Options) -> bool:
    return options.compression is not None and (compression(decoded.text) > options.compression or circles(decoded.text))


def is_unlikely(decoded: Decoded, options: Options) -> bool:
    return options.log_probability is not None and decoded.log_probability < options.log_probability
