"""What the app's window about itself shows: the same checks and licences as the commands of these names."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from mmassist.cli.bundle import bundled
from mmassist.cli.licences import lines
from mmassist.errors import MmassistError, SettingsError

if TYPE_CHECKING:
    from mmassist.doctor import Finding
    from mmassist.settings import Settings


class Checks:
    """Blocks; any thread but the engine's. Raises nothing but where it says so."""

    def __init__(self, settings: Settings, problem: SettingsError | None) -> None:
        self._settings = settings
        self._problem = problem

    def examine(self) -> Iterator[str]:
        """A line for each part of the app, as it is looked at. Keys are held by the app that asks, so that they look taken: which of them
        are was said at its start."""
        yield from (finding.sentence for finding in self._findings())

    def bundle(self, file: Path) -> tuple[str, ...]:
        """Writes what whoever helps has to know, and tells what that is. Raises MmassistError."""
        return bundled(self._settings, list(self._findings()), file, lambda error: None)  # what is wrong with the record was said

    def _findings(self) -> Iterator[Finding]:
        from mmassist.doctor import examine

        return (finding for finding in examine(self._settings, self._problem) if not finding.part.endswith(" key"))

    def licences(self) -> str:
        """Whose work it stands on."""
        from mmassist.third_parties import third_parties

        try:
            return "\n".join(lines(list(third_parties())))
        except MmassistError as error:
            return f"{error.spoken} {error.remedy}"
