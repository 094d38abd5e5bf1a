"""Outline and text merged into one scene."""

# ruff: noqa: RUF001 - letters of other scripts that look like Latin ones
from __future__ import annotations

import sys
from dataclasses import replace
from types import FrameType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mmassist.perception.scene import merge
from mmassist.values import Box, Item, Node, Outline, Role, Scene, Source, State, Target, TargetKind, TextLine, Window
from tests.unit.perception.tables import table

SHOWN = frozenset({State.SHOWING})
FRAME = Box(100, 50, 600, 400)
WINDOW = Window(1, "Untitled 1 - Editor", "editor", 1, FRAME)


def node(role: Role, name: str = "", box: tuple[int, int, int, int] | None = None, parent: int = 0, **more: object) -> Node:
    """`box` in the picture's space, for ease of reading."""
    place = Box(*box).moved(FRAME.x, FRAME.y) if box else None
    states = more.pop("states", frozenset())
    assert isinstance(states, frozenset)
    return Node(role, name, parent, states=SHOWN | states, box=place, **more)  # type: ignore[arg-type]


ROOT = node(Role.WINDOW, "Untitled 1 - Editor", (0, 0, 600, 400), -1)


def line(text: str, box: tuple[int, int, int, int], confidence: float = 0.98) -> TextLine:
    return TextLine(text, Box(*box), confidence)


def scene(nodes: list[Node] | None, *lines: TextLine, focus: int = -1, complete: bool = True) -> Scene:
    outline = Outline((ROOT, *nodes), focus, complete, 0.0) if nodes is not None else None
    return merge(target=Target(), window=WINDOW, frame_box=FRAME, outline=outline, lines=lines, text_read=True)


def said(made: Scene) -> list[tuple[Role, str]]:
    return [(item.role, item.name) for item in made.items if item.role is not Role.WINDOW]


def only(made: Scene, role: Role) -> Item:
    (item,) = [item for item in made.items if item.role is role]
    return item


def test_boxes_are_in_the_pictures_space() -> None:
    assert only(scene([node(Role.BUTTON, "OK", (10, 20, 80, 30))]), Role.BUTTON).box == Box(10, 20, 80, 30)


def test_a_box_is_cut_off_at_the_pictures_edge() -> None:
    assert only(scene([node(Role.TABLE, "Files", (-20, 380, 100, 300))]), Role.TABLE).box == Box(0, 380, 80, 20)


def test_what_lies_outside_of_the_picture_is_no_item() -> None:
    assert said(scene([node(Role.BUTTON, "Far", (700, 20, 80, 30))])) == []


def test_what_is_not_showing_is_no_item_but_the_focus_always_is() -> None:
    hidden = [node(Role.BUTTON, name, (10, 20 + 40 * at, 80, 30)) for at, name in enumerate("abcd")]
    hidden[0] = Node(Role.BUTTON, "a", 0, box=hidden[0].box)
    hidden[1] = Node(Role.BUTTON, "b", 0, box=Box(9000, 0, 10, 10))
    assert said(scene(hidden, focus=2)) == [(Role.BUTTON, "b"), (Role.BUTTON, "c"), (Role.BUTTON, "d")]


def test_a_toolkit_that_says_showing_of_nothing_is_believed_by_its_boxes() -> None:
    plain = [Node(Role.BUTTON, name, -1, box=Box(110, 60 + 40 * at, 80, 30)) for at, name in enumerate("abc")]
    made = merge(target=Target(), window=WINDOW, frame_box=FRAME, outline=Outline(tuple(plain), -1, True, 0.0), lines=(), text_read=True)
    assert [item.name for item in made.items] == ["a", "b", "c"]


def test_structure_is_left_out_and_its_children_belong_to_what_is_left() -> None:
    made = scene(
        [
            node(Role.GROUP, "", (0, 0, 600, 400)),
            node(Role.TOOL_BAR, "", (0, 0, 600, 40), 1),
            node(Role.GROUP, "", (0, 0, 300, 40), 2),
            node(Role.BUTTON, "New", (0, 0, 60, 40), 3),
            node(Role.SEPARATOR, "", (60, 0, 4, 40), 2),
            node(Role.SCROLL_BAR, "", (590, 40, 10, 360), 1),
        ]
    )
    assert said(made) == [(Role.TOOL_BAR, ""), (Role.BUTTON, "New")]
    assert made.items[2].parent == 1


def test_the_label_of_a_field_is_its_name_and_no_item_of_its_own() -> None:
    made = scene(
        [node(Role.LABEL, "Name:", (10, 20, 60, 20)), node(Role.TEXT_FIELD, "", (80, 16, 200, 28), labelled_by="Name:", value="Alice")],
        line("Name:", (9, 19, 62, 22)),
        line("Alice", (84, 20, 50, 20)),
    )
    assert said(made) == [(Role.TEXT_FIELD, "Name:")]
    assert only(made, Role.TEXT_FIELD).source is Source.BOTH


@pytest.mark.parametrize("label", [(10, 20, 60, 20), (80, -6, 60, 20)])
def test_a_nameless_field_is_named_by_the_label_beside_or_above_it(label: tuple[int, int, int, int]) -> None:
    made = scene([node(Role.LABEL, "Town:", label), node(Role.TEXT_FIELD, "", (80, 16, 200, 28), value="York")])
    assert said(made) == [(Role.TEXT_FIELD, "Town:")]


def test_two_fields_do_not_share_a_label() -> None:
    made = scene(
        [
            node(Role.LABEL, "Town:", (10, 20, 60, 20)),
            node(Role.TEXT_FIELD, "", (80, 16, 200, 28)),
            node(Role.TEXT_FIELD, "", (300, 16, 200, 28)),
        ]
    )
    assert [name for _, name in said(made)] == ["Town:", ""]


@pytest.mark.parametrize("read", ["Save As...", "SAVE AS", "Save As", "5ave As...", "Save A5..."])
def test_a_text_that_both_show_is_one_item(read: str) -> None:
    made = scene([node(Role.BUTTON, "Save As…", (10, 20, 100, 30))], line(read, (20, 25, 80, 20)))
    assert said(made) == [(Role.BUTTON, "Save As…")]
    assert (only(made, Role.BUTTON).source, only(made, Role.BUTTON).pixels_say) == (Source.BOTH, "")


def test_one_line_covers_several_items() -> None:
    menus = [node(Role.MENU, name, (10 + 60 * at, 4, 50, 20)) for at, name in enumerate(["File", "Edit", "View"])]
    made = scene(menus, line("File Edit View", (8, 4, 170, 20)))
    assert [item.source for item in made.items[1:]] == [Source.BOTH] * 3


def test_what_a_program_says_beside_the_name_does_not_hide_the_name() -> None:
    menus = [node(Role.MENU, name, (10 + 60 * at, 4, 50, 20), description=f"{name} menu") for at, name in enumerate(["File", "Edit"])]
    made = scene(menus, line("File Edit", (8, 4, 110, 20)))
    assert said(made) == [(Role.MENU, "File"), (Role.MENU, "Edit")]
    assert {item.source for item in made.items[1:]} == {Source.BOTH}


def test_a_sentence_above_a_text_is_not_its_name() -> None:
    warning = "Warning: you are using the root account."
    made = scene([node(Role.LABEL, warning, (10, 20, 400, 20)), node(Role.TEXT_AREA, "", (8, 44, 500, 300))])
    assert said(made) == [(Role.LABEL, warning), (Role.TEXT_AREA, "")]


def test_what_a_line_says_beyond_its_items_is_an_item_of_its_own() -> None:
    menus = [node(Role.MENU, name, (10 + 60 * at, 4, 50, 20)) for at, name in enumerate(["File", "Edit"])]
    made = scene(menus, line("File Edit Beta version", (10, 4, 240, 20)))
    assert said(made)[-1] == (Role.TEXT, "Beta version")
    rest = made.items[-1].box
    assert rest is not None
    assert rest.x > 90


def test_one_item_covers_several_lines_and_its_text_is_not_added_again() -> None:
    text = "It was a bright cold day in April,\nand the clocks were striking thirteen.\n" + "More text that is scrolled away.\n" * 50
    made = scene(
        [node(Role.TEXT_AREA, "", (0, 40, 600, 300), value=text)],
        line("It was a bright cold day in", (5, 45, 300, 18)),
        line("April, and the c1ocks were strlking", (5, 64, 300, 18)),
        line("ore text that is scrolled awa", (5, 83, 300, 18)),
    )
    assert said(made) == [(Role.TEXT_AREA, "")]


def test_what_only_pixels_show_is_an_item_in_the_smallest_thing_around_it() -> None:
    made = scene([node(Role.GROUP, "Preview", (0, 100, 300, 200))], line("Hello from a canvas", (20, 150, 200, 20), 0.9))
    (item,) = [item for item in made.items if item.source is Source.PIXELS]
    assert (item.role, item.name, item.confidence, made.items[item.parent].name) == (Role.TEXT, "Hello from a canvas", 0.9, "Preview")
    assert item.box == Box(20, 150, 200, 20)


def test_where_both_disagree_the_name_stands_and_the_pixels_words_are_kept() -> None:
    made = scene([node(Role.BUTTON, "Cancel", (10, 20, 100, 30))], line("Delete all", (20, 25, 80, 20)))
    button = only(made, Role.BUTTON)
    assert (button.name, button.pixels_say, button.source) == ("Cancel", "Delete all", Source.BOTH)
    assert len(said(made)) == 1


def test_another_figure_is_a_disagreement() -> None:
    made = scene([node(Role.LABEL, "Total: 120.00 EUR", (10, 20, 160, 20))], line("Total: 170.00 EUR", (10, 20, 160, 20)))
    assert only(made, Role.LABEL).pixels_say == "Total: 170.00 EUR"


def test_a_doubtful_reading_contradicts_nobody() -> None:
    made = scene([node(Role.BUTTON, "Cancel", (10, 20, 100, 30))], line("Gxmzl", (20, 25, 80, 20), 0.55))
    assert only(made, Role.BUTTON).pixels_say == ""


@pytest.mark.parametrize("role", [Role.BUTTON, Role.TOGGLE_BUTTON, Role.CHECK_BOX, Role.RADIO, Role.SLIDER, Role.SCROLL_BAR])
@pytest.mark.parametrize("read", ["X", "K 00", "二", "M+√"])
def test_an_icon_in_a_named_control_is_no_text(role: Role, read: str) -> None:
    made = scene([node(role, "Cut", (10, 20, 100, 140), value="1")], line(read, (40, 40, 30, 20), 0.97))
    assert [(item.role, item.name, item.pixels_say) for item in made.items[1:]] == [(role, "Cut", "")]


def test_other_words_on_a_control_are_its_own_and_contradict_it_however_big_it_is() -> None:
    made = scene([node(Role.BUTTON, "Cut", (10, 20, 100, 140))], line("Paste", (20, 40, 60, 20), 0.97))
    assert [(item.name, item.pixels_say) for item in made.items[1:]] == [("Cut", "Paste")]


@pytest.mark.parametrize(("read", "confidence", "name"), [("7", 1.0, "7"), ("X", 0.9, ""), ("Send", 0.9, "Send")])
def test_a_nameless_button_is_named_by_a_word_or_by_a_sign_that_is_read_for_certain(read: str, confidence: float, name: str) -> None:
    made = scene([node(Role.BUTTON, "", (10, 20, 60, 60))], line(read, (20, 30, 40, 20), confidence))
    assert said(made) == [(Role.BUTTON, name)]


def test_a_doubtful_lone_sign_is_no_text_where_the_program_tells_what_there_is() -> None:
    sign = line("I", (8, 60, 7, 30), 0.55)
    assert said(scene([node(Role.TOOL_BAR, "", (0, 30, 600, 90))], sign)) == [(Role.TOOL_BAR, "")]
    assert said(scene(None, sign)) == [(Role.TEXT, "I")]


def test_a_nameless_button_is_named_by_what_is_written_on_it() -> None:
    made = scene([node(Role.BUTTON, "", (10, 20, 100, 30))], line("Send", (20, 25, 50, 20), 0.97))
    button = only(made, Role.BUTTON)
    assert (button.name, button.source, button.confidence) == ("Send", Source.BOTH, 0.97)


def test_nothing_in_a_password_field_is_anywhere() -> None:
    made = scene(
        [
            node(Role.LABEL, "Password:", (10, 20, 70, 20)),
            node(Role.PASSWORD, "Password:", (90, 16, 200, 28), value="hunter2"),
            node(Role.TEXT, "hunter2", (92, 18, 180, 24), 2),
        ],
        line("hunter2", (94, 20, 70, 20)),
        line("Password: hunter2", (10, 20, 160, 20)),
        line("Forgot it?", (10, 60, 80, 20)),
    )
    assert "hunter2" not in repr(made)
    assert (Role.TEXT, "Forgot it?") in said(made)


def test_the_windows_title_is_not_an_item_again_where_the_screen_shows_it() -> None:
    made = scene([], line("Untitled 1 - Editor", (200, 2, 160, 18)))
    assert said(made) == []


def test_items_are_in_reading_order_whatever_the_order_of_the_tree() -> None:
    made = scene(
        [
            node(Role.BUTTON, "OK", (500, 350, 80, 30)),
            node(Role.LABEL, "Save the changes?", (80, 20, 300, 20)),
            node(Role.BUTTON, "Cancel", (400, 350, 80, 30)),
        ],
        line("Only in pixels", (80, 100, 150, 20)),
    )
    assert [name for _, name in said(made)] == ["Save the changes?", "Only in pixels", "Cancel", "OK"]


def two_columns(*, apart: int) -> list[Node]:
    """Two headed columns of text, told one after the other, over buttons told from the right."""
    left = [node(Role.HEADING, "Left", (10, 10, 280, 18)), node(Role.LABEL, "One. Two.", (10, 34, 280, 54))]
    right = [node(Role.HEADING, "Right", (290 + apart, 10, 280, 18)), node(Role.LABEL, "Three. Four.", (290 + apart, 34, 280, 54))]
    return [*left, *right, node(Role.BUTTON, "Close", (500, 350, 80, 30)), node(Role.BUTTON, "Print", (400, 350, 80, 30))]


@pytest.mark.parametrize("apart", [8, 16, 20])
def test_columns_that_the_tree_tells_one_after_the_other_are_read_so_though_they_stand_level(apart: int) -> None:
    made = scene(two_columns(apart=apart))
    assert [name for _, name in said(made)] == ["Left", "One. Two.", "Right", "Three. Four.", "Print", "Close"]


def test_captions_that_the_tree_tells_before_all_their_texts_are_read_with_them() -> None:
    captions = [node(Role.LABEL, f"Caption {n}", (10, 20 + 40 * n, 80, 20)) for n in range(3)]
    texts = [node(Role.LABEL, f"text {n}", (110, 20 + 40 * n, 90, 20)) for n in range(3)]
    made = scene([*captions, *texts])
    assert [name for _, name in said(made)] == ["Caption 0", "text 0", "Caption 1", "text 1", "Caption 2", "text 2"]


def test_the_parts_of_a_pane_stay_together_whatever_stands_beside_them() -> None:
    panes = [node(Role.GROUP, "Left", (0, 0, 290, 300)), node(Role.GROUP, "Right", (300, 0, 290, 300))]
    parts = [
        node(Role.BUTTON, f"{side} {n}", (20 + 300 * at, 20 + 40 * n, 90, 30), 1 + at) for n in range(3) for at, side in enumerate("lr")
    ]
    made = scene([*panes, *parts])
    assert [name for _, name in said(made)] == ["Left", "l 0", "l 1", "l 2", "Right", "r 0", "r 1", "r 2"]


def test_without_a_tree_the_lines_are_the_items() -> None:
    made = scene(None, line("second", (10, 60, 60, 18)), line("first", (10, 20, 50, 18)))
    assert [(item.name, item.source, item.parent) for item in made.items] == [("first", Source.PIXELS, -1), ("second", Source.PIXELS, -1)]
    assert not made.has_outline


def test_an_incomplete_tree_is_said_to_be_one() -> None:
    assert not scene([], complete=False).outline_complete


def calls(rows: int) -> int:
    """How many calls, ours and Python's, it takes to merge a table."""
    screen, outline, lines = table(rows)
    count = 0

    def seen(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        merge(target=Target(), window=WINDOW, frame_box=screen, outline=outline, lines=lines, text_read=True)
    finally:
        sys.setprofile(before)
    return count


def test_four_times_the_nodes_and_lines_take_little_more_than_four_times_the_work() -> None:
    assert calls(80) < 5 * calls(20)


boxes = st.tuples(st.integers(-50, 620), st.integers(-50, 420), st.integers(1, 300), st.integers(1, 120))
texts = st.text("abcdef 012", max_size=12)


@given(
    st.lists(st.tuples(st.sampled_from(list(Role)), texts, st.none() | boxes, st.integers(0, 30)), max_size=25),
    st.lists(st.tuples(texts, boxes), max_size=15),
    st.integers(-1, 25),
)
@settings(max_examples=150, deadline=None)
def test_every_scene_is_a_tree_with_boxes_in_the_picture(
    given: list[tuple[Role, str, tuple[int, int, int, int] | None, int]], read: list[tuple[str, tuple[int, int, int, int]]], focus: int
) -> None:
    nodes = [node(role, name, box, min(parent, at)) for at, (role, name, box, parent) in enumerate(given)]
    focus = focus if focus <= len(nodes) else -1
    made = scene(nodes, *(line(text, box) for text, box in read), focus=focus)
    assert all(item.parent < at for at, item in enumerate(made.items))
    assert all(item.parent >= -1 for item in made.items)
    places = [item.box for item in made.items if item.box and item.source is not Source.PIXELS]
    assert all(Box(0, 0, FRAME.width, FRAME.height).intersection(box) == box for box in places)
    assert (made.focus >= 0) == (focus >= 0)
    assert len(made.lines) + sum(item.role is Role.PASSWORD for item in made.items) * 99 >= len(read)


def test_what_a_tree_without_places_says_is_not_told_again_from_the_picture() -> None:
    nodes = [
        node(Role.LABEL, "Do you want to save?"),
        node(Role.BUTTON, "OK"),
        node(Role.TEXT_AREA, "", value="Dear Anna,\nwe meet at 1500"),
    ]
    shown = ["Do you want to save?", "OK", "we meet at 1500", "15", "Activities"]
    outline = Outline((replace(ROOT, box=None), *nodes), -1, True, 0.0)
    lines = [line(text, (10, 30 * at, 90, 14)) for at, text in enumerate(shown)]
    made = merge(target=Target(TargetKind.SCREEN), window=WINDOW, frame_box=FRAME, outline=outline, lines=lines, text_read=True)
    assert [item.name for item in made.items if item.source is Source.PIXELS] == ["15", "Activities"]
    assert len(made.lines) == len(shown)


def test_what_is_read_in_the_place_of_a_text_in_a_script_that_cant_be_read_is_not_told() -> None:
    label = node(Role.LABEL, "Όνομα αρχείου:", (10, 10, 130, 20))
    button = node(Role.BUTTON, "Ακύρωση", (10, 60, 90, 30))
    both = line("'Ovoμα αρxεíov:slides-82.png", (10, 10, 230, 20))
    got = scene([label, button], both, line("Akúpwon", (20, 66, 70, 18), 0.95))
    assert [item.name for item in got.items if item.role is Role.TEXT] == []
    assert [item.pixels_say for item in got.items] == ["", "", ""]
    assert all(item.source is Source.BOTH for item in got.items if item.name == "Ακύρωση")


def test_letters_that_cant_be_read_are_left_out_where_the_program_has_such_text() -> None:
    group = node(Role.GROUP, "Μονάδες", (0, 100, 300, 200))
    got = scene([group, node(Role.RADIO, "Μετρικές", (10, 130, 100, 20), 1)], line("Moνδε", (20, 102, 60, 16)))
    assert [item.name for item in got.items if item.source is Source.PIXELS] == []


def test_a_value_whose_parts_stand_the_other_way_round_is_the_same() -> None:
    cell = node(Role.CELL, "15 MB", (10, 10, 80, 20))
    got = scene([cell], line("MB 15", (12, 12, 50, 16)))
    assert [item.pixels_say for item in got.items] == ["", ""]


def test_a_row_that_is_laid_out_from_right_to_left_is_read_so_whatever_script_it_is_in() -> None:
    table_ = node(Role.TABLE, "الملفات", (0, 0, 400, 100))
    names = ["map-17.txt", "310 KB", "جدول", "2026-02-01"]
    cells = [node(Role.CELL, name, (300 - 100 * at, 20, 90, 20), 1) for at, name in enumerate(names)]
    assert [item.name for item in scene([table_, *cells]).items if item.role is Role.CELL] == names


def test_buttons_named_backwards_in_a_window_of_latin_script_are_read_from_the_left() -> None:
    buttons = [node(Role.BUTTON, name, (x, 20, 80, 30)) for name, x in (("OK", 200), ("Cancel", 100), ("Help", 0))]
    assert [item.name for item in scene(buttons).items if item.role is Role.BUTTON] == ["Help", "Cancel", "OK"]


def test_the_grip_of_a_status_bar_is_no_text() -> None:
    bar = node(Role.STATUS_BAR, "", (0, 370, 600, 30))
    told = node(Role.LABEL, "Page 3 of 18", (5, 372, 120, 24), 1)
    got = scene([bar, told], line("iis.", (578, 380, 22, 18), 0.67), line("Ready now", (300, 374, 80, 18), 0.7))
    assert [item.name for item in got.items if item.source is Source.PIXELS] == ["Ready now"]


def test_a_row_that_the_end_of_its_list_cuts_is_not_told_by_halves() -> None:
    rows = node(Role.TABLE, "Files", (0, 0, 300, 100))
    cells = [node(Role.CELL, name, (0, 20 * at, 100, 20), 1) for at, name in enumerate(["map.csv", "song.ods", "diary.txt"])]
    got = scene([rows, *cells], line("640 KD 立档", (10, 88, 90, 11), 0.9), line("Below it", (10, 120, 80, 18)))
    assert [item.name for item in got.items if item.source is Source.PIXELS] == ["Below it"]


def test_what_is_read_into_a_cell_in_a_script_that_cant_be_read_is_not_told_beside_the_cells_that_were_read() -> None:
    rows = node(Role.TABLE, "الملفات", (0, 0, 600, 100))
    places = [("photo-86.odt", 400), ("88 KB", 300), ("مستند", 200), ("2024-08-21", 60)]
    cells = [node(Role.CELL, name, (x, 10, 100 if x < 400 else 150, 24), 1) for name, x in places]
    got = scene([rows, *cells], line("2024-08-21 J 88 B photo-86.odt", (60, 10, 490, 24), 0.9))
    assert [item.name for item in got.items if item.role is Role.TEXT] == []


def test_a_line_of_a_text_without_blanks_is_known_though_a_sign_was_misread() -> None:
    written = "渡轮于07:15从东码头出发，日落后返回。陈女士宣布会议开始，并感谢了志愿者。"
    area = node(Role.TEXT_AREA, "正文", (0, 0, 500, 200), value=written)
    got = scene(
        [area], line("又轮于07:15从东码头出发，日落后返回。", (4, 4, 300, 20)), line("有新邮件到达，请及时查看。", (4, 150, 200, 20))
    )
    assert [item.name for item in got.items if item.source is Source.PIXELS] == ["有新邮件到达，请及时查看。"]


def test_the_signs_on_the_buttons_of_a_spin_box_contradict_nothing() -> None:
    spin = node(Role.SPIN_BOX, "份数", (0, 0, 200, 30), value="54")
    assert [item.pixels_say for item in scene([spin], line("一 十", (140, 4, 50, 22), 0.97)).items] == ["", ""]
    assert [item.pixels_say for item in scene([spin], line("45", (10, 4, 30, 22), 0.97)).items] == ["", "45"]


def test_lines_in_a_script_that_cant_be_read_are_told_to_be_illegible_but_stay_to_be_looked_through_for_secrets() -> None:
    greek, formula = line("Kωδι πσβασ: 4111 1111", (10, 10, 200, 20)), line("where λ and μ are small", (10, 40, 200, 20))
    got = merge(
        target=Target(),
        window=WINDOW,
        frame_box=FRAME,
        outline=None,
        lines=[greek, formula],
        text_read=True,
        illegible=[Box(10, 80, 90, 20)],
    )
    assert got.illegible == (Box(10, 80, 90, 20), greek.box)
    assert [shown.text for shown in got.lines] == [greek.text, formula.text]


def test_a_misread_line_beside_a_tree_stays_to_be_looked_through_for_secrets() -> None:
    got = scene([node(Role.BUTTON, "Ακύρωση", (10, 60, 90, 30))], line("Kρτα 4111 1111 1111 1111", (200, 10, 230, 20)))
    assert [item.name for item in got.items if item.source is Source.PIXELS] == []
    assert [shown.text for shown in got.lines] == ["Kρτα 4111 1111 1111 1111"]


def test_a_caption_and_its_field_that_are_read_as_one_word_are_both_told() -> None:
    caption = node(Role.LABEL, "文件名：", (10, 10, 60, 24))
    name = node(Role.TEXT_FIELD, "文件名：", (75, 10, 200, 24), value="diary-89.jpg", labelled_by="文件名：")
    got = scene([caption, name], line("文件名：ldiary-89.jpg", (10, 12, 160, 20)))
    assert [item.name for item in got.items if item.source is Source.PIXELS] == []


def test_signs_that_an_icon_parts_from_their_text_are_told_already() -> None:
    text = node(Role.LABEL, "服务器 mail.example.org 在30秒内没有响应。", (60, 40, 400, 24))
    got = scene([text], line("X 服 务器 a", (10, 40, 120, 24), 0.9))
    assert [item.name for item in got.items if item.source is Source.PIXELS] == []


@pytest.mark.parametrize(("shown", "left"), [("下一ī", []), ("大不同", ["大不同"])])
def test_one_misread_sign_of_a_short_name_makes_no_other_text(shown: str, left: list[str]) -> None:
    got = scene([node(Role.BUTTON, "下一页", (10, 10, 60, 24))], line(shown, (2, 4, 90, 40), 0.9))
    assert [item.name for item in got.items if item.source is Source.PIXELS] == left


def test_a_tab_that_holds_its_page_is_known_by_its_own_text() -> None:
    tab = node(Role.TAB, "عام", (250, 10, 30, 30))
    inside = node(Role.CHECK_BOX, "تحريك النوافذ", (20, 60, 300, 24), 1)
    assert [item.name for item in scene([tab, inside], line("pls", (253, 9, 22, 40), 0.93)).items if item.source is Source.PIXELS] == []


def test_what_is_left_of_a_line_across_two_buttons_is_told_if_one_of_them_says_it() -> None:
    buttons = [node(Role.BUTTON, "上一页", (10, 10, 120, 42)), node(Role.BUTTON, "下一页", (140, 10, 120, 42))]
    got = scene(buttons, line("上一页 下一ī", (12, 10, 240, 42), 0.9))
    assert [item.name for item in got.items if item.source is Source.PIXELS] == []
