import dataclasses
from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QLabel, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from mmassist.perception.elements.vocabulary import ROLES, STATES
from mmassist.training.icons.draw import Drawing
from mmassist.training.screens.controls import Control, Maker
from mmassist.training.screens.look import some_look
from mmassist.training.screens.render import one_screen
from mmassist.training.screens.truth import MOST, UNSURE, Element, Screen, arrays_of, cut
from mmassist.training.screens.window import dressed, element_of, some_screen, taken
from tests.unit.training.conftest import SHAPES, svg_of

pytestmark = pytest.mark.usefixtures("qapp")
ICONS = [("home", Drawing(svg_of(SHAPES["home"])))]
SEEDS = range(1, 9)


def maker(seed: int) -> Maker:
    rng = np.random.default_rng(seed)
    return Maker(some_look(rng), rng, ICONS)


def nothing() -> None:
    return


def alone(seed: int, change: Callable[[QWidget], None], make: str = "check_box") -> Screen:
    """A window with one control, to which `change` is done before it is shown."""
    one = maker(seed)
    with dressed(one.look):
        window = QWidget()
        layout = QVBoxLayout(window)
        widget, controls = getattr(one, make)()
        widget.setEnabled(True)
        change(widget)
        layout.addWidget(widget)
        window.resize(300, 120)
        return taken(window, controls, nothing)


def tick(widget: QWidget) -> None:
    assert isinstance(widget, QAbstractButton)
    widget.setChecked(True)


def untick(widget: QWidget) -> None:
    assert isinstance(widget, QAbstractButton)
    widget.setChecked(False)


def nothing_to(_widget: QWidget) -> None:
    return


def pixels_in(screen: Screen, box: tuple[int, int, int, int]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    x, y, width, height = box
    return screen.picture[y : y + height, x : x + width]


@pytest.mark.parametrize("seed", SEEDS)
def test_every_element_lies_in_the_picture_and_shows_something(seed: int) -> None:
    screen = some_screen(seed, 200, ICONS)
    height, width = screen.picture.shape[:2]
    for element in screen.elements:
        x, y, wide, high = element.box
        assert 0 <= x < x + wide <= width
        assert 0 <= y < y + high <= height
        assert element.role in ROLES
        assert element.states <= set(STATES)
        assert np.ptp(pixels_in(screen, element.box)) > 0, element


def test_one_seed_gives_one_screen() -> None:
    one, other = some_screen(3, 200, ICONS), some_screen(3, 200, ICONS)
    assert one.elements == other.elements
    assert np.array_equal(one.picture, other.picture)


def test_the_application_looks_as_before_afterwards(qapp: QApplication) -> None:
    before = (qapp.style().objectName(), qapp.palette())
    some_screen(3, 200, ICONS)
    assert (qapp.style().objectName(), qapp.palette()) == before


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("make", ["check_box", "radio_button", "switch"])
def test_a_tick_is_told_and_shows_in_its_box_alone(seed: int, make: str) -> None:
    ticked, bare = alone(seed, tick, make), alone(seed, untick, make)
    (one,), (other,) = ticked.elements, bare.elements
    assert one.states ^ other.states == {"checked"}
    differs = np.argwhere((ticked.picture != bare.picture).any(2))
    x, y, width, height = one.box
    assert len(differs) > 0
    assert (differs >= [y, x]).all() and (differs < [y + height, x + width]).all()


def test_styled_radio_buttons_are_round_and_styled_combo_boxes_have_an_arrow() -> None:
    styled = [seed for seed in range(1, 25) if maker(seed).look.sheet]
    assert styled
    for seed in styled:
        screen = alone(seed, tick, "radio_button")
        x, y, _, high = screen.elements[0].box
        apart = np.abs(screen.picture[y : y + high, x : x + high].astype(int) - screen.picture[1, 1])
        assert apart[:2, :2].max() < 60 < apart[high // 4 : -high // 4].max()
        screen = alone(seed, nothing_to, "combo_box")
        x, y, wide, high = screen.elements[0].box
        assert np.ptp(screen.picture[y + high // 3 : y + 2 * high // 3, x + wide - high : x + wide - 4]) > 60


def test_what_is_disabled_is_told() -> None:
    screen = alone(1, lambda widget: widget.setEnabled(False), "field")
    assert screen.elements[0].states == {"disabled"}


def test_a_box_holds_all_the_ink_of_a_check_box() -> None:
    screen = alone(2, nothing_to)
    empty = alone(2, lambda widget: widget.hide())
    differs = np.argwhere((screen.picture != empty.picture).any(2))
    x, y, width, height = screen.elements[0].box
    assert (differs >= [y - 5, x - 5]).all() and (differs < [y + height + 5, x + width + 5]).all()  # the focus is drawn around it


def test_what_is_hidden_or_scrolled_away_is_no_element(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    box = QCheckBox("words", window)
    label = QLabel("beside", window)
    window.show()
    box.hide()
    assert element_of(Control(box, "check box", "", box.rect), window) is None
    assert element_of(Control(label, "link", "", lambda: QRect(0, 5000, 40, 20)), window) is None


def test_selected_rows_and_tabs_are_told() -> None:
    for make, role in (("rows", "list item"), ("tabs", "tab")):
        screen = alone(4, nothing_to, make)
        there = [element for element in screen.elements if element.role == role]
        assert sum("selected" in element.states for element in there) <= 1
        assert len(there) > 1


def blank(width: int, height: int, *elements: Element) -> Screen:
    return Screen(np.zeros((height, width, 3), np.uint8), elements)


def test_cut_boxes_follow_the_picture() -> None:
    picture = np.zeros((300, 300, 3), np.uint8)
    picture[100:120, 150:190] = 255
    element = Element("button", (150, 100, 40, 20), frozenset(), "OK")
    for seed in range(30):
        piece = cut(Screen(picture, (element,)), 128, np.random.default_rng(seed))
        for found in piece.elements:
            x, y, width, height = found.box
            inside = np.zeros(piece.picture.shape[:2], bool)
            inside[y : y + height, x : x + width] = True
            assert np.array_equal(inside, piece.picture[:, :, 0] == 255)


@pytest.mark.parametrize(
    ("role", "high", "kept"), [("check box", 20, 0.9), ("text field", 20, 0.9), ("text field", 80, 0.4), ("list item", 20, 0.4)]
)
def test_what_is_cut_off_too_far_is_unsure(role: str, high: int, kept: float) -> None:
    picture = np.zeros((300, 300, 3), np.uint8)
    picture[100 : 100 + high : 2, 95:195] = 255
    far = Element(role, (95, 100, 100, high), frozenset(), "")
    pieces = [cut(Screen(picture, (far,)), 100, np.random.default_rng(seed)) for seed in range(60)]
    shares = [(element.box[2] * element.box[3] / (100 * high), element.unsure) for piece in pieces for element in piece.elements]
    assert all(unsure == (share < kept) for share, unsure in shares)
    assert {unsure for _, unsure in shares} == {True, False}


def test_a_mark_that_cannot_be_seen_makes_unsure() -> None:
    picture = np.zeros((100, 100, 3), np.uint8)
    picture[40:52:2, 50:80] = 200
    seen = {}
    for mark in (0, 60):
        picture[42:50, 31:33] = mark
        box, tab = (Element(role, (28, 38, 54, 16), frozenset(), "") for role in ("check box", "tab"))
        seen[mark] = [element.unsure for element in cut(Screen(picture, (box, tab)), 100, np.random.default_rng(1)).elements]
    assert seen == {0: [True, False], 60: [False, False]}


def test_arrays_hold_roles_boxes_and_states() -> None:
    element = Element("tab", (1, 2, 30, 40), frozenset({"selected", "focused"}), "General")
    unsure = dataclasses.replace(element, unsure=True)
    arrays = arrays_of([blank(64, 64, element, unsure), blank(64, 64)])
    assert arrays["roles"][0, :3].tolist() == [ROLES.index("tab"), UNSURE, -1]
    assert arrays["boxes"][0, 0].tolist() == [1, 2, 30, 40]
    assert [state for bit, state in enumerate(STATES) if arrays["states"][0, 0] >> bit & 1] == ["selected", "focused"]
    assert arrays["roles"].shape == (2, MOST)


def test_a_numbered_picture_is_a_function_of_seed_and_number() -> None:
    one, other = one_screen(1, 5, 160, ICONS), one_screen(1, 5, 160, ICONS)
    assert np.array_equal(one.picture, other.picture)
    assert one.picture.shape == (160, 160, 3)
    assert not np.array_equal(one.picture, one_screen(1, 6, 160, ICONS).picture)
