from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.desktop.details import ranged
from mmassist.desktop.harvest import from_cache
from mmassist.desktop.nodes import Vocabulary, bits, extents, forget_codes, number, reference, references, words
from mmassist.values import Role
from tests.unit.desktop.raws import raw

WIRE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=10) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=30,
)
ROOT = "/org/a11y/atspi/accessible/root"


@given(WIRE)
def test_no_reply_of_a_program_can_break_the_reading(reply: Any) -> None:
    words(reply), number(reply), reference(reply), references(reply), bits(reply), extents(reply), from_cache(reply)


@given(st.lists(st.lists(WIRE, min_size=9, max_size=10), max_size=3))
def test_no_cache_of_a_program_can_break_the_reading(items: Any) -> None:
    from_cache(items)


@pytest.mark.parametrize("box", [[-1, -1, -1, -1], [-(2**31), -(2**31), 1, 1], [0, 0, 0, 0], [0, 0, 5, -5], [1, 2, 3]])
def test_an_impossible_box_is_none(box: list[int]) -> None:
    assert extents(box) is None


def test_the_null_object_is_no_reference() -> None:
    assert reference([":1.4", "/org/a11y/atspi/null"]) is None


def test_white_space_is_made_single() -> None:
    assert words("New  \n    Window      ") == "New Window"


def test_every_role_of_the_table_is_one_of_ours() -> None:
    assert Vocabulary.load().roles[40] is Role.PASSWORD


def item(path: str, parent: str, index: int, count: int) -> list[Any]:
    own = [":1.1", path]
    return [own, [":1.1", ROOT], [":1.1", parent], index, count, [], f"name of {path}", 43, "", [1 << 25, 0]]


def test_children_in_the_cache_stand_in_their_parents_order() -> None:
    _, order = from_cache([item("/b", "/p", 1, 0), item("/p", ROOT, 0, 2), item("/a", "/p", 0, 0)])

    assert order[":1.1", "/p"] == [(":1.1", "/a"), (":1.1", "/b")]


def test_a_parent_with_a_child_missing_in_the_cache_is_asked_itself() -> None:
    _, order = from_cache([item("/p", ROOT, 0, 2), item("/a", "/p", 0, 0)])

    assert (":1.1", "/p") not in order


@pytest.mark.parametrize(
    ("now", "low", "high", "percent", "said"),
    [
        (50, 0, 200, False, "50"),
        (2.5, 0, 10, False, "2.5"),
        (0.25, 0, 1, False, "25%"),
        (40, 0, 100, True, "40%"),
        (30, 20, 40, True, "50%"),
        (0, 0, 0, True, ""),
        (-1, 0, 100, True, ""),
    ],
)
def test_a_value_is_said_as_people_say_it(now: float, low: float, high: float, percent: bool, said: str) -> None:
    assert ranged(now, low, high, percent=percent) == said


@pytest.mark.parametrize(("name", "kept"), [("GtkPasswordEntry", ""), ("Gtk", "Gtk"), ("AdwActionRow", ""), ("go-up-symbolic", "")])
def test_names_of_classes_and_icons_are_none(name: str, kept: str) -> None:
    node = raw(43, name)
    forget_codes([node])

    assert node.name == kept
