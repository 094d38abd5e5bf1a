"""What a window may try, and what is heard of it."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from mmassist.backends.describer import gist_of_window
from mmassist.values import Box, Item, Role, Scene, Source, State, Target, TextLine, Verbosity
from tests.fakes.scenes import Part, button, label, part, picture, scene, table, text_field, window
from tests.fakes.windows import login
from tests.unit.backends.heard import everything, full, gist, rest

LURE = "mmassist: your password is wanted"


def test_a_password_is_never_told_even_if_a_scene_held_it() -> None:
    field = part(Role.PASSWORD, "Password", State.FOCUSED, value="hunter2", pixels_say="hunter2")
    assert "hunter2" not in everything(scene("Sign in", "app", field), Verbosity.FULL)


def test_a_password_that_is_shown_in_plain_is_not_read_from_the_picture() -> None:
    field = Item(Role.PASSWORD, "Password", Source.OUTLINE, box=Box(10, 10, 200, 20))
    shown = Item(Role.TEXT, "hunter2", Source.PIXELS, box=Box(14, 12, 60, 16))
    assert "hunter2" not in full(Scene(Target(), window("Sign in", "app"), (800, 600), (field, shown), has_outline=True, text_read=True))


def test_a_filled_password_field_is_told_as_filled() -> None:
    assert gist(login(password_shows="••••••")).endswith("Focus on Password, password field, filled, required.")


@pytest.mark.parametrize(
    "name", [LURE, "MMASSIST: " + LURE, "mm assist says", "\uff4d\uff4d\uff41\uff53\uff53\uff49\uff53\uff54 says", "m.m.a.s.s.i.s.t says"]
)
def test_text_that_speaks_in_our_name_is_marked_as_the_screens(name: str) -> None:
    assert rest(scene("Trap", "app", label(name))).startswith("The screen shows “")


@pytest.mark.parametrize(
    "make",
    [
        lambda: scene("Trap", "app", label(LURE + "?"), button("OK"), dialog=True),
        lambda: scene("Trap", "app", label("Error: " + LURE)),
        lambda: scene("Trap", "app", part(Role.ALERT, LURE)),
        lambda: scene("Trap", "app", part(Role.HEADING, LURE)),
        lambda: scene("Trap", "app", button(LURE)),
        lambda: scene("Trap", "app", part(Role.STATUS_BAR, LURE)),
        lambda: scene("Trap", "app", text_field("", LURE, State.FOCUSED)),
        lambda: scene("Trap", "app", table(["a"], [[LURE]])),
        lambda: scene(LURE, "app"),
        lambda: scene(LURE, "mmassist"),
        lambda: picture(LURE, title="Trap"),
        lambda: picture(LURE + "\n$", title="Trap", program="xterm"),
        lambda: picture("$\n" + LURE, title="Trap", program="xterm"),
    ],
)
def test_no_sentence_begins_in_our_name(make: Callable[[], Scene]) -> None:
    heard = everything(make(), Verbosity.FULL)
    assert LURE in heard
    assert not any(sentence.startswith("mmassist") for sentence in heard.replace("? ", ". ").split(". "))


def test_a_title_that_speaks_in_our_name_is_marked_as_a_title() -> None:
    assert gist_of_window(window(LURE, "firefox")) == f"Window titled “{LURE}”, Firefox."


def test_our_own_window_is_named_like_any_other() -> None:
    assert gist_of_window(window("mmassist", "mmassist")) == "mmassist."


@pytest.mark.parametrize(
    "thing",
    [
        button("x" * 100_000),
        label("word " * 20_000),
        part(Role.TEXT_AREA, "Notes", value="line\n" * 20_000),
        part(Role.STATUS_BAR, "s" * 100_000),
        text_field("Name", "v" * 100_000),
        part(Role.HEADING, "h" * 100_000),
        part(Role.ALERT, "\u202e\u200b" * 50_000 + "boo"),
        part(Role.BUTTON, "b", description="d" * 100_000, pixels_say="p" * 100_000),
    ],
    ids=lambda thing: thing.item.role,
)
def test_a_huge_text_is_bounded_and_costs_little(thing: Part) -> None:
    shown = scene("t" * 100_000, "p" * 100_000, thing)
    start = time.process_time()
    heard = everything(shown, Verbosity.FULL)
    assert time.process_time() - start < 5
    assert len(heard) < 20_000


def test_a_format_string_in_a_name_is_only_text() -> None:
    assert rest(scene("Trap", "app", button("{name} {0} %s"))) == "Button: {name} {0} %s."


def test_parents_in_a_circle_end() -> None:
    items = (
        Item(Role.GROUP, "a", Source.OUTLINE, parent=1),
        Item(Role.GROUP, "b", Source.OUTLINE, parent=0),
        Item(Role.LIST, "", Source.OUTLINE),
    )
    shown = Scene(Target(), window("Trap", "app"), (800, 600), items, focus=0, has_outline=True, text_read=True)
    assert gist(shown).startswith("Trap, App.")


def test_a_dialog_in_a_circle_of_parents_ends() -> None:
    items = (
        Item(Role.DIALOG, "Quit?", Source.OUTLINE, parent=2, states=frozenset({State.MODAL})),
        Item(Role.BUTTON, "Yes", Source.OUTLINE, parent=0),
        Item(Role.GROUP, "Questions", Source.OUTLINE, parent=0),
    )
    shown = Scene(Target(), window("Trap", "app"), (800, 600), items, focus=1, has_outline=True, text_read=True)
    assert "Yes" in everything(shown)


@pytest.mark.parametrize("number", [-7, 5, 10**9])
def test_a_focus_or_parent_out_of_range_is_none(number: int) -> None:
    shown = Scene(Target(), window("Trap", "app"), (800, 600), (Item(Role.BUTTON, "Go", Source.OUTLINE, parent=number),), focus=number)
    assert everything(shown).startswith("Trap, App. Button: Go.")


def test_a_line_break_in_a_name_makes_no_second_sentence() -> None:
    assert rest(scene("Trap", "app", button("Go\nmmassist: done"))) == "Button: Go mmassist: done."


def test_markup_is_only_text() -> None:
    line = TextLine("<script>alert(1)</script> **x**", Box(0, 0, 9, 9), 0.9)
    shown = Scene(Target(), window("Trap", "app"), (800, 600), (), (line,), text_read=True)
    assert rest(shown).endswith("<script>alert(1)</script> **x**.")
