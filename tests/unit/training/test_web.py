"""What pages are made of; what Chromium makes of them is in tests/integration/test_training_web.py."""

import re
from pathlib import Path

import numpy as np
import pytest

from mmassist.perception.elements.vocabulary import KINDS, ROLES
from mmassist.training.faults import TrainingError
from mmassist.training.icons.draw import Drawing
from mmassist.training.screens.web.dress import some_dress
from mmassist.training.screens.web.frameworks import Framework, load_frameworks, sheets_of
from mmassist.training.screens.web.icons import InlineDrawing, inline
from mmassist.training.screens.web.maker import PageMaker
from mmassist.training.screens.web.page import PAGES
from mmassist.training.screens.web.truth import elements_of, trimmed
from tests.unit.training.conftest import SHAPES, svg_of

ICONS = [("home", InlineDrawing(svg_of(SHAPES["home"])))]
FRAMEWORKS = load_frameworks()
MARKED = (
    "button",
    "icon button",
    "check box",
    "radio button",
    "switch",
    "text field",
    "text area",
    "combo box",
    "slider",
    "progress bar",
    "link",
)


def written(kind: str, seed: int) -> str:
    rng = np.random.default_rng(seed)
    return PAGES[kind](PageMaker(some_dress(FRAMEWORKS, rng), rng, ICONS))


@pytest.mark.parametrize("framework", FRAMEWORKS, ids=lambda one: one.name)
def test_each_way_to_write_a_control_marks_it(framework: Framework) -> None:
    for part in (*MARKED, "tab", "menu item", "list item", "drop item", "row"):
        assert all(way.count("{at}") == 1 for way in framework.parts[part]), part
    for part in ("tabs", "menu", "list", "drop", "table", "card", "dialog"):
        assert all("{items}" in way for way in framework.parts[part]), part


@pytest.mark.parametrize("kind", sorted(PAGES))
def test_pages_hold_known_roles_and_say_what_makes_their_kind(kind: str) -> None:
    for seed in range(12):
        body = written(kind, seed)
        assert set(re.findall(r'data-role="([^"]*)"', body)) <= set(ROLES)
        assert ("data-main" in body) == bool(kind)
        names = re.findall(r'\bid="(c\d+)"', body)
        assert len(names) == len(set(names))


def test_all_kinds_but_blank_have_pages() -> None:
    assert set(PAGES) == {"", *KINDS} - {"blank"}


def test_one_seed_writes_one_page() -> None:
    assert written("form", 3) == written("form", 3)
    assert written("form", 3) != written("form", 4)


def test_pages_name_no_address() -> None:
    for kind in PAGES:
        for seed in range(12):
            addresses = re.findall(r'\b(?:src|href)="([^"]{1,12})', written(kind, seed))
            assert {address for address in addresses if not address.startswith("data:image")} <= {"#"}


def test_a_style_sheet_that_was_not_fetched_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match="bootstrap"):
        sheets_of(FRAMEWORKS, tmp_path)


def test_an_icon_takes_the_colour_of_the_words_around_it() -> None:
    drawn = inline(
        InlineDrawing('<?xml version="1.0"?><svg width="9" height="9" viewBox="0 0 9 9"><path fill="#123456" d="M0 0h9v9z"/></svg>'), 20
    )
    assert drawn.startswith('<svg data-icon width="20" height="20" fill="currentColor" viewBox=')
    assert "#123456" not in drawn
    assert "<?xml" not in drawn


@pytest.mark.parametrize(
    "content", ["<script>alert(1)</script>", '<image href="a.png"/>', '<path onclick="x()"/>', "<style>@import 'a'</style>"]
)
def test_an_icon_that_asks_for_more_is_a_ring(content: str) -> None:
    drawing = Drawing(svg_of(SHAPES["home"]))
    wanting = InlineDrawing(svg_of(SHAPES["home"]))
    wanting.svg = svg_of(content)
    assert inline(wanting, 20) == inline(drawing, 20) == inline(None, 20)
    assert "circle" in inline(None, 20)


def lit(*boxes: tuple[int, int, int, int]) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    picture = np.full((100, 200, 3), 30, np.uint8)
    for x, y, width, height in boxes:
        picture[y : y + height, x : x + width] = 220
    return picture


def row(box: tuple[float, float, float, float], role: str, **more: object) -> dict[str, object]:
    left, top, right, bottom = box
    rect = {"left": left, "top": top, "right": right, "bottom": bottom}
    return {"role": role, "box": rect, "whole": (right - left) * (bottom - top), "core": None, "states": [], "label": "", **more}


def test_a_box_is_trimmed_to_what_is_drawn() -> None:
    assert trimmed(lit((50, 40, 30, 10)), (20, 20, 100, 60)) == (50, 40, 30, 10)
    assert trimmed(lit(), (20, 20, 100, 60)) is None


def test_only_what_may_lack_a_ground_of_its_own_is_trimmed() -> None:
    picture = lit((50, 40, 30, 10))
    (link,) = elements_of([row((20, 20, 120, 80), "link")], picture, 1.0)
    (item,) = elements_of([row((20, 20, 120, 80), "list item")], picture, 1.0)
    assert (link.box, item.box) == ((50, 40, 30, 10), (20, 20, 100, 60))


def test_a_button_is_as_large_as_its_place_with_and_without_a_frame() -> None:
    (button,) = elements_of([row((20, 20, 120, 80), "icon button")], lit((50, 40, 30, 10)), 1.0)
    assert button.box == (20, 20, 100, 60)


def test_what_cannot_be_seen_or_is_cut_too_far_is_no_element() -> None:
    picture = lit((50, 40, 30, 10))
    assert list(elements_of([row((100, 20, 180, 80), "text field")], picture, 1.0)) == []
    assert list(elements_of([row((50, 40, 80, 50), "button", whole=1000.0)], picture, 1.0)) == []


def test_boxes_follow_the_scale_of_the_device() -> None:
    (button,) = elements_of([row((25, 20, 40, 25), "button")], lit((50, 40, 30, 10)), 2.0)
    assert button.box == (50, 40, 30, 10)
