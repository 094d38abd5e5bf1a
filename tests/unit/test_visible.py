"""What hides in a text is taken out of it, and what only looks odd is left."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.visible import _PLAIN, visible

HIDDEN = {
    "colours of a terminal": ("a\x1b[31mred\x1b[0m", "ared"),
    "a terminal's title": ("\x1b]0;owned\x07text", "text"),
    "a right-to-left override": ("invoice\u202efdp.exe", "invoicefdp.exe"),
    "zero width": ("pass\u200bword", "password"),
    "tag characters": ("fine\U000e0049\U000e0047", "fine"),
    "a bell": ("ding\x07", "ding"),
    "a byte order mark": ("\ufefftext", "text"),
    "variation selectors that carry bytes": ("a\U000e0101\U000e0102b", "ab"),
    "a blank letter": ("a\u3164b", "a b"),
}
KEPT = ["Grüße", "naïve", "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645", "👩\u200d💻", "❤\ufe0f", "日本語", "क्\u200dष", "price: 5 €"]


@pytest.mark.parametrize("name", HIDDEN)
def test_what_hides_is_taken_out(name: str) -> None:
    text, shown = HIDDEN[name]
    assert visible(text) == shown


@pytest.mark.parametrize("text", KEPT)
def test_what_scripts_and_signs_need_stays(text: str) -> None:
    assert visible(text) == unicodedata.normalize("NFC", text)


def test_a_tower_of_marks_is_cut_down() -> None:
    assert len(visible("e" + "\u0301" * 500)) < 10


@given(st.text(st.characters(codec="utf-8")))
def test_nothing_hidden_is_left_and_nothing_more_is_taken(text: str) -> None:
    shown = visible(text)
    assert not [char for char in shown if unicodedata.category(char) in ("Cc", "Co", "Cn", "Cs")]
    assert visible(shown) == shown


def test_what_is_passed_at_a_glance_is_what_a_closer_look_leaves(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = [char for char in map(chr, range(0x2100)) if _PLAIN.fullmatch(char)]
    assert len(plain) > 700
    monkeypatch.setattr("mmassist.visible._PLAIN", re.compile("(?!)"))  # at no text
    assert [char for char in plain if visible(f"a{char}b") != f"a{char}b"] == []
