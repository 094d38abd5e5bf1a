"""Keys that somebody else has: by whom, and which key is free instead, found by trying."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from mmassist.desktop import claims as others
from mmassist.desktop.chords import Chord, parse
from mmassist.desktop.claims import Claim
from mmassist.desktop.contracts import Keys
from mmassist.desktop.keymap import LEADER, spare_chords, words
from mmassist.errors import DesktopError, HotkeyTaken, MmassistError, SettingsError
from mmassist.sayings import saying


def claims_here() -> tuple[Claim, ...]:
    """Of this desktop. Blocks while files are read."""
    return others.claims(others.window_manager())


class Conflicts:
    """Blocks for as long as files are read and keys tried; any thread but the keys' own."""

    def __init__(self, keys: Keys, claims: Callable[[], Sequence[Claim]] = claims_here) -> None:
        """`keys`: started, by whom a key is tried."""
        self._keys = keys
        self._claims = claims

    def told(
        self, bound: Mapping[str, Chord], refused: Mapping[str, tuple[Chord, MmassistError]], besides: Collection[Chord] = ()
    ) -> list[MmassistError]:
        """What is to be said of keys by their commands: of those that were `refused`, and of those that are `bound` but that a screen
        reader listens to as well. `besides`: keys that are in use, of which nothing is to be said."""
        claims = self._claims()
        used = {*besides, *bound.values(), *(chord for chord, _ in refused.values())}
        spare = self.spare(used, claims)
        found: list[MmassistError] = []
        for name, (chord, error) in refused.items():
            found.append(
                _refused(name, chord, error, _owner(chord, claims), next(spare, None)) if isinstance(error, HotkeyTaken) else error
            )
        for name, chord in bound.items():
            if owner := _owner(chord, [claim for claim in claims if claim.listens]):
                found.append(_shared(name, chord, owner, next(spare, None)))
        return found

    def refused(self, chords: Mapping[str, Chord]) -> dict[str, tuple[Chord, MmassistError]]:
        """Those that can't be had, each tried for a moment."""
        found: dict[str, tuple[Chord, MmassistError]] = {}
        for name, chord in chords.items():
            try:
                self._keys.bind(str(chord), lambda at: None)
            except (DesktopError, SettingsError) as error:
                found[name] = (chord, error)
            else:
                self._keys.unbind(str(chord))
        return found

    def spare(self, used: set[Chord], claims: Sequence[Claim] | None = None) -> Iterator[Chord]:
        """Free keys, the best first: each is taken for a moment to be sure."""
        claimed = {claim.chord for claim in (self._claims() if claims is None else claims)}
        for chord in map(parse, spare_chords()):
            if chord not in used and chord not in claimed and not self.refused({"": chord}):
                yield chord


def _owner(chord: Chord, claims: Sequence[Claim]) -> str:
    return next((claim.owner for claim in claims if claim.chord == chord), "")


def _refused(name: str, chord: Chord, error: HotkeyTaken, owner: str, spare: Chord | None) -> HotkeyTaken:
    told = saying("The key {key} is already taken by {owner}.", key=chord.spoken, owner=owner) if owner else error.spoken
    what = saying("It is set for: {what}.", what=_what(name))
    return HotkeyTaken(
        f"{name}: {chord} is taken by {owner or 'another program'}", saying("{told} {what}", told=told, what=what), _remedy(name, spare)
    )


def _shared(name: str, chord: Chord, owner: str, spare: Chord | None) -> HotkeyTaken:
    told = saying(
        "The key {key} is for: {what}. It is also a key of {owner}, which does not get it while I run.",
        key=chord.spoken,
        what=_what(name),
        owner=owner,
    )
    return HotkeyTaken(f"{chord} is a key of {owner} too", told, _remedy(name, spare))


def _remedy(name: str, spare: Chord | None) -> str:
    """The command line takes names of keys from the settings, and a free key by itself."""
    if spare is None:
        return saying("Choose another one with: mmassist keys set {name}, and the key.", name=name)
    return saying("{key} is free. To take it: mmassist keys set {name}.", key=spare.spoken, name=name)


def _what(name: str) -> str:
    return "the leader key" if name == LEADER else words(name)
