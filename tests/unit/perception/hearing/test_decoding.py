"""When a text is believed, and what is tried if it is not."""

from __future__ import annotations

import pytest

from mmassist.perception.hearing.base import LONGEST
from mmassist.perception.hearing.decoding import Decoded, Options, circles, compression, improved, is_believed, is_silence

GOOD = Decoded((1, 2), "Did it save the file?", -0.3, 0.01)
UNLIKELY = Decoded((1, 2), "Dead its hay the vile", -1.5, 0.01)
REPEATED = Decoded((1, 2), "the the the " * 20, -0.1, 0.01)
SILENT = Decoded((1, 2), "you", -1.5, 0.9)


def tried(first: Decoded, *others: Decoded) -> tuple[Decoded, list[float]]:
    asked: list[float] = []
    rest = list(others)

    def again(temperature: float) -> Decoded:
        asked.append(temperature)
        return rest.pop(0)

    return improved(first, again, Options(temperatures=(0.0, 0.4, 0.8))), asked


def test_a_text_that_repeats_itself_packs_well() -> None:
    assert compression(REPEATED.text) > 2.4 > compression(GOOD.text)
    assert compression("") == 0


@pytest.mark.parametrize(("decoded", "believed"), [(GOOD, True), (UNLIKELY, False), (REPEATED, False)])
def test_what_is_believed(decoded: Decoded, believed: bool) -> None:
    assert is_believed(decoded, Options()) is believed


@pytest.mark.parametrize(
    "text", ["you you you you", "Stop it now. stop it now. Stop it now. Stop it now.", "It says: no, no, no, no, no, no."]
)
def test_a_text_that_runs_in_circles_is_not_believed(text: str) -> None:
    assert circles(text)
    assert not is_believed(Decoded((1,), text, -0.1, 0.01), Options())


@pytest.mark.parametrize("text", ["", "no", "Describe it, describe it, describe it", "one two three four five six seven eight"])
def test_what_is_said_twice_or_three_times_does_not(text: str) -> None:
    assert not circles(text)


def test_without_thresholds_everything_is() -> None:
    options = Options(log_probability=None, compression=None, no_speech=None)
    assert all(is_believed(one, options) and not is_silence(one, options) for one in (GOOD, UNLIKELY, REPEATED, SILENT))


def test_a_good_text_is_taken_at_once() -> None:
    assert tried(GOOD) == (GOOD, [])


def test_a_bad_one_is_tried_again_warmer() -> None:
    assert tried(REPEATED, UNLIKELY, GOOD) == (GOOD, [0.4, 0.8])


def test_if_none_is_good_the_likeliest_without_repetition_is_taken() -> None:
    worse = Decoded((3,), "anything", -2.5, 0.01)
    assert tried(REPEATED, worse, UNLIKELY) == (UNLIKELY, [0.4, 0.8])


def test_on_silence_nothing_is_tried_again() -> None:
    assert tried(SILENT) == (SILENT, [])
    assert is_silence(SILENT, Options())
    assert not is_silence(GOOD, Options())


def test_the_window_is_what_was_said_and_a_little_more() -> None:
    assert Options(pad=1.0).window(3.0) == 4.0
    assert Options(pad=1.0).window(29.8) == LONGEST
    assert Options(pad=LONGEST).window(1.0) == LONGEST


def test_the_longer_the_sound_the_more_may_be_said() -> None:
    options = Options()
    assert options.most_tokens(1) < options.most_tokens(5) < options.most_tokens(30) <= 220
    assert Options(tokens=20).most_tokens(30) == 20
