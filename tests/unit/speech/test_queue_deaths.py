"""Voices that die while they speak: no sentence is lost, and none is said twice, whatever dies when."""

from __future__ import annotations

import asyncio
import itertools
import random
import string
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from mmassist.errors import MmassistError, SpeechError, WorkerLost
from mmassist.speech.queue import Options, Speaker
from mmassist.speech.sink import Listener, Tag
from mmassist.speech.voices.base import AnyVoice, VoiceOptions
from mmassist.values import Channel, Earcon, Utterance
from tests.fakes.talker import FakeTalker
from tests.fakes.virtual_time import run

_RATE = 8000
_LETTER = _RATE * 48 // 1000  # samples: at 250 words a minute
_OPTIONS = VoiceOptions(rate=250)


class SpellingVoice:
    """Each letter is a run of samples that hold its code point, and of which text it is, so that what was heard can be read."""

    _texts = itertools.count()

    def __init__(self, number: int, deaths: Sequence[int], error: type[Exception] = WorkerLost) -> None:
        self.name = f"voice {number}"
        self.sample_rate = _RATE
        self._deaths = set(deaths)
        self._error = error
        self._letters = 0
        self._text, self._tag = "", 0

    async def start(self) -> None:
        pass

    async def synthesise(self, text: str, options: VoiceOptions) -> AsyncGenerator[bytes, None]:
        if text != self._text:
            self._text, self._tag = text, next(self._texts) % 127
        for letter in text:
            self._letters += 1
            if self._letters in self._deaths:
                raise self._error(f"{self.name} died")
            yield np.full(_LETTER, 256 * self._tag + ord(letter), np.int16).tobytes()
            await asyncio.sleep(0.002)

    async def aclose(self) -> None:
        pass


class PlacedVoice(SpellingVoice):
    """One that can tell where it was."""

    def place(self, given: int) -> int:
        return self._text.rfind(" ", 0, given // 2 // _LETTER + 1) + 1


class HearingSink:
    """Plays in the loop's own time, and tells of it as a device would; `heard` is what came out, letter by letter; `resumed`: seconds
    of sound that it was given where it had none."""

    def __init__(self) -> None:
        self.heard: list[tuple[float, int]] = []
        self.resumed: list[float] = []
        self._listener: Listener | None = None
        self._end = 0.0
        self._begun: set[Tag] = set()

    def open(self, listener: Listener) -> None:
        self._listener = listener

    def use_rate(self, sample_rate: int) -> None:
        pass

    def append(self, tag: Tag, samples: bytes) -> None:
        loop = asyncio.get_running_loop()
        start = max(loop.time(), self._end)
        if loop.time() >= self._end:
            self.resumed.append(len(samples) / 2 / _RATE)
        letters = np.frombuffer(samples, np.int16)[::_LETTER]
        if tag not in self._begun:
            self._begun.add(tag)
            loop.call_at(start, self._tell, tag, True)
            self.heard.append((start, ord(" ")))
        self.heard += [(start + index * _LETTER / _RATE, int(letter)) for index, letter in enumerate(letters)]
        self._end = start + len(samples) / 2 / _RATE

    def finish(self, tag: Tag) -> None:
        loop = asyncio.get_running_loop()
        at = max(loop.time(), self._end)
        if tag not in self._begun:
            loop.call_at(at, self._tell, tag, True)
        loop.call_at(at, self._tell, tag, False)

    def _tell(self, tag: Tag, first: bool) -> None:
        if self._listener is not None:
            at = asyncio.get_running_loop().time()
            if first:
                self._listener.sounding(tag, at)
            else:
                self._listener.sounded(tag, at)

    def clear(self, turn_id: int | None = None) -> None:
        pass

    def drop(self, tag: Tag) -> None:
        pass

    def play(self, earcon: Earcon) -> None:
        pass

    def close(self) -> None:
        pass


@dataclass
class Told:
    """`words`: what was heard, in order; `gaps`: seconds of silence between two of them; `finished`: the texts that were reported."""

    words: list[str]
    gaps: list[float]
    finished: list[str]
    faults: int
    overlaps: bool


def told(texts: Sequence[str], kinds: Sequence[str], deaths: Sequence[Sequence[int]], *, one_lives: bool = True) -> Told:
    """What is heard of `texts` by voices that die at their so-manieth letters, a talker at words. `one_lives`: there is another behind
    them, which never does."""

    async def main() -> Told:
        loop = asyncio.get_running_loop()
        sink, talked, finished, faults = HearingSink(), list[tuple[float, float, str]](), list[str](), list[MmassistError]()

        def word(text: str) -> None:
            talked.append((loop.time() - len(text) * 0.02, loop.time(), text))

        voices: list[AnyVoice] = []
        for number, (kind, mortal) in enumerate(itertools.zip_longest(kinds, deaths[: len(kinds)], fillvalue=())):
            if kind == "talker":
                lost: dict[int, Exception] = {one: WorkerLost("gone") for one in mortal}
                voices.append(FakeTalker(f"talker {number}", heard=word, failures=lost))
            else:
                made = PlacedVoice if kind == "placed" else SpellingVoice
                errors: dict[str, type[Exception]] = {"voice": WorkerLost, "broken": ValueError}
                voices.append(made(number, mortal, errors.get(str(kind), SpeechError)))
        if one_lives:
            voices.append(SpellingVoice(len(kinds), ()))
        speaker = Speaker(
            sink, voices, Options(_OPTIONS), on_finished=lambda spoken: finished.append(spoken.utterance.text), on_fault=faults.append
        )
        await speaker.start()
        for text in texts:
            speaker.say(Utterance(1, text, Channel.DETAIL))
        await speaker.drained(1)
        await speaker.aclose()
        spans = [*talked, *spelt(sink.heard)]
        spans.sort()
        gaps = [after[0] - before[1] for before, after in itertools.pairwise(spans)]
        return Told([text for *_, text in spans], gaps, finished, len(faults), any(gap < -0.011 for gap in gaps))

    return run(main())


def spelt(letters: Sequence[tuple[float, int]]) -> list[tuple[float, float, str]]:
    """Words as they were heard: letters of one text that followed each other without a space."""
    words: list[tuple[float, float, str]] = []
    whose = -1
    for at, said in letters:
        text, letter = divmod(said, 256)
        if chr(letter) == " ":
            words.append((at, at, ""))
        elif words and words[-1][2] and text == whose and at - words[-1][1] < 0.011:
            words[-1] = (words[-1][0], at + _LETTER / _RATE, words[-1][2] + chr(letter))
        else:
            words.append((at, at + _LETTER / _RATE, chr(letter)))
        whose = text
    return [word for word in words if word[2]]


def sentences(lengths: Sequence[int]) -> list[list[str]]:
    """Sentences of so many words, no word twice, none the beginning of another."""
    letters = string.ascii_lowercase
    return [
        [f"{letters[number]}{letters[word // 22]}{letters[word % 22]}{'x' * (word % 4)}" for word in range(length)]
        for number, length in enumerate(lengths)
    ]


def check(said: Told, wanted: Sequence[Sequence[str]], *, fragments_are_told_apart: bool = True) -> None:
    """All words in order. After a death it may go back by two words, in the same sentence, and in the first one, by which it learns how
    fast a voice is, by one more of ten."""
    assert said.finished == [" ".join(sentence) for sentence in wanted]
    places = {word: (number, place) for number, sentence in enumerate(wanted) for place, word in enumerate(sentence)}
    order = [places[word] for word in said.words if word in places]
    assert set(order) == set(places.values()), "a word was never said to its end"
    for before, after in itertools.pairwise(order):
        follows = after == (before[0], before[1] + 1) or after == (before[0] + 1, 0)
        back = 2 + (before[1] / 10 if before[0] == 0 else 0)
        assert follows or (after[0] == before[0] and 0 <= before[1] - after[1] <= back)
    fragments = [word for word in said.words if word not in places]
    assert not fragments_are_told_apart or all(any(word.startswith(part) for word in places) for part in fragments)
    assert not said.overlaps


KINDS = st.lists(st.sampled_from(["voice", "at fault", "broken", "placed", "talker"]), max_size=4)
DEATHS = st.lists(st.lists(st.integers(1, 200), max_size=3), max_size=4)


@settings(max_examples=150, deadline=None)
@given(lengths=st.lists(st.integers(1, 30), min_size=1, max_size=6), kinds=KINDS, deaths=DEATHS)
def test_no_sentence_is_lost_or_said_twice(lengths: list[int], kinds: list[str], deaths: list[list[int]]) -> None:
    wanted = sentences(lengths)
    check(told([" ".join(sentence) for sentence in wanted], kinds, deaths), wanted)


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), often=st.sampled_from([40, 60, 120, 400]))
def test_voices_that_all_die_again_and_again_lose_nothing_and_say_nothing_twice(seed: int, often: int) -> None:
    chance = random.Random(seed)
    deaths = [list(itertools.accumulate(1 + int(chance.expovariate(1 / often)) for _ in range(500))) for _ in range(2)]
    wanted = sentences([12] * 10)
    check(
        told([" ".join(sentence) for sentence in wanted], ["voice", "voice"], deaths, one_lives=False),
        wanted,
        fragments_are_told_apart=False,
    )


def test_a_voice_that_comes_back_goes_on_with_the_very_next_sound() -> None:
    wanted = sentences([12, 12])
    said = told([" ".join(sentence) for sentence in wanted], ["voice"], [[30]])
    assert said.words == [word for sentence in wanted for word in sentence]
    assert said.faults == 0


def test_behind_a_silence_it_does_not_stutter_but_gathers_some_sound_first() -> None:
    class HaltingVoice(SpellingVoice):
        async def synthesise(self, text: str, options: VoiceOptions) -> AsyncGenerator[bytes, None]:
            async for chunk in super().synthesise(text, options):
                if self._letters == 20:
                    await asyncio.sleep(2)  # as long as a process may take to come back
                yield chunk

    async def main() -> HearingSink:
        sink = HearingSink()
        speaker = Speaker(sink, [HaltingVoice(0, ())], Options(_OPTIONS))
        await speaker.start()
        speaker.say(Utterance(1, " ".join(sentences([12])[0]), Channel.DETAIL))
        await speaker.drained(1)
        await speaker.aclose()
        return sink

    resumed = run(main()).resumed
    assert len(resumed) == 2
    assert min(resumed) >= 0.1


def test_a_talker_that_dies_is_followed_from_the_word_where_it_was() -> None:
    wanted = sentences([8])
    said = told([" ".join(wanted[0])], ["talker"], [[5]])
    assert said.words == wanted[0]
    assert said.faults == 1


def test_a_voice_that_tells_where_it_was_is_followed_from_the_word_that_was_cut() -> None:
    wanted = sentences([30])
    said = told([" ".join(wanted[0])], ["placed"], [[120]])
    check(said, wanted)
    assert [word for word in said.words if word in wanted[0]] == wanted[0]


def test_a_voice_that_was_heard_before_is_followed_from_two_words_back_at_most() -> None:
    wanted = sentences([30, 30, 30, 30, 30])
    said = told([" ".join(sentence) for sentence in wanted], ["at fault"], [[600]])
    check(said, wanted)
    complete = [word for word in said.words if word in {word for sentence in wanted for word in sentence}]
    assert 1 <= len(complete) - 150 <= 2
