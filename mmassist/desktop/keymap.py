"""Which key does what: the leader, the letters after it and the keys of their own, made of the user's wishes over the defaults.

Nothing collides silently: where two commands are on one key, the user's wish goes before a default, an earlier wish before a later one, and
what lost its key is told with a key that is free.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from mmassist.desktop import strokes
from mmassist.desktop.chords import Chord, defaults, parse
from mmassist.errors import SettingsError
from mmassist.sayings import own, saying

LEADER = "leader"
NONE = "none"
"""Instead of a key: the command has none."""
ASK = "ask"
"""The command that keys alone have: nobody asks by voice to be listened to."""

_K = TypeVar("_K", str, Chord)
_Wishes = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the user wants otherwise than the defaults: keys by command, "none" for no key. `leader`: empty for the default."""

    leader: str = ""
    letters: _Wishes = field(default_factory=dict)
    chords: _Wishes = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Options:
    """`programs`: what is to be otherwise in single programs, by their names. Seconds: how long a first letter is waited for, and the next
    one after a step."""

    wishes: Wishes = Wishes()
    programs: Mapping[str, Wishes] = field(default_factory=dict)
    letter_seconds: float = 5.0
    walk_seconds: float = 8.0


@dataclass(frozen=True, slots=True)
class Keymap:
    """`chords`: by command, without the leader; `letters`: commands by key, in the order in which they are told.

    `problems`: wishes that could not be fulfilled.
    """

    leader: Chord | None
    chords: Mapping[str, Chord]
    letters: Mapping[str, str]
    problems: tuple[SettingsError, ...] = ()

    def all_chords(self) -> Mapping[str, Chord]:
        """Those by command, and the leader."""
        return self.chords if self.leader is None else {LEADER: self.leader, **self.chords}

    def letter_of(self, command: str) -> str:
        """ "" for none."""
        return next((letter for letter, one in self.letters.items() if one == command), "")


def groups() -> Mapping[str, tuple[str, ...]]:
    """The commands that have letters by default, by group, as they are told."""
    return {group: tuple(letters) for group, letters in defaults()["letters"].items()}


def words(command: str) -> str:
    """What a command does, in a few words; its name where there are none."""
    return own(defaults()["words"].get(command, command.replace("-", " ")))


def walking() -> frozenset[str]:
    """The commands after which the leader stays open."""
    table = defaults()["walking"]
    stepping = frozenset(table["commands"]).union(*(defaults()["letters"][group] for group in table["groups"]))
    return stepping - frozenset(table["ends"])


def offered() -> tuple[str, ...]:
    """The commands that a desktop where no letter can be heard is to offer keys for."""
    return tuple(defaults()["offered"]["commands"])


def program_of(options: Options, program: str) -> str:
    """The name by which a program has wishes of its own; "" where it has none. Case does not matter."""
    return next((name for name in options.programs if name.casefold() == program.casefold()), "")


def keymap(options: Options, known: frozenset[str], program: str = "") -> Keymap:
    """The keys while `program` is in front. `known`: the commands that can be carried out; a default for another is left out, a wish for
    another is a problem."""
    known |= {ASK}
    own = options.programs.get(program_of(options, program), Wishes()) if program else Wishes()
    levels = (own, options.wishes)
    problems: list[SettingsError] = []
    plain: Wishes = Wishes(
        str(defaults()["leader"]), _flat(known), {name: one for name, one in defaults()["chords"].items() if name in known}
    )
    chords = _placed([_with_leader(one) for one in (*levels, plain)], _chords(known), problems)
    letters = _placed([one.letters for one in (*levels, plain)], _letters(known), problems)
    leader = next((chord for chord, command in chords.items() if command == LEADER), None)
    by_command = {command: chord for chord, command in chords.items() if command != LEADER}
    return Keymap(leader, by_command, _in_order(letters), tuple(problems))


def spare_chords() -> tuple[str, ...]:
    """Where a free key is looked for, the best first."""
    return tuple(defaults()["spare"]["chords"])


def _flat(known: frozenset[str]) -> dict[str, str]:
    tables = defaults()["letters"].values()
    return {command: str(letter) for table in tables for command, letter in table.items() if command in known}


def _with_leader(wishes: Wishes) -> _Wishes:
    """The leader goes first: without it no letter works."""
    return {**({LEADER: wishes.leader} if wishes.leader else {}), **wishes.chords}


def _in_order(letters: Mapping[str, str]) -> dict[str, str]:
    """In the order of the defaults; commands that have none there come last."""
    order = [command for commands in groups().values() for command in commands]
    return dict(sorted(letters.items(), key=lambda one: order.index(one[1]) if one[1] in order else len(order)))


@dataclass(frozen=True, slots=True)
class _Way(Generic[_K]):
    """Letters, or keys of their own: how they are read, said and found."""

    noun: str
    known: frozenset[str]
    read: Callable[[str], _K]
    said: Callable[[_K], str]
    spare: tuple[_K, ...]


def _letters(known: frozenset[str]) -> _Way[str]:
    signs = str(defaults()["spare"]["letters"])
    spare = (*signs, *(strokes.named(sign, shifted=True) for sign in signs))
    return _Way("letter", known, strokes.parse_letter, strokes.spoken, spare)


def _chords(known: frozenset[str]) -> _Way[Chord]:
    return _Way("key", known | {LEADER}, parse, lambda chord: chord.spoken, tuple(map(parse, spare_chords())))


def _placed(levels: Sequence[_Wishes], way: _Way[_K], problems: list[SettingsError]) -> dict[_K, str]:
    """Commands by key. `levels`: the strongest first, the defaults last."""
    found: dict[_K, str] = {}
    done: set[str] = set()
    lost: list[tuple[str, _K]] = []
    every = [(command, text, level is levels[-1]) for level in levels for command, text in level.items()]
    for command, text, is_default in every:
        name = command.replace("_", "-")
        if name in done or not text:
            continue
        if not is_default and name not in way.known:
            problems.append(_unknown(command))
            continue
        if text.casefold() == NONE:
            done.add(name)
            continue
        try:
            key = way.read(text)
        except SettingsError as error:  # the default stays
            problems.append(_of(name, error))
            continue
        done.add(name)
        if found.setdefault(key, name) != name:
            lost.append((name, key))
    problems.extend(_clash(way, name, key, found) for name, key in lost)
    return found


def _unknown(command: str) -> SettingsError:
    return SettingsError(
        f"no command {command!r}",
        saying("The key settings name a command that I do not have: {command}.", command=command),
        "Run mmassist keys for the names of all commands.",
    )


def _of(command: str, error: SettingsError) -> SettingsError:
    told = saying("{problem} It is set for: {what}.", problem=own(error.spoken), what=_said(command))
    return SettingsError(f"{command}: {error}", told, error.remedy)


def _clash(way: _Way[_K], command: str, key: _K, found: Mapping[_K, str]) -> SettingsError:
    values = {"key": way.said(key), "first": _said(found[key]), "second": _said(command)}
    if way.noun == "letter":
        told = saying("The letter {key} is set twice. It stays with: {first}. Without a letter is: {second}.", **values)
    else:
        told = saying("The key {key} is set twice. It stays with: {first}. Without a key is: {second}.", **values)
    spare = next((way.said(each) for each in way.spare if each not in found), "")
    if not spare:
        return SettingsError(f"{key} for {found[key]} and {command}", told, "Set another one with mmassist keys set.")
    remedy = saying("{spare} is still free. Set it with mmassist keys set.", spare=spare)
    return SettingsError(f"{key} for {found[key]} and {command}", told, remedy)


def _said(command: str) -> str:
    return "the leader key" if command == LEADER else words(command)
