"""The keys that hold now, and how they are told."""

from __future__ import annotations

from mmassist.desktop.keymap import Options, Wishes
from mmassist.dialogue.commands import names
from mmassist.engine.keytable import Keytable

BLENDER = Options(programs={"Blender": Wishes(leader="none", letters={"describe": "Shift+V"})})


def test_the_users_own_letters_are_told_in_the_order_of_use() -> None:
    told = Keytable(Options(Wishes(letters={"describe": "Shift+V"})), names()).told()

    assert told[0] == "Press Control Shift F6, let it go, then press a letter."
    assert "Shift V: describe the window." in told
    assert "D: describe the window." not in told
    assert told.index("To look.") < told.index("Shift V: describe the window.") < told.index("To talk.") < told.index("S: stop speaking.")
    assert "Shift B: previous button." in told
    assert "question mark: these keys." in told
    assert told[-1] == "Escape leaves."


def test_a_command_without_a_place_of_its_own_is_told_at_the_end() -> None:
    told = Keytable(Options(Wishes(letters={"louder": "+"})), names()).told()

    assert told[told.index("And further.") + 1] == "plus: louder."


def test_in_a_program_of_its_own_its_keys_hold_and_are_told() -> None:
    table = Keytable(BLENDER, names())
    assert not table.front("Firefox")
    assert table.front("blender")
    assert table.now.leader is None
    assert table.letters().commands["Shift+V"] == "describe"
    assert table.told()[0] == "There is no leader key here."
    assert not table.front("Blender")
    assert table.front("Firefox")
    assert table.now.leader is not None


def test_new_settings_hold_in_the_program_that_is_in_front() -> None:
    table = Keytable(Options(), names())
    table.front("Blender")
    table.use(BLENDER)

    assert table.now.leader is None


def test_a_desktop_that_chooses_the_keys_tells_them_itself() -> None:
    table = Keytable(Options(), names())
    table.elsewhere = lambda: "describe is on Super D."

    told = table.told()
    assert (told[0], told[-1]) == ("describe is on Super D.", "Escape leaves.")
    assert "B: next button." in told
    table.hears_letters = False
    assert table.told() == ["describe is on Super D."]
