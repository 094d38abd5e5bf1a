"""Whisper by CTranslate2, in the process that it runs in: what was said is encoded with a little silence, not with 30 s of it."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from mmassist.perception.hearing.base import LONGEST, Hints
from mmassist.perception.hearing.decoding import Decoded, Options, improved, is_believed, is_silence, is_unlikely
from mmassist.perception.hearing.devices import Loaded, load
from mmassist.perception.hearing.hallucinations import Signs, is_made_up, may_be_made_up
from mmassist.perception.hearing.mel import HOP, log_mel
from mmassist.perception.hearing.prompting import agree, is_echo, prompt
from mmassist.perception.hearing.tokens import Vocabulary
from mmassist.values import SAMPLE_RATE, Samples, Transcript, Word

if TYPE_CHECKING:
    from ctranslate2 import StorageView

_REMEMBERED = 2  # encodings: of the last pause, and of what is being said
_FRAME = 0.02  # seconds of an encoder's output


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """A sound as the decoder sees it. `frames`: of the spectrogram, without the silence that was added."""

    key: bytes
    seconds: float
    frames: int
    output: StorageView


class Whisper:
    """One loaded model; used from one thread."""

    def __init__(self, folder: Path, device: str = "auto") -> None:
        """Takes seconds for a large model. Raises as `devices.load` and `Vocabulary`."""
        self.name = folder.name
        self.loaded: Loaded = load(folder, device)
        self._model = self.loaded.model
        self._vocabulary = Vocabulary(folder)
        self._encodings: list[Encoded] = []
        self._languages: dict[bytes, tuple[str, float]] = {}

    def understand(self, samples: Samples, hints: Hints, options: Options) -> Iterator[Transcript]:
        """Yields the text at once, then the same with all doubts cleared and with the words that are wanted. Each step blocks."""
        clock = _Clock()
        encoded = self.encoded(samples, options)
        clock.lap("encode")
        language, sure = self._language(encoded, hints.language)
        clock.lap("language")
        task = Task(self, samples, encoded, language, options)
        hint = prompt(hints.words, options.prompt_tokens, lambda text: len(self._vocabulary.encoded(text)))
        decoded = task.decoded(options.temperatures[0], hint)
        clock.lap("decode")
        early = Transcript(
            text=decoded.text,
            words=(),
            language=language,
            confidence=_probability(decoded),
            seconds=encoded.seconds,
            recogniser=self.name,
            final=False,
            language_confidence=sure,
            timings=clock.laps,
        )
        yield early
        decoded, encoded = task.checked(decoded, hint, hints)
        clock.lap("check")
        words = self._words(encoded, decoded, language) if hints.timed else ()
        clock.lap("words")
        text, confidence = decoded.text, _probability(decoded)
        yield replace(early, text=text, words=words, confidence=confidence, final=True, timings=clock.laps)

    def glance(self, samples: Samples, hints: Hints, options: Options) -> Transcript:
        """The text alone, by the likeliest token each time."""
        return next(self.understand(samples, replace(hints, words=()), replace(options, beam=1)))

    def encoded(self, samples: Samples, options: Options) -> Encoded:
        """In the window that `options` ask for."""
        from ctranslate2 import StorageView

        window = options.window(len(samples) / SAMPLE_RATE)
        length = math.ceil(window * SAMPLE_RATE / (2 * HOP)) * 2 * HOP
        key = hashlib.blake2b(samples.tobytes() + length.to_bytes(4), digest_size=16).digest()
        for known in self._encodings:
            if known.key == key:
                return known
        mel = log_mel(samples, self._model.n_mels, length)
        output = self._model.encode(StorageView.from_array(mel[None]))
        encoded = Encoded(key, len(samples) / SAMPLE_RATE, min(len(samples), length) // HOP, output)
        self._encodings = [*self._encodings[1 - _REMEMBERED :], encoded]
        self._languages = {one.key: self._languages[one.key] for one in self._encodings if one.key in self._languages}
        return encoded

    def _language(self, encoded: Encoded, wanted: str) -> tuple[str, float]:
        if not self._model.is_multilingual:
            return "en", 1.0
        if wanted in self._vocabulary.languages:
            return wanted, 1.0
        if encoded.key not in self._languages:
            token, probability = self._model.detect_language(encoded.output)[0][0]
            self._languages[encoded.key] = token.strip("<|>"), probability
        return self._languages[encoded.key]

    def generate(self, encoded: Encoded, language: str, hint: str, options: Options, temperature: float) -> Decoded:
        """One text for one temperature; above 0 it is drawn by chance."""
        request = self._request(language, hint)
        # The library takes half of `max_length` as the limit of what is generated, and the whole as that of everything: where few tokens
        # are asked for it may give one or two more.
        most = options.most_tokens(encoded.seconds)
        result = self._model.generate(
            encoded.output,
            [request],
            beam_size=1 if temperature else options.beam,
            max_length=min(_CONTEXT, max(2 * most, most + len(request))),
            sampling_topk=0 if temperature else 1,
            sampling_temperature=temperature or 1.0,
            return_scores=True,
        )[0]
        tokens = tuple(token for token in result.sequences_ids[0] if token < self._vocabulary.end)[:most]
        # The score is an average over the tokens without the one that ends the text, which it counts.
        generated = len(result.sequences_ids[0])
        log_probability = result.scores[0] * generated / (generated + 1)
        return Decoded(tokens, self._vocabulary.decoded(tokens).strip(), log_probability, 0.0)

    def no_speech(self, encoded: Encoded, language: str, hint: str) -> float:
        """How likely it is to the model that nobody spoke. Costs about what two tokens do."""
        request = self._request(language, hint)
        result = self._model.generate(encoded.output, [request], beam_size=1, max_length=1 + len(request), return_no_speech_prob=True)
        return result[0].no_speech_prob

    def _request(self, language: str, hint: str) -> list[int]:
        beginning = self._vocabulary.beginning(language, self._model.is_multilingual)
        return self._vocabulary.request(beginning, self._vocabulary.encoded(" " + hint) if hint else ())

    def _words(self, encoded: Encoded, decoded: Decoded, language: str) -> tuple[Word, ...]:
        if not decoded.tokens:
            return ()
        beginning = self._vocabulary.beginning(language, self._model.is_multilingual)
        aligned = self._model.align(encoded.output, beginning, [list(decoded.tokens)], encoded.frames)[0]
        starts: dict[int, int] = {}
        for token, frame in aligned.alignments:
            starts.setdefault(token, frame)
        last = max((frame for _, frame in aligned.alignments), default=0)
        words, first = [], 0
        for text, count in self._vocabulary.words(decoded.tokens, language):
            after = first + count
            begin, end = starts.get(first, last) * _FRAME, starts.get(after, last) * _FRAME
            sure = _mean(aligned.text_token_probs[first:after])
            if text.strip():
                words.append(Word(text.strip(), round(begin, 2), round(max(begin, end), 2), sure))
            first = after
        return tuple(words)


_CONTEXT = 448
"""Tokens that the decoder has places for."""


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """One sound to be decoded in one language."""

    whisper: Whisper
    samples: Samples
    encoded: Encoded
    language: str
    options: Options

    def decoded(self, temperature: float, hint: str) -> Decoded:
        decoded = self.whisper.generate(self.encoded, self.language, hint, self.options, temperature)
        if not is_unlikely(decoded, self.options) and not may_be_made_up(decoded.text):
            return decoded
        return replace(decoded, no_speech=self.whisper.no_speech(self.encoded, self.language, hint))

    def checked(self, first: Decoded, hint: str, hints: Hints) -> tuple[Decoded, Encoded]:
        """Tried again where it is not to be believed, without the hint where it may only repeat that, and empty where nobody spoke."""
        if self.options.pad < LONGEST and not is_believed(first, self.options) and not is_silence(first, self.options):
            whole = self._widened()
            return whole.checked(whole.decoded(self.options.temperatures[0], hint), hint, hints)
        best = improved(first, lambda temperature: self.decoded(temperature, hint), self.options)
        if is_echo(best.text, hint):
            unprompted = self.decoded(self.options.temperatures[0], "")
            if not agree(best.text, unprompted.text):
                best = unprompted
        signs = Signs(best.no_speech, best.log_probability, hints.voiced)
        if is_silence(best, self.options) or is_made_up(best.text, signs):
            best = replace(best, tokens=(), text="")
        return best, self.encoded

    def _widened(self) -> Task:
        """The same in the window of the training, in which the decoder is surer where to end."""
        options = replace(self.options, pad=LONGEST)
        return replace(self, options=options, encoded=self.whisper.encoded(self.samples, options))


class _Clock:
    def __init__(self) -> None:
        self._last = time.monotonic()
        self.laps: dict[str, float] = {}

    def lap(self, name: str) -> None:
        now = time.monotonic()
        self.laps = {**self.laps, name: round((now - self._last) * 1000, 2)}
        self._last = now


def _probability(decoded: Decoded) -> float:
    return math.exp(min(0.0, decoded.log_probability)) if decoded.tokens else 0.0


def _mean(values: Sequence[float]) -> float:
    return min(1.0, max(0.0, sum(values) / len(values))) if values else 0.0
