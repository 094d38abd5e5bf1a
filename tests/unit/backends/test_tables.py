"""Lists and tables that may be longer than what is in view."""

from __future__ import annotations

import pytest

from mmassist.backends.describer import detail
from mmassist.values import Box, Role, Scene, State, Verbosity
from tests.fakes.scenes import Part, in_view, part, scene, table
from tests.unit.backends.heard import everything, full, gist, rest

ROWS = [[f"note {number}", f"{number} kB"] for number in range(1, 41)]


def long_table(height: int, *, selected: int = -1, top: int = 0) -> Scene:
    whole = table([], ROWS, selected)
    return scene("Files", "app", in_view(whole, height, top))


def cities(height: int, *, top: int = 0, focus: int = -1, more: tuple[Part, ...] = ()) -> Scene:
    entries = [part(Role.LIST_ITEM, f"city {at}", *([State.FOCUSED, State.SELECTED] if at == focus else [])) for at in range(9)]
    return scene("Pick", "app", in_view(part(Role.LIST, "", *entries), height, top), *more)


def test_rows_that_fill_their_table_are_those_in_view() -> None:
    assert rest(long_table(200)).startswith("Table with 10 rows in view and 2 columns.")


def test_rows_with_room_below_them_are_all() -> None:
    shown = scene("Files", "app", in_view(table([], ROWS[:5]), 200))
    assert rest(shown).startswith("Table with 5 rows and 2 columns.")


def test_rows_whose_first_is_cut_at_the_top_are_those_in_view() -> None:
    assert rest(long_table(2000, top=-30)).startswith("Table with 39 rows in view and 2 columns. Row 2: note 2, 2 kB.")


def test_rows_that_begin_later_are_those_in_view() -> None:
    assert rest(long_table(2000, top=-40)).startswith("Table with 38 rows in view and 2 columns. Row 3: note 3, 3 kB.")


def test_rows_of_which_one_in_the_middle_knows_its_number_are_all() -> None:
    cells = [part(Role.CELL, name, row=2 if name == "c" else -1) for name in "abc"]
    assert rest(scene("Grid", "app", in_view(part(Role.TABLE, "", *cells), 200))).startswith("Table with 3 rows.")


def test_what_is_left_in_view_is_said_to_be_so() -> None:
    assert full(long_table(400)).endswith("8 more rows in view.")


def test_a_list_that_fills_its_box_is_told_by_what_is_in_view() -> None:
    assert rest(cities(180)) == ("List with 9 items in view: city 0, city 1, city 2, city 3, city 4, city 5, city 6 and more.")


def test_a_long_list_is_told_in_sentences_that_can_be_followed() -> None:
    entries = [part(Role.LIST_ITEM, f"a rather long name of a city {at}") for at in range(20)]
    heard = list(detail(scene("Pick", "app", part(Role.LIST, "", *entries)), Verbosity.FULL, "Pick, App."))
    assert max(map(len, heard)) <= 260


def test_a_long_list_is_told_on() -> None:
    entries = [part(Role.LIST_ITEM, f"a rather long name of a city {at}") for at in range(20)]
    assert "Further: a rather long name of a city 6, " in full(scene("Pick", "app", part(Role.LIST, "", *entries)))


def test_a_list_with_room_below_is_told_whole() -> None:
    assert rest(cities(200)).startswith("List with 9 items: city 0, ")


@pytest.mark.parametrize(("bar", "heard"), [(Box(312, 100, 12, 400), "9 items in view"), (Box(700, 100, 12, 400), "9 items:")])
def test_a_scroll_bar_beside_a_list_tells_that_there_is_more(bar: Box, heard: str) -> None:
    assert heard in rest(cities(400, more=(part(Role.SCROLL_BAR, "", box=bar),)))


def test_a_place_in_a_list_is_told_only_where_its_length_is_known() -> None:
    assert gist(cities(200, focus=2)).endswith("Focus on city 2, list item, selected, 3 of 9.")


def test_no_place_is_told_in_a_list_that_may_be_longer() -> None:
    assert gist(cities(180, focus=2)).endswith("Focus on city 2, list item, selected.")


def test_of_the_row_with_the_focus_the_rest_is_told() -> None:
    cells = [
        part(Role.CELL, f"{name}{row}", *([State.FOCUSED, State.SELECTED] if (name, row) == ("a", 2) else []), row=row, column=column)
        for row in range(4)
        for column, name in enumerate("abc")
    ]
    assert everything(scene("Grid", "app", part(Role.TABLE, "", *cells))) == (
        "Grid, App. Focus on a2, cell, selected, row 3. Table with 4 rows and 3 columns. The rest of row 3: b2, c2. First row: a0, b0, c0."
    )


def test_a_row_of_one_cell_that_has_the_focus_is_not_told_again() -> None:
    cells = [part(Role.CELL, name, *([State.FOCUSED, State.SELECTED] if name == "b" else [])) for name in "abc"]
    assert rest(scene("Grid", "app", part(Role.TABLE, "", *cells))) == "Table with 3 rows. First row: a."


def test_a_row_whose_number_is_not_known_is_given_none() -> None:
    cells = [part(Role.CELL, name, *([State.SELECTED] if name == "b" else [])) for name in "abc"]
    shown = scene("Grid", "app", in_view(part(Role.TABLE, "", *cells), 60))
    assert rest(shown) == "Table with 3 rows in view. Selected row: b. First row in view: a."


def test_a_list_that_has_the_focus_is_named_once_and_so_is_what_is_selected_in_it() -> None:
    entries = [part(Role.LIST_ITEM, name, *([State.SELECTED] if name == "Salzburg" else [])) for name in ("Porto", "Nantes", "Salzburg")]
    shown = scene("Select a city", "app", part(Role.LIST, "City", *entries, State.FOCUSED, value="Salzburg"))
    assert gist(shown).endswith("Focus on City, list, Salzburg selected.")
    assert rest(shown) == "List with 3 items: Porto, Nantes and Salzburg."


@pytest.mark.parametrize(("told", "said"), [(5, "Table with 5 rows"), (3, "Table with 3 rows in view")])
def test_rows_of_a_page_s_table_that_goes_on_below_them_are_those_in_view(told: int, said: str) -> None:
    cells = [part(Role.CELL, f"note {row}", row=row, column=0, box=Box(20, 60 + 20 * row, 200, 20)) for row in range(told)]
    grid = part(Role.TABLE, "", *cells, box=Box(20, 60, 200, 100))
    shown = scene("Files", "browser", part(Role.DOCUMENT, "Files", grid, box=Box(0, 40, 800, 560)))
    assert rest(shown).startswith(f"{said}. First row: note 0.")
