"""Pages that Chromium draws for training, and what is known of their controls."""

from __future__ import annotations

import importlib.util
import os
import shutil
import socket
import threading
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path

import numpy as np
import pytest

from mmassist.perception.elements.vocabulary import KINDS, ROLES, STATES
from mmassist.training.faults import TrainingError
from mmassist.training.screens.render import one_screen
from mmassist.training.screens.truth import Box, Screen
from mmassist.training.screens.web.browser import PROGRAMS, WebPages, web_pages
from mmassist.training.screens.web.dress import Dress, some_dress
from mmassist.training.screens.web.frameworks import Framework, load_frameworks
from mmassist.training.screens.web.icons import InlineDrawing
from mmassist.training.screens.web.maker import PageMaker

FRAMEWORKS = load_frameworks()
FETCHED = Path(__file__).parents[2] / "build/pages/node_modules"
ICONS = [("down", InlineDrawing('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path d="M4 4 L20 4 L12 20 Z"/></svg>'))]

_THERE = any(map(shutil.which, PROGRAMS)) and importlib.util.find_spec("playwright") is not None
pytestmark = pytest.mark.skipif(
    not _THERE and not os.environ.get("MMASSIST_REQUIRE_TRAINING"),
    reason="needs Chromium (packaging/debian-training.txt) and Playwright (the extra train)",
)


@pytest.fixture(scope="module")
def packages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Those of requirements/pages where they were fetched, else such as dress nothing."""
    if FETCHED.is_dir():
        return FETCHED
    folder = tmp_path_factory.mktemp("packages")
    for one in FRAMEWORKS:
        for file in one.files:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_text("", "utf-8")
    return folder


@pytest.fixture(scope="module")
def pages(packages: Path) -> Iterator[WebPages]:
    with web_pages(packages) as drawn:
        yield drawn


def dressed(framework: Framework, scale: float = 1.0) -> Dress:
    found = (some_dress([FRAMEWORKS[0], framework], np.random.default_rng(seed)) for seed in range(400))
    return next(one for one in found if one.framework == framework and one.scale == scale and one.width * one.height > 120_000)


def plain(pages: WebPages, body: str, focus: float | None = None) -> Screen:
    return pages.shown(dressed(FRAMEWORKS[0]), f'<div data-lay="page">{body}</div>', False, focus)


def area(box: Box) -> int:
    return box[2] * box[3]


def within(inner: Box, outer: Box, room: int) -> bool:
    return (
        inner[0] >= outer[0] - room
        and inner[1] >= outer[1] - room
        and inner[0] + inner[2] <= outer[0] + outer[2] + room
        and inner[1] + inner[3] <= outer[1] + outer[3] + room
    )


def where_they_differ(one: Screen, other: Screen) -> Box | None:
    rows, columns = np.nonzero((np.abs(one.picture.astype(np.int16) - other.picture) > 5).any(2))
    if not rows.size:
        return None
    return int(columns.min()), int(rows.min()), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1


def test_the_browser_ends_with_its_pages(packages: Path) -> None:
    """Stands first: one thread can't have two of them."""
    before = set(_processes())
    with web_pages(packages) as drawn:
        drawn.screen(1, 200, ICONS)
        assert any("chrom" in name for name in _processes().values())
    after = {number: name for number, name in _processes().items() if number not in before and ("chrom" in name or "node" in name)}
    assert after == {}


def test_controls_of_all_roles_and_states_come_within_some_pages(pages: WebPages) -> None:
    screens = [pages.screen(seed, 300, ICONS) for seed in range(60)]
    elements = [element for screen in screens for element in screen.elements]
    assert {element.role for element in elements} == set(ROLES)
    assert {state for element in elements for state in element.states} == set(STATES)
    for screen in screens:
        height, width = screen.picture.shape[:2]
        for element in screen.elements:
            x, y, wide, high = element.box
            assert x >= 0 and y >= 0 and x + wide <= width and y + high <= height


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind != "blank"])
def test_pages_of_a_kind_show_what_makes_them_one(pages: WebPages, kind: str) -> None:
    for seed in range(3):
        screen = pages.screen_of(kind)(seed, 300, ICONS)
        assert screen.kind == kind
        assert area(screen.main) > 0.1 * screen.picture.shape[0] * screen.picture.shape[1]


CONTROLS = (
    "button", "icon_button", "check_box", "radio_button", "switch", "field", "text_area", "combo_box", "slider", "progress_bar", "link",
    "picture",
)  # fmt: skip


@pytest.mark.parametrize(
    ("framework", "scale"), list(zip(FRAMEWORKS, cycle([1.0, 1.5]), strict=False)), ids=lambda one: getattr(one, "name", str(one))
)
def test_a_control_is_where_its_pixels_change_when_it_goes(pages: WebPages, framework: Framework, scale: float) -> None:
    """Each alone on a page, shown and hidden: what differs is its box, within what a shadow or a ring adds."""
    dress = dressed(framework, scale)
    for at, make in enumerate(CONTROLS):
        maker = PageMaker(dress, np.random.default_rng(at), ICONS)
        body = f"<div style='padding:40px'><div data-lay='row'>{getattr(maker, make)()}</div></div>"
        shown = pages.shown(dress, body, False, None)
        gone = pages.shown(dress, f"<div style='opacity:0'>{body}</div>", False, None)
        differs = where_they_differ(shown, gone)
        (element, *_) = shown.elements or [None]
        if element is None and differs is None and not FETCHED.is_dir():
            continue  # only the style sheet would have drawn it
        assert element is not None and differs is not None, (framework.name, make)
        # a bare icon has the square that it is drawn in
        room = round(dress.icon * scale / 2) if make == "icon_button" else 2
        assert within(element.box, differs, room), (framework.name, make, element.box, differs)
        assert area(element.box) > 0.6 * area(differs), (framework.name, make, element.box, differs)


def test_states_are_those_of_the_page(pages: WebPages) -> None:
    screen = plain(
        pages,
        '<label><input type="checkbox" data-role="check box" checked disabled> one</label><input data-role="text field" value="two">'
        '<div data-plain="list"><div data-role="list item" aria-selected="true">three</div><div data-role="list item">four</div></div>',
        focus=0.0,
    )
    assert {element.role: element.states for element in screen.elements if element.label != "four"} == {
        "check box": {"checked", "disabled"},
        "text field": {"focused"},
        "list item": {"selected"},
    }


def test_what_is_hidden_or_cut_is_no_element(pages: WebPages) -> None:
    screen = plain(
        pages,
        '<button data-role="button" style="visibility:hidden">A</button><button data-role="button" style="display:none">B</button>'
        '<span style="opacity:0"><button data-role="button">C</button></span>'
        '<div style="height:30px;overflow:hidden"><p style="height:25px;margin:0"></p><button data-role="button">D</button></div>'
        '<button data-role="button" style="position:absolute;left:-500px">E</button><button data-role="button">F</button>',
    )
    assert [element.label for element in screen.elements] == ["F"]


def test_what_an_open_menu_covers_is_no_element(pages: WebPages) -> None:
    screen = plain(
        pages,
        '<button data-role="button" style="position:absolute;left:50px;top:50px;width:90px;height:30px">Below</button>'
        '<div data-cover style="position:absolute;left:40px;top:40px;width:300px;height:200px;background:#808080">'
        '<div data-role="menu item">Above</div></div>',
    )
    assert [element.label for element in screen.elements] == ["Above"]


def test_a_row_that_goes_on_beyond_its_frame_counts_as_far_as_it_is_seen(pages: WebPages) -> None:
    frame = "position:absolute;left:20px;top:20px;width:100px;overflow:hidden"
    body = f'<div style="{frame}"><div data-role="list item" style="width:900px;height:30px;background:#808080">row</div></div>'
    (row,) = plain(pages, body).elements
    assert row.box == (20, 20, 100, 30)


def test_a_scroll_bar_lies_beside_what_it_scrolls(pages: WebPages) -> None:
    place = "position:absolute;left:20px;top:20px;width:200px;height:100px;overflow:auto"
    body = f'<div data-scrolls style="{place}"><p style="height:900px"></p></div>'
    (bar,) = plain(pages, body).elements
    assert bar.role == "scroll bar"
    assert bar.box[0] + bar.box[2] == 220
    assert bar.box[1] == 20 and bar.box[3] == 100


def test_one_seed_gives_one_picture_whatever_was_drawn_before(pages: WebPages) -> None:
    one = one_screen(1, 5, 160, ICONS, pages.screen)
    for seed in range(5):
        pages.screen(seed, 160, ICONS)
    other = one_screen(1, 5, 160, ICONS, pages.screen)
    assert np.array_equal(one.picture, other.picture)
    assert one.elements == other.elements


def test_nothing_can_be_asked_of_any_address(pages: WebPages) -> None:
    asked = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5.0)

        def listen() -> None:
            try:
                server.accept()[0].close()
            except OSError:
                return
            asked.set()

        listener = threading.Thread(target=listen)
        listener.start()
        address = f"http://127.0.0.1:{server.getsockname()[1]}"
        plain(
            pages,
            f'<img src="{address}/a.png"><iframe src="{address}/b"></iframe><link rel="stylesheet" href="{address}/c.css">'
            f'<div style="background:url({address}/d.png)">words</div><object data="{address}/e"></object>',
        )
        listener.join()
    assert not asked.is_set()


def test_without_chromium_it_is_said_what_is_missing(monkeypatch: pytest.MonkeyPatch, packages: Path) -> None:
    monkeypatch.setenv("PATH", os.devnull)
    with pytest.raises(TrainingError, match="Chromium"), web_pages(packages):
        pass


def _processes() -> dict[int, str]:
    """Of this process, its children and theirs."""
    parents, names = {}, {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            number, rest = (folder / "stat").read_text("utf-8").split(" (", 1)
        except OSError:
            continue
        name, fields = rest.rsplit(") ", 1)
        if fields[0] != "Z":
            parents[int(number)], names[int(number)] = int(fields.split()[1]), name
    return {number: names[number] for number in names if _is_below(number, os.getpid(), parents)}


def _is_below(number: int, top: int, parents: dict[int, int]) -> bool:
    while number in parents and number != top:
        number = parents[number]
    return number == top
