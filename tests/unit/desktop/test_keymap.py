"""Which key does what, and that nothing collides silently."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mmassist.desktop.chords import default_keys, defaults, parse
from mmassist.desktop.keymap import Options, Wishes, groups, keymap, spare_chords, walking, words
from mmassist.desktop.strokes import parse_letter
from mmassist.dialogue.commands import names

ALL = frozenset(name for names in groups().values() for name in names) | default_keys().keys() | {"read-on"}
SOME = sorted(ALL)


def wanting(**letters: str) -> Options:
    return Options(Wishes(letters=letters))


def told(options: Options, program: str = "") -> list[str]:
    return [f"{problem.spoken} {problem.remedy}" for problem in keymap(options, ALL, program).problems]


def test_the_defaults_collide_with_nothing() -> None:
    made = keymap(Options(), ALL)

    assert made.problems == ()
    assert set(made.letters.values()) == {name for names in groups().values() for name in names}
    assert made.chords == {name: parse(chord) for name, chord in default_keys().items()}
    assert made.leader == parse("Ctrl+Shift+F6")


def test_every_default_is_written_in_the_one_way() -> None:
    letters = [letter for table in defaults()["letters"].values() for letter in table.values()]

    assert [parse_letter(letter) for letter in letters] == letters
    assert names() | ALL <= defaults()["words"].keys()
    assert walking() <= ALL


@pytest.mark.parametrize("kind", ["button", "field", "text", "heading", "link"])
def test_shift_turns_a_step_round_and_the_leader_stays_open(kind: str) -> None:
    made = keymap(Options(), ALL)

    assert made.letter_of(f"previous-{kind}") == f"Shift+{made.letter_of(f'next-{kind}').upper()}"
    assert {f"next-{kind}", f"previous-{kind}"} <= walking()


def test_what_is_free_can_be_a_key() -> None:
    assert len({parse(chord) for chord in spare_chords()}) == len(spare_chords())


def test_a_command_that_this_app_does_not_have_gets_no_default_key() -> None:
    made = keymap(Options(), ALL - {"next", "stop"})

    assert "next" not in made.letters.values()
    assert "stop" not in made.chords
    assert made.problems == ()


def test_a_wish_goes_before_a_default_and_what_lost_its_letter_is_told() -> None:
    options = wanting(describe="n")

    assert keymap(options, ALL).letters["n"] == "describe"
    assert told(options) == [
        "The letter N is set twice. It stays with: describe the window. Without a letter is: next item. "
        "D is still free. Set it with mmassist keys set."
    ]


def test_what_is_given_another_letter_or_none_loses_nothing() -> None:
    assert told(wanting(describe="n", next="Shift+V")) == []
    assert told(wanting(describe="n", next="none")) == []


def test_of_two_wishes_the_first_stays() -> None:
    options = wanting(read="Shift+W", screen="Shift+W")

    assert keymap(options, ALL).letters["Shift+W"] == "read"
    assert "w" not in keymap(options, ALL).letters
    assert [text.partition(" R is still ")[0] for text in told(options)] == [
        "The letter Shift W is set twice. It stays with: read its text. Without a letter is: the whole screen."
    ]


def test_a_leader_that_is_also_a_key_of_its_own_stays_the_leader() -> None:
    options = Options(Wishes(leader="Ctrl+Shift+F1"))
    made = keymap(options, ALL)

    assert (made.leader, made.chords.get("describe")) == (parse("Ctrl+Shift+F1"), None)
    assert told(options) == [
        "The key Control Shift F1 is set twice. It stays with: the leader key. Without a key is: describe the window. "
        "Control Shift F6 is still free. Set it with mmassist keys set."
    ]


@pytest.mark.parametrize(("leader", "works"), [("Ctrl+Foo", True), ("none", False)])
def test_a_leader_that_is_none_or_no_key(leader: str, works: bool) -> None:
    made = keymap(Options(Wishes(leader=leader)), ALL)

    assert (made.leader is not None) == works
    assert bool(made.problems) == works


def test_nonsense_leaves_the_default_and_is_told_with_its_command() -> None:
    options = wanting(describe="dd")

    assert keymap(options, ALL).letters["d"] == "describe"
    assert told(options)[0].startswith("A letter in the key settings is not one I know. It is set for: describe the window.")


def test_a_command_that_is_not_there_is_told() -> None:
    assert told(wanting(dance="Shift+V")) == [
        "The key settings name a command that I do not have: dance. Run mmassist keys for the names of all commands."
    ]


def test_names_may_be_written_as_settings_are() -> None:
    assert keymap(Options(Wishes(chords={"read_on": "Ctrl+Shift+F9"})), ALL).chords["read-on"] == parse("Ctrl+Shift+F9")


def test_a_program_may_have_other_letters_and_no_leader() -> None:
    blender = Wishes(leader="none", letters={"describe": "Shift+V"}, chords={"stop": "none"})
    options = Options(Wishes(letters={"describe": "Shift+W"}), {"Blender": blender})
    usual, there = keymap(options, ALL), keymap(options, ALL, "blender")

    assert (usual.letters["Shift+W"], usual.leader is None, "stop" in usual.chords) == ("describe", False, True)
    assert (there.letters["Shift+V"], there.leader is None, "stop" in there.chords) == ("describe", True, False)
    assert keymap(options, ALL, "Firefox") == usual


keys = st.sampled_from(["d", "n", "Shift+W", "?", "Shift+N", "Enter", "none", "", "dd", "Ctrl+Shift+F9"])
wishes = st.builds(
    Wishes,
    leader=st.sampled_from(["", "none", "Ctrl+Shift+F1", "Ctrl+Foo"]),
    letters=st.dictionaries(st.sampled_from([*SOME, "dance"]), keys, max_size=6),
    chords=st.dictionaries(st.sampled_from(SOME), st.sampled_from(["Ctrl+Shift+F1", "Ctrl+Shift+F9", "none", "Foo"]), max_size=4),
)


@given(wishes, wishes)
def test_no_command_loses_its_letter_without_a_word(own: Wishes, program: Wishes) -> None:
    options = Options(own, {"Blender": program})
    made = keymap(options, ALL, "Blender")
    given_up = {name for level in (program, own) for name, key in level.letters.items() if key == "none"}
    without = {name for name in keymap(Options(), ALL).letters.values() if not made.letter_of(name)} - given_up
    said = " ".join(problem.spoken for problem in made.problems)

    assert all(f"Without a letter is: {words(name)}." in said for name in without)
    assert len(set(made.letters.values())) == len(made.letters)


def test_where_the_focus_went_is_typed_into_without_the_leader_in_between() -> None:
    assert {"next", "click", "go-pointer"} <= walking()
    assert not {"go-focus", "confirm"} & walking()
