"""Letters that are learnt from what was read, and then known by their shape."""

from __future__ import annotations

import string

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmassist.perception.watching.glyphs import Draft, Glyphs
from mmassist.perception.watching.news import Region, whole_lines
from mmassist.perception.watching.parts import differing
from mmassist.values import Box, Pixels, TextLine
from tests.unit.perception.watching.drawing import LINE, ground

CELL = 8
WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=6), min_size=1, max_size=4).map(" ".join)


def letter(sign: str) -> np.ndarray:
    """A shape of its own for each letter, six wide and in one piece, all on one line."""
    shape = np.random.default_rng(ord(sign)).random((10, 6)) < 0.5
    shape[-1], shape[:, 0] = True, True
    return shape


def write(pixels: Pixels, row: int, text: str, x: int = 10) -> None:
    for at, sign in enumerate(text):
        if sign != " ":
            part = pixels[row * LINE + 4 : row * LINE + 14, x + at * CELL : x + at * CELL + 6]
            part[letter(sign)] = (0, 0, 0, 255)


def written(*texts: str) -> Pixels:
    pixels = ground(600)
    for row, text in enumerate(texts):
        write(pixels, row, text)
    return pixels


def line(text: str, row: int, confidence: float = 0.99) -> TextLine:
    """As a recogniser gives it: with its place only about."""
    return TextLine(text, Box(8, row * LINE + 2, len(text) * CELL + 3, 14), confidence)


def taught(*texts: str) -> Glyphs:
    glyphs = Glyphs()
    for _ in range(2):
        glyphs.learn(written(*texts), [line(text, row) for row, text in enumerate(texts)])
    return glyphs


def read(glyphs: Glyphs, *texts: str) -> list[str] | None:
    """What is read where all that changed is the last of `texts`."""
    before, after = written(*texts[:-1]), written(*texts)
    changed = differing(before, after, Box(0, 0, after.shape[1], after.shape[0]))
    assert changed is not None
    found = glyphs.read(Region(changed, whole_lines(after, changed), before, after))
    return None if found is None else [one.line.text for one in found]


KNOWN = taught("abcd efgh", "hgfe dcba")


@settings(deadline=None)
@given(WORDS)
def test_a_line_of_known_letters_is_read_by_their_shape(text: str) -> None:
    assert read(KNOWN, "ab", text) == [text]


def test_what_was_read_once_alone_is_not_known() -> None:
    glyphs = Glyphs()
    glyphs.learn(written("ab"), [line("ab", 0)])
    assert read(glyphs, "ab") is None


def test_a_letter_that_is_not_known_leaves_the_line_to_the_recogniser() -> None:
    assert read(taught("abcd efgh"), "ab z") is None


def drafted(text: str) -> Draft:
    """Where only z is not known."""
    before, after = written("ab"), written("ab", text)
    changed = differing(before, after, Box(0, 0, after.shape[1], after.shape[0]))
    assert changed is not None
    found = KNOWN.read(Region(changed, whole_lines(after, changed), before, after))
    assert found is not None
    return found[0]


def test_only_the_words_that_are_not_known_are_to_be_read_with_their_neighbours() -> None:
    draft = drafted("abc def zz gh abc def")
    assert draft.words == ("abc", "def", None, "gh", "abc", "def")
    assert draft.open is not None
    assert (draft.open.x, draft.open.right) == (10 + 4 * CELL, 10 + 13 * CELL - 2)
    completed = draft.completed("def 12 gh")
    assert completed is not None
    assert completed.text == "abc def 12 gh abc def"
    assert completed.box == draft.box


@pytest.mark.parametrize("read", ["def 123 gh", "def 12", "deg 12 gh", "def 1 2 gh", ""])
def test_what_does_not_fit_to_what_is_known_completes_nothing(read: str) -> None:
    assert drafted("abc def zz gh abc def").completed(read) is None


def test_one_misreading_among_many_teaches_nothing() -> None:
    glyphs = taught(*["aabb bbaa"] * 3)
    glyphs.learn(written("aa bb"), [line("cc bb", 0)])
    assert read(glyphs, "ab ba") == ["ab ba"]


def test_what_is_read_now_so_and_now_otherwise_is_not_known() -> None:
    glyphs = taught("aabb bbaa")
    glyphs.learn(written("aaaa bbbb"), [line("cccc bbbb", 0)])
    assert read(glyphs, "ab ba") is None


def test_unsure_readings_teach_nothing() -> None:
    glyphs = Glyphs()
    for _ in range(5):
        glyphs.learn(written("ab ba"), [line("ab ba", 0, confidence=0.8)])
    assert read(glyphs, "ab") is None


def test_readings_with_too_few_letters_teach_nothing() -> None:
    glyphs = taught("abcd efgh")
    glyphs.learn(written("abcd efgh"), [line("bcd efgh", 0)] * 9)
    assert read(glyphs, "ab cd") == ["ab cd"]


def test_the_caret_of_a_terminal_is_no_letter() -> None:
    before, after = written("ab"), written("ab", "cd")
    after[LINE + 4 : LINE + 14, 10 + 3 * CELL : 16 + 3 * CELL, :3] = 0
    changed = differing(before, after, Box(0, 0, 600, 320))
    assert changed is not None
    found = taught("abcd efgh").read(Region(changed, whole_lines(after, changed), before, after))
    assert found is not None
    assert [one.line.text for one in found] == ["cd"]


def test_texts_far_apart_are_two_lines() -> None:
    assert read(taught("abcd efgh"), "ab", "ab  " + " " * 3 + "cd") == ["ab", "cd"]


def test_only_what_changed_is_read() -> None:
    glyphs = taught("".join(string.ascii_lowercase[:8]))
    before, after = written("abc", "abd"), written("abc", "abe")
    whole = Box(0, 0, 200, 60)
    found = glyphs.read(Region(whole, whole, before, after))
    assert found is not None
    assert [one.line.text for one in found] == ["abe"]
