"""Changing keys in the running app: listed, tried, kept in the file and in use at once."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from mmassist import settings as store
from mmassist.desktop.chords import parse
from mmassist.desktop.keymap import ASK, LEADER, Keymap, words
from mmassist.desktop.portal_keys import PortalKeys
from mmassist.desktop.strokes import parse_letter, spoken
from mmassist.dialogue.commands import names
from mmassist.each_setting import Outcome
from mmassist.errors import DesktopError, MmassistError, SettingsError
from mmassist.sayings import saying
from mmassist.settings import Settings
from mmassist.translation import Translation
from mmassist.wiring.desktop import desktop
from mmassist.wiring.keeping import keep
from mmassist.wiring.key_changes import changed, is_letter, now, put_back
from mmassist.wiring.key_conflicts import Conflicts


@contextlib.contextmanager
def tried() -> Iterator[Conflicts | None]:
    """Who tries keys; None where there is no desktop to try them on, or one that chooses the keys itself."""
    hotkeys = desktop().keys()
    if isinstance(hotkeys, PortalKeys):
        yield None
        return
    try:
        hotkeys.start()
    except DesktopError:
        yield None
        return
    try:
        yield Conflicts(hotkeys)
    finally:
        hotkeys.close()


class KeyTuner:
    """Blocks while the file is read and written and keys are tried; main thread. `program`: that keys are of, "" for all."""

    def __init__(
        self, path: Path, use: Callable[[Settings], None], fault: Callable[[MmassistError], None], translation: Translation
    ) -> None:
        """`use` puts settings to use; `fault` is heard; `translation`: of what is told of keys."""
        self._path = path
        self._use = use
        self._fault = fault
        self._translation = translation

    def programs(self) -> tuple[str, ...]:
        """Those that have keys of their own."""
        return tuple(self._settings().keys.programs)

    def each(self, program: str = "") -> Iterator[tuple[str, str, str, str]]:
        """Command, what it does, its letter after the leader, its own key; the leader first, then in the order in which they are told."""
        table = now(self._settings(), program)
        yield LEADER, self._translation(words(LEADER)), "", str(table.leader or "")
        for name in dict.fromkeys((*table.letters.values(), *table.chords, *sorted(names() | {ASK}))):
            yield name, self._translation(words(name)), table.letter_of(name), str(table.chords.get(name, ""))

    def change(self, command: str, key: str, program: str = "") -> Outcome:
        """Gives a command a key; "none" for no key. One that is taken is refused, with one that is free."""

        def change(settings: Settings) -> Settings:
            with tried() as conflicts:
                return changed(settings, command, key, program, conflicts)[0]

        return self._keep(change)

    def reset(self, command: str, program: str = "") -> Outcome:
        """Puts the keys of a command back; of all for an empty one."""
        return self._keep(lambda settings: put_back(settings, command, program))

    def trial(self, key: str, program: str = "") -> str:
        """What a key would do, or that it is free, or why it can't be had."""
        table = now(self._settings(), program)
        try:
            return self._translation(self._letter(table, key) if is_letter("", key) else self._chord(table, key))
        except MmassistError as error:
            return self._translation(error.told)

    def _letter(self, table: Keymap, key: str) -> str:
        letter = parse_letter(key)
        if (command := table.letters.get(letter)) is not None:
            return saying("{letter}: {does}.", letter=spoken(letter), does=words(command))
        return saying("{letter} is free.", letter=spoken(letter))

    def _chord(self, table: Keymap, key: str) -> str:
        chord = parse(key)
        for name, one in table.all_chords().items():
            if one == chord:
                return saying("{letter}: {does}.", letter=chord.spoken, does=words(name))
        with tried() as conflicts:
            if conflicts is not None:
                refused = conflicts.refused({LEADER: chord})
                for error in conflicts.told({} if refused else {LEADER: chord}, refused, set(table.all_chords().values())):
                    raise error
        return saying("{letter} is free.", letter=chord.spoken)

    def _settings(self) -> Settings:
        return store.from_file(self._path)[0]

    def _keep(self, change: Callable[[Settings], Settings]) -> Outcome:
        before = self._settings()
        try:
            keep(before, change(before), self._path)
        except (DesktopError, SettingsError) as error:
            self._fault(error)
            return Outcome(fault=self._translation(error.told))
        self._use(store.load(self._path)[0])
        return Outcome()
