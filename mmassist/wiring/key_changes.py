"""Changing the keys: one command's letter or key at a time, never onto one that is taken without a word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from mmassist.desktop.chords import Chord, parse
from mmassist.desktop.keymap import ASK, LEADER, NONE, Keymap, keymap, program_of
from mmassist.desktop.strokes import parse_letter
from mmassist.dialogue.commands import names
from mmassist.errors import MmassistError, SettingsError
from mmassist.settings import KeySettings, ProgramKeySettings, Settings
from mmassist.wiring.key_conflicts import Conflicts

_FIELDS = {name.replace("_", "-"): name for name in ("leader", "describe", "stop", "ask", "read", "read_on")}
"""The commands whose keys are settings of their own."""


def now(settings: Settings, program: str = "") -> Keymap:
    """The keys while `program` is in front."""
    return keymap(settings.keys.options(), names(), program)


def is_letter(command: str, key: str) -> bool:
    """Whether `key` is for after the leader. A function key can be both, and is a key of its own."""
    if command == LEADER or key.casefold() == NONE:
        return False
    try:
        parse(key)
    except SettingsError:
        return True
    return False


def changed(settings: Settings, command: str, key: str, program: str, conflicts: Conflicts | None) -> tuple[Settings, str]:
    """The settings with another key, and that key as it is written. `key`: a letter, a key, "none", or "" for one that is free.

    `conflicts`: by whom a key is tried; None where none can be. Raises SettingsError or HotkeyTaken, each with a key that is free.
    """
    name = _known(command)
    before = now(settings, program)
    key = _read(name, key) if key else _free(before, conflicts)
    if is_letter(name, key):
        after = _with(settings, program, {"letters": {name: key}})
    elif key == NONE:
        after = _with(settings, program, {**({} if name == LEADER else {"letters": {name: key}}), **_chord(name, key, program)})
    else:
        after = _with(settings, program, _chord(name, key, program))
        used = set(before.all_chords().values())
        if conflicts is not None and parse(key) not in used:
            _try(name, parse(key), conflicts, used)
    known = {str(problem) for problem in before.problems}
    for problem in now(after, program).problems:
        if str(problem) not in known:
            raise problem
    return after, key


def put_back(settings: Settings, command: str, program: str) -> Settings:
    """The usual keys of one command, or of all where `command` is empty. Raises SettingsError for what is no command."""
    named = program_of(settings.keys.options(), program) or program
    if not command:
        programs = {name: one for name, one in settings.keys.programs.items() if name != named} if program else {}
        fresh = settings.keys.model_copy(update={"programs": programs}) if program else KeySettings()
        return settings.model_copy(update={"keys": fresh})
    name = _known(command)
    return _with(settings, program, {"letters": {name: ""}, **_chord(name, "", program)})


def check_all(settings: Settings, conflicts: Conflicts | None, held: bool) -> list[MmassistError]:
    """All that collides. `held`: the app runs and has its keys, so that none of them is tried."""
    options = settings.keys.options()
    maps = (now(settings), *(now(settings, name) for name in options.programs))
    found: dict[str, MmassistError] = {str(problem): problem for each in maps for problem in each.problems}
    if conflicts is not None:
        wanted = maps[0].all_chords()
        refused = {} if held else conflicts.refused(wanted)
        told = conflicts.told({name: chord for name, chord in wanted.items() if name not in refused}, refused)
        found |= {str(problem): problem for problem in told}
    return list(found.values())


def _known(command: str) -> str:
    name = command.strip().casefold().replace("_", "-")
    if name not in names() | {ASK, LEADER}:
        raise SettingsError(f"no command {command!r}", f"There is no command called {command}.", "Run mmassist keys for all commands.")
    return name


def _read(name: str, key: str) -> str:
    if key.casefold() == NONE:
        return NONE
    return parse_letter(key) if is_letter(name, key) else str(parse(key))


def _free(before: Keymap, conflicts: Conflicts | None) -> str:
    found = next(conflicts.spare(set(before.all_chords().values())), None) if conflicts is not None else None
    if found is None:
        raise SettingsError("no free key", "No free key was found.", "Name one, or give the command a letter after the leader.")
    return str(found)


def _try(name: str, chord: Chord, conflicts: Conflicts, used: set[Chord]) -> None:
    refused = conflicts.refused({name: chord})
    for error in conflicts.told({} if refused else {name: chord}, refused, used):
        raise error


def _chord(name: str, key: str, program: str) -> Mapping[str, Any]:
    if name == LEADER:
        return {LEADER: key}
    return {_FIELDS[name]: key} if name in _FIELDS and not program else {"chords": {name: key}}


def _with(settings: Settings, program: str, change: Mapping[str, Any]) -> Settings:
    """An empty key takes what stood there away."""
    keys = settings.keys
    named = program_of(keys.options(), program) or program
    section: KeySettings | ProgramKeySettings = keys.programs.get(named, ProgramKeySettings()) if program else keys
    update: dict[str, Any] = {}
    for name, value in change.items():
        if isinstance(value, dict):
            table = {one: key for one, key in getattr(section, name).items() if one.replace("_", "-") not in value}
            update[name] = table | {one: key for one, key in value.items() if key}
        else:
            update[name] = value
    fresh = section.model_copy(update=update)
    if program:
        fresh = keys.model_copy(update={"programs": {**keys.programs, named: fresh}})
    return settings.model_copy(update={"keys": fresh})
