"""Changing the settings of the running app: kept in the file, and in use at once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from mmassist import settings as store
from mmassist.each_setting import Outcome, Setting, Value, added, changed, each, removed, reset, tables
from mmassist.errors import DesktopError, MmassistError, SettingsError
from mmassist.settings import Settings
from mmassist.wiring.keeping import keep
from mmassist.wiring.offered import with_choices


class Tuner:
    """Reads and writes the file each time, for a command line may do so too. Blocks for as long as that takes; main thread."""

    def __init__(self, path: Path, use: Callable[[Settings], None], fault: Callable[[MmassistError], None]) -> None:
        """`use` puts settings to use; `fault` is heard."""
        self._path = path
        self._use = use
        self._fault = fault

    def each(self) -> tuple[Setting, ...]:
        """All settings; a voice and a sound device are each one of those that are there."""
        return tuple(map(with_choices, each(self._settings())))

    def change(self, name: str, value: Value) -> Outcome:
        """Keeps one value."""
        return self._keep(lambda settings: changed(settings, name, value))

    def reset(self, name: str) -> Outcome:
        """Puts one back."""
        return self._keep(lambda settings: reset(settings, name))

    def tables(self) -> tuple[str, ...]:
        """To which something can be added under a name of the user's own."""
        return tables(self._settings())

    def add(self, table: str, name: str) -> Outcome:
        """Adds one, as it is by default."""
        return self._keep(lambda settings: added(settings, table, name))

    def remove(self, table: str, name: str) -> Outcome:
        """Removes one."""
        return self._keep(lambda settings: removed(settings, table, name))

    def reset_all(self) -> Outcome:
        """Puts all back. The file is copied beside itself first."""
        try:
            if self._path.exists():
                shutil.copy2(self._path, self._path.with_name(self._path.name + ".before-reset"))
        except OSError as error:
            return self._failed(
                SettingsError(f"can't copy {self._path}: {error}", "The settings were not reset.", "Check the disk's free space.")
            )
        return self._keep(lambda settings: Settings())

    def _settings(self) -> Settings:
        return store.from_file(self._path)[0]

    def _keep(self, change: Callable[[Settings], Settings]) -> Outcome:
        before, problem = store.from_file(self._path)
        if problem is not None:  # what the user has not heard of is not written over
            return self._failed(problem)
        try:
            after = change(before)
            keep(before, after, self._path)
        except (DesktopError, SettingsError) as error:
            return self._failed(error)
        self._use(store.load(self._path)[0])
        return Outcome()

    def _failed(self, error: MmassistError) -> Outcome:
        self._fault(error)
        return Outcome(fault=error.told)
