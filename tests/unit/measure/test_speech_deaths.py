"""Whether a loss, a repetition or a silence in a recording is found."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mmassist.inference.messages import Message
from mmassist.measure import tone_voice
from mmassist.measure.speech_deaths import Found, judge
from mmassist.measure.tone_voice import SECONDS, WORDS, ToneHandler

_RATE = 22050


def played(*texts: str) -> NDArray[np.int16]:
    """The texts as the voice says them, one behind the other; a number in place of one is so many seconds of silence."""
    waves: list[NDArray[np.int16]] = []
    for text in texts:
        if text.replace(".", "", 1).isdecimal() and " " not in text:
            waves.append(np.zeros(int(float(text) * _RATE), np.int16))
        else:
            spoken = ToneHandler().handle(Message({"op": "speak", "text": text}), bool)
            waves += [np.frombuffer(reply.body, np.int16) for reply in spoken]
    return np.concatenate(waves)


def found(*texts: str, sentences: int = 2) -> Found:
    result = Found(sentences=sentences)
    judge(result, played("0.2", *texts, "0.2"), _RATE)
    return result


def words(sentence: int, first: int, last: int = WORDS) -> str:
    return " ".join(f"{sentence}.{word}" for word in range(first, last))


def test_all_that_was_said_once_is_found_once() -> None:
    result = found(tone_voice.text(0), tone_voice.text(1))
    assert (result.lost, result.again, result.doubled) == ([], 0, [])
    assert result.gap < 0.1


def test_words_that_are_missing_are_lost() -> None:
    assert found(words(0, 0, 9), tone_voice.text(1)).lost == ["0.9", "0.10", "0.11"]


def test_a_word_that_a_silence_cuts_is_heard_once_and_half_a_word_is_lost() -> None:
    word = played("0.7 0.8")[: int(SECONDS * _RATE)]
    first, rest = word[: int(0.055 * _RATE)], word[int(0.055 * _RATE) :]
    silence = played("0.3")
    before, after = played("0.2", words(0, 0, 7)), played(words(0, 8), tone_voice.text(1), "0.2")
    cut, half = Found(sentences=2), Found(sentences=2)
    judge(cut, np.concatenate([before, first, silence, rest, after]), _RATE)
    judge(half, np.concatenate([before, first[: len(first) // 3], silence, after]), _RATE)
    assert (cut.lost, cut.again, cut.doubled) == ([], 0, [])
    assert half.lost == ["0.7"]


def test_a_sentence_that_begins_again_is_doubled() -> None:
    result = found(words(0, 0, 7), tone_voice.text(0), tone_voice.text(1))
    assert result.doubled == [0]
    assert result.lost == []


def test_a_word_or_two_that_come_again_are_counted_alone() -> None:
    result = found(words(0, 0, 7), words(0, 5), tone_voice.text(1))
    assert (result.again, result.doubled, result.lost) == (2, [], [])


def test_silence_between_two_words_is_measured() -> None:
    assert 1.4 < found(words(0, 0, 5), "1.5", words(0, 5), tone_voice.text(1)).gap < 1.65


def test_lateness_counts_from_the_death_in_a_silence() -> None:
    result = Found(sentences=2)
    # The silence lasts from 0.8 to 2.3 seconds.
    judge(result, played("0.2", words(0, 0, 5), "1.5", words(0, 5), tone_voice.text(1), "0.2"), _RATE, [0.5, 1.8, 3.9])
    assert 0.4 < result.late < 0.65
