"""Taking markup off without eating content."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.speech.markup import plain


@pytest.mark.parametrize(
    "content",
    [
        "2 * 3 * 4 = 24",
        "snake_case_name and __init__",
        "<none>",
        "C# and F# in A#",
        "1. the first",
        "a < b and c > d",
        "5 > 3",
        "x*y*z",
        "*args",
        "-5 degrees",
        "#5 of 7",
        "~/file and ~5",
        "if (a && b) [i]",
        "R&D",
        "a | b",
        "f(x)[0]",
        "100 %, 5*",
        "<file.txt>",
    ],
)
def test_content_that_looks_like_markup_stays(content: str) -> None:
    assert plain(content) == content


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("**Bold** and *slanted* and ***both***", "Bold and slanted and both"),
        ("**cut off in the middle", "cut off in the middle"),
        ("the end of it**.", "the end of it."),
        ("__two words__ and _also two_", "two words and also two"),
        ("~~gone~~", "gone"),
        ("# Title", "Title"),
        ("### Title ###", "Title"),
        ("- item", "item"),
        ("* item", "item"),
        ("- [x] done", "done"),
        ("> quoted", "quoted"),
        ("`code_here` and ``two * two``", "code_here and two * two"),
        ("```python\nx = 1\n```", "x = 1"),
        ("[the text](https://example.org)", "the text"),
        ("![a picture](p.png)", "a picture"),
        ("<https://example.org>", "https://example.org"),
        ("<b>bold</b><br/>next <a href='x'>link</a>", "bold next link"),
        ("AT&amp;T &lt;ok&gt; &#65;", "AT&T <ok> A"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a, b 1, 2"),
        ("---", ""),
        (r"2 \* 3", "2 * 3"),
        ("several   spaces\tand\ntabs", "several spaces and tabs"),
    ],
)
def test_markup_is_taken_off(marked: str, text: str) -> None:
    assert plain(marked) == text


@given(st.text(alphabet="abc \n*_`<>#|[]()&;~-\\!.", max_size=300))
def test_letters_are_never_eaten_nor_moved(text: str) -> None:
    # Without a tag name, an address or an entity in it, nothing but marks is ever taken off.
    if "](" in text or "&" in text or "<" in text or "```" in text or "~~~" in text:
        return
    letters = [character for character in text if character in "abc"]
    assert [character for character in plain(text) if character in "abc"] == letters
