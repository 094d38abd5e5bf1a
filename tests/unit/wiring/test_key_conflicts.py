"""Keys that somebody else has: what is said of them."""

from __future__ import annotations

from mmassist.desktop.chords import Chord, parse
from mmassist.desktop.claims import Claim
from mmassist.desktop.contracts import Struck, Told
from mmassist.errors import DesktopError, HotkeyTaken, MmassistError
from mmassist.wiring.key_conflicts import Conflicts

F1, F7, F10 = (parse(f"Ctrl+Shift+{key}") for key in ("F1", "F7", "F10"))


class FakeKeys:
    """Refuses what is taken."""

    def __init__(self, *taken: Chord) -> None:
        self.taken = set(taken)
        self.bound: list[str] = []

    def start(self) -> None: ...

    def bind(self, chord: str, pressed: Told, released: Told | None = None) -> None:
        if parse(chord) in self.taken:
            raise HotkeyTaken("taken")
        self.bound.append(chord)

    def unbind(self, chord: str) -> None:
        self.bound.remove(chord)

    def hold(self, struck: Struck, patience: float, lapsed: Told) -> None: ...

    def let_go(self) -> None: ...

    def close(self) -> None: ...


def said(conflicts: Conflicts, bound: dict[str, Chord], refused: dict[str, tuple[Chord, MmassistError]]) -> list[str]:
    return [f"{error.spoken} {error.remedy}" for error in conflicts.told(bound, refused)]


def test_who_has_a_key_is_named_with_one_that_is_free_by_trying() -> None:
    keys = FakeKeys(F1, parse("Ctrl+Shift+F3"))
    claims = [Claim(F1, "Openbox", False), Claim(parse("Ctrl+Shift+F6"), "Openbox", False)]
    told = said(Conflicts(keys, lambda: claims), {"stop": F7}, {"describe": (F1, HotkeyTaken("taken"))})

    assert told == [
        "The key Control Shift F1 is already taken by Openbox. It is set for: describe the window. "
        "Control Shift F10 is free. To take it: mmassist keys set describe."
    ]
    assert keys.bound == []


def test_two_that_are_taken_are_offered_two_keys() -> None:
    refused: dict[str, tuple[Chord, MmassistError]] = {
        name: (chord, HotkeyTaken("taken", "It is taken.")) for name, chord in (("describe", F1), ("leader", F7))
    }
    told = said(Conflicts(FakeKeys(F1, F7), list), {}, refused)

    assert ["Control Shift F3 is free" in told[0], "Control Shift F6 is free" in told[1]] == [True, True]
    assert told[1].startswith("It is taken. It is set for: the leader key.")


def test_where_no_key_is_free_the_user_chooses() -> None:
    class Full(FakeKeys):
        def bind(self, chord: str, pressed: Told, released: Told | None = None) -> None:
            raise HotkeyTaken("taken")

    told = said(Conflicts(Full(), list), {}, {"describe": (F1, HotkeyTaken("taken", "It is taken."))})

    assert told[0].endswith("Choose another one with: mmassist keys set describe, and the key.")


def test_a_key_of_a_screen_reader_works_and_is_told_to_be_shared() -> None:
    told = said(Conflicts(FakeKeys(), lambda: [Claim(F1, "Orca", True)]), {"describe": F1, "stop": F7}, {})

    assert told == [
        "The key Control Shift F1 is for: describe the window. It is also a key of Orca, which does not get it while I run. "
        "Control Shift F3 is free. To take it: mmassist keys set describe."
    ]


def test_another_fault_stays_what_it_is() -> None:
    gone = DesktopError("the display is gone")

    assert Conflicts(FakeKeys(), list).told({}, {"describe": (F1, gone)}) == [gone]


def test_what_is_bound_and_claimed_by_a_window_manager_is_no_conflict() -> None:
    assert said(Conflicts(FakeKeys(), lambda: [Claim(F1, "Openbox", False)]), {"describe": F1}, {}) == []
