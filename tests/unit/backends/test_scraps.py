"""What the recogniser reads into icons and edges, and real short texts."""

from __future__ import annotations

import pytest

from mmassist.values import Box, Role, Scene, State
from tests.fakes.scenes import button, label, part, picture, scene, with_pixels_at
from tests.unit.backends.heard import full, rest

FREE = Box(400, 300, 40, 18)
IN_THE_BUTTON = Box(12, 30, 20, 18)


def shown(text: str, box: Box = FREE, confidence: float = 0.95) -> Scene:
    return with_pixels_at(scene("Plot", "app", button("Zoom", State.FOCUSED), button("Help")), text, box, confidence)


@pytest.mark.parametrize("text", ["X", "A", "I", "二", "三.", "口口"])
def test_a_lone_sign_is_not_told(text: str) -> None:
    assert "Also on the screen" not in rest(shown(text))


@pytest.mark.parametrize("text", ["OK", "No", "12", "7", "A4", "x = 3", "K 00", "-3 °C", "5%", "Ja", "東京都庁", "да"])
def test_a_short_text_in_free_space_is_told(text: str) -> None:
    assert rest(shown(text)).endswith(f"Also on the screen: {text}.")


@pytest.mark.parametrize("text", ["K 00", "v", "OQ", "l1"])
def test_a_scrap_inside_a_control_is_not_told(text: str) -> None:
    assert "Also on the screen" not in rest(shown(text, IN_THE_BUTTON))


@pytest.mark.parametrize("text", ["12", "99%", "New version"])
def test_a_number_or_a_word_inside_a_control_is_told(text: str) -> None:
    assert rest(shown(text, IN_THE_BUTTON)).endswith(f"Also on the screen: {text}.")


@pytest.mark.parametrize("text", ["A", "K 00", "1l", "OQ"])
def test_a_doubtful_scrap_is_not_told(text: str) -> None:
    assert "Probably" not in rest(shown(text, confidence=0.4))


def test_a_doubtful_word_is_told_as_such() -> None:
    assert rest(shown("Hcight", confidence=0.4)).endswith("Probably “Hcight”.")


def test_a_lone_digit_in_a_message_is_its_icon() -> None:
    asked = scene("Ask", "app", label("Delete it?"), button("Delete"), dialog=True)
    assert "Also on the screen" not in rest(with_pixels_at(asked, "3", FREE))


def test_names_of_neighbours_read_in_one_are_not_told() -> None:
    units = [part(Role.RADIO, name, box=Box(x, 10, 80, 18)) for name, x in (("Metric", 10), ("Imperial", 100))]
    heard = rest(with_pixels_at(scene("Units", "app", *units), "OMetricImperial", Box(12, 10, 160, 18)))
    assert "Also on the screen" not in heard


def test_a_doubtful_word_inside_a_control_is_not_told() -> None:
    assert "Probably" not in rest(shown("ETHE 2", IN_THE_BUTTON, 0.4))


def test_a_tool_tip_is_told_with_what_it_explains() -> None:
    keys = scene("Sums", "app", part(Role.BUTTON, "MS", description="Save to memory"), button("MR"))
    assert rest(with_pixels_at(keys, "Save to memory", FREE)).endswith("Tool tip of MS: Save to memory.")


def test_in_full_a_scrap_that_may_be_a_word_is_told() -> None:
    assert "Also on the screen: K 00." in full(shown("K 00", IN_THE_BUTTON))


@pytest.mark.parametrize(("text", "confidence"), [("X", 0.95), ("二", 0.95), ("K 00", 0.5)])
def test_in_full_a_scrap_that_says_nothing_is_not_told(text: str, confidence: float) -> None:
    assert "Also on the screen" not in full(shown(text, IN_THE_BUTTON, confidence))


def test_a_lone_sign_is_told_where_the_text_is_of_its_script() -> None:
    assert rest(picture("添付ファイル", "二", title="メモ", program="viewer")).endswith("添付ファイル. 二.")


def test_without_a_tree_a_lone_letter_is_told() -> None:
    assert rest(picture("C", "AC", title="Sums", program="calc")).endswith("C. AC.")
