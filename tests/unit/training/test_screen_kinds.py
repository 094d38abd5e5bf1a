from collections.abc import Callable
from html import escape

import numpy as np
import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtSvg import QSvgRenderer

from mmassist.perception.elements.vocabulary import KINDS, ROLES
from mmassist.training.config import ScreenRendering
from mmassist.training.icons.draw import Drawing
from mmassist.training.screens.kinds import WINDOWS, window_of
from mmassist.training.screens.kinds_charts import ChartLook, some_chart
from mmassist.training.screens.kinds_photos import photo
from mmassist.training.screens.kinds_texts import Author, article, code_lines
from mmassist.training.screens.render import GTK, QT, WEB, drawn_by, one_screen
from mmassist.training.screens.truth import Element, Screen, arrays_of, cut
from tests.unit.training.conftest import SHAPES, svg_of

pytestmark = pytest.mark.usefixtures("qapp")
ICONS = [("home", Drawing(svg_of(SHAPES["home"])))]
LOOK = ChartLook("#ffffff", "#000000", "#888888", ("#cc0000", "#00cc00", "#0000cc"), "DejaVu Sans", 13)


def author(seed: int) -> Author:
    return Author(np.random.default_rng(seed), ["Name", "a < b & c"])


@pytest.mark.parametrize("kind", KINDS)
def test_a_window_is_told_to_be_of_its_kind(kind: str) -> None:
    screen = window_of(kind, 3, 200, ICONS)
    height, width = screen.picture.shape[:2]
    x, y, wide, high = screen.main
    assert screen.kind == kind
    assert 0 <= x < x + wide <= width and 0 <= y < y + high <= height
    for element in screen.elements:
        assert element.role in ROLES
        left, top, across, down = element.box
        assert x <= left and y <= top and left + across <= x + wide and top + down <= y + high


@pytest.mark.parametrize(
    ("kind", "role"),
    [("form", "text field"), ("dialog", "button"), ("table", "list item"), ("chart", "image"), ("code", "text field"), ("photo", "image")],
)
def test_what_makes_a_kind_is_among_its_controls(kind: str, role: str) -> None:
    found = [element.role for seed in range(6) for element in window_of(kind, seed, 200, ICONS).elements]
    assert found.count(role) >= 4


def test_a_video_is_a_picture_with_a_slider_over_or_under_it() -> None:
    screen = window_of("video", 1, 200, ICONS)
    assert {"image", "slider", "icon button"} <= {element.role for element in screen.elements}


def test_links_of_a_document_are_where_they_are_written() -> None:
    links = [
        (screen.picture, element)
        for screen in (window_of("document", seed, 200, ICONS) for seed in range(8))
        for element in screen.elements
        if element.role == "link"
    ]
    assert links
    for picture, element in links:
        x, y, width, height = element.box
        assert element.label.strip()
        assert np.ptp(picture[y : y + height, x : x + width]) > 20


def test_a_blank_screen_shows_next_to_nothing() -> None:
    for seed in range(20):
        screen = window_of("blank", seed, 100, ICONS)
        fine = screen.picture.astype(np.int16)
        assert screen.elements == ()
        assert np.abs(np.diff(fine, axis=1)).mean() < 4


@pytest.mark.parametrize("kind", sorted(WINDOWS))
def test_one_seed_gives_one_window(kind: str) -> None:
    one, other = window_of(kind, 5, 200, ICONS), window_of(kind, 5, 200, ICONS)
    assert one.elements == other.elements
    assert np.array_equal(one.picture, other.picture)


def of_kind(main: tuple[int, int, int, int], *elements: Element) -> Screen:
    return Screen(np.zeros((400, 400, 3), np.uint8), elements, "table", main)


def test_a_picture_that_shows_enough_of_a_kind_is_of_that_kind() -> None:
    pieces = [cut(of_kind((0, 0, 400, 400)), 100, np.random.default_rng(seed)) for seed in range(20)]
    assert {piece.kind for piece in pieces} == {"table"}


def test_a_picture_beside_what_makes_the_kind_is_of_none() -> None:
    far = Element("button", (380, 380, 20, 20), frozenset(), "")
    pieces = [cut(of_kind((0, 0, 60, 60), far), 100, np.random.default_rng(seed)) for seed in range(60)]
    assert {piece.kind for piece in pieces} == {"table", ""}
    assert all(piece.main[2] * piece.main[3] > 0 for piece in pieces if piece.kind)


def test_arrays_hold_kinds_and_what_is_not_known() -> None:
    screens = [of_kind((0, 0, 400, 400)), Screen(np.zeros((400, 400, 3), np.uint8), ())]
    kinds = arrays_of(screens)["kinds"]
    assert kinds.dtype == np.int8
    assert kinds.tolist() == [KINDS.index("table"), -1]


def test_a_numbered_picture_keeps_its_kind() -> None:
    def windows(seed: int, least: int, icons: object) -> Screen:
        return window_of("blank", seed, least, ICONS)

    assert one_screen(1, 2, 128, ICONS, windows).kind == "blank"


def test_toolkits_and_kinds_have_their_shares_among_few_pictures() -> None:
    plan = ScreenRendering(count=0, judged=0, size=64, gtk=0.33, web=0.34, kinds=0.2)
    drawn = [drawn_by(plan, number) for number in range(450)]
    for toolkit in (QT, GTK, WEB):
        assert abs(sum(one == toolkit for one, _ in drawn) / 450 - 1 / 3) < 0.02
    assert {kind for _, kind in drawn} == {"", *KINDS}
    assert abs(sum(bool(kind) for _, kind in drawn) / 450 - 0.2) < 0.02


def test_without_shares_all_is_mixed_and_drawn_by_qt() -> None:
    plan = ScreenRendering(count=0, judged=0, size=64)
    assert {drawn_by(plan, number) for number in range(100)} == {(QT, "")}


@pytest.mark.parametrize("seed", range(24))
def test_a_chart_is_svg_that_shows_something(seed: int) -> None:
    drawn = some_chart(320, 240, LOOK, np.random.default_rng(seed), ["a < b & c", "Summe"])
    assert QSvgRenderer(QByteArray(drawn.encode())).isValid()
    assert any(colour in drawn for colour in LOOK.series)
    assert drawn == some_chart(320, 240, LOOK, np.random.default_rng(seed), ["a < b & c", "Summe"])


@pytest.mark.parametrize("seed", range(12))
def test_a_photo_has_its_size_and_is_no_flat_colour(seed: int) -> None:
    picture = photo(150, 90, np.random.default_rng(seed))
    assert picture.shape == (90, 150, 3)
    assert picture.dtype == np.uint8
    assert picture.std() > 2
    assert np.array_equal(picture, photo(150, 90, np.random.default_rng(seed)))


@pytest.mark.parametrize(
    "write", [lambda one: "\n".join(code_lines(40, one)), lambda one: article(one, 12, escape)], ids=["code", "article"]
)
def test_what_is_written_is_escaped(write: Callable[[Author], str]) -> None:
    text = "".join(write(author(seed)) for seed in range(8))
    assert "a &lt; b" in text
    assert "a < b" not in text


def test_code_has_as_many_lines_as_asked_for() -> None:
    assert [len(code_lines(count, author(1))) for count in (1, 17, 60)] == [1, 17, 60]
