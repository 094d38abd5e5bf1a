"""Changing the keys of one command."""

from __future__ import annotations

import pytest

from mmassist.desktop.chords import parse
from mmassist.desktop.claims import Claim
from mmassist.errors import HotkeyTaken, MmassistError, SettingsError
from mmassist.settings import KeySettings, ProgramKeySettings, Settings
from mmassist.wiring.key_changes import changed, check_all, is_letter, now, put_back
from mmassist.wiring.key_conflicts import Conflicts
from tests.unit.wiring.test_key_conflicts import F1, F7, F10, FakeKeys


def free() -> Conflicts:
    return Conflicts(FakeKeys(), list)


def after(command: str, key: str, program: str = "", before: Settings | None = None) -> Settings:
    return changed(before or Settings(), command, key, program, free())[0]


def test_a_letter_goes_after_the_leader_and_a_key_stands_alone() -> None:
    lettered, chorded = now(after("describe", "shift+v")), now(after("next", "ctrl+shift+f9"))

    assert (lettered.letter_of("describe"), lettered.chords["describe"]) == ("Shift+V", F1)
    assert (chorded.letter_of("next"), str(chorded.chords["next"])) == ("n", "Ctrl+Shift+F9")


@pytest.mark.parametrize(
    ("key", "letter"), [("d", True), ("?", True), ("Enter", True), ("Shift+B", True), ("F5", False), ("Ctrl+F5", False)]
)
def test_what_is_a_letter(key: str, letter: bool) -> None:
    assert is_letter("describe", key) == letter
    assert not is_letter("leader", key)


def test_a_key_of_its_own_is_kept_where_it_always_was() -> None:
    settings = after("read_on", "Ctrl+Shift+F9")

    assert settings.keys.read_on == "Ctrl+Shift+F9"
    assert settings.keys.chords == {}


def test_none_takes_letter_and_key_away() -> None:
    made = now(after("stop", "NONE"))

    assert (made.letter_of("stop"), "stop" in made.chords, made.problems) == ("", False, ())


def test_without_a_key_the_first_that_is_free_is_taken() -> None:
    settings, key = changed(Settings(), "describe", "", "", Conflicts(FakeKeys(F10), list))

    assert key == "Ctrl+Shift+F11"
    assert str(now(settings).chords["describe"]) == key


@pytest.mark.parametrize("key", ["n", "Ctrl+Shift+F7"])
def test_what_another_command_has_is_refused_with_one_that_is_free(key: str) -> None:
    with pytest.raises(SettingsError) as caught:
        after("describe", key)

    assert "is set twice" in caught.value.spoken
    assert "is still free" in caught.value.remedy


def test_what_another_program_has_is_refused() -> None:
    with pytest.raises(HotkeyTaken) as caught:
        changed(Settings(), "describe", "Ctrl+Shift+F9", "", Conflicts(FakeKeys(parse("Ctrl+Shift+F9")), list))

    assert "Control Shift F10 is free" in caught.value.remedy


def test_what_a_screen_reader_has_is_refused() -> None:
    claim = Claim(parse("Alt+Shift+H"), "Orca", True)
    with pytest.raises(HotkeyTaken, match="Orca"):
        changed(Settings(), "describe", "Alt+Shift+H", "", Conflicts(FakeKeys(), lambda: [claim]))


@pytest.mark.parametrize(("command", "key"), [("dance", "d"), ("describe", "dd"), ("describe", "Ctrl+Foo"), ("leader", "d")])
def test_nonsense_is_refused_and_changes_nothing(command: str, key: str) -> None:
    with pytest.raises(SettingsError):
        after(command, key)


def test_a_program_may_have_its_own_and_lose_it_again() -> None:
    settings = after("describe", "Shift+V", "Blender", after("leader", "none", "Blender"))

    assert (now(settings, "blender").leader, now(settings).leader) == (None, parse("Ctrl+Shift+F6"))
    assert now(settings, "Blender").letter_of("describe") == "Shift+V"
    assert now(put_back(settings, "describe", "blender"), "Blender").letter_of("describe") == "d"
    assert put_back(settings, "", "Blender") == Settings()


def test_all_can_be_put_back() -> None:
    settings = after("leader", "Ctrl+Shift+F9", before=after("describe", "Shift+V"))

    assert put_back(settings, "", "") == Settings()
    assert now(put_back(settings, "leader", "")).letter_of("describe") == "Shift+V"


def test_a_check_tells_what_is_set_twice_in_any_program_and_what_others_have() -> None:
    twice = KeySettings(letters={"describe": "n"}, programs={"Blender": ProgramKeySettings(letters={"read": "p"})})
    told = check_all(Settings(keys=twice), Conflicts(FakeKeys(F7), list), held=False)

    assert [error.spoken.split(".")[0] for error in told] == [
        "The letter N is set twice",
        "The letter P is set twice",
        "The key in the settings is not one I know" if isinstance(told[2], SettingsError) else told[2].spoken.split(".")[0],
    ]
    assert isinstance(told[2], HotkeyTaken)


def test_while_the_app_holds_its_keys_they_are_not_tried() -> None:
    def told(held: bool) -> list[MmassistError]:
        return check_all(Settings(), Conflicts(FakeKeys(F1, F7), list), held)

    assert (len(told(held=True)), len(told(held=False))) == (0, 2)
