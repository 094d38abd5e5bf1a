"""What the user has agreed to, vendor by vendor, in a small file of its own."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from mmassist.errors import SettingsError

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Consent:
    """The user heard what `vendor` keeps and agreed. `at`: when, with its time zone; `terms_version`: of the terms that were read out."""

    vendor: str
    at: datetime
    terms_version: str


class Consents:
    """The consents in one file. A file that can't be used holds none: `problem` says so, and it stays until the next change."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.problem: SettingsError | None = None
        self._all = self._load()

    def all(self) -> tuple[Consent, ...]:
        """By vendor's name."""
        return tuple(self._all[vendor] for vendor in sorted(self._all))

    def has(self, vendor: str, terms_version: str) -> bool:
        """Whether the user agreed to these very terms: new ones are read out anew."""
        consent = self._all.get(vendor)
        return consent is not None and consent.terms_version == terms_version

    def agree(self, consent: Consent) -> None:
        """Raises SettingsError if it can't be written; then it does not hold."""
        self._save({**self._all, consent.vendor: consent})

    def withdraw(self, vendor: str) -> bool:
        """Whether there was one. Holds at once, even where the file can't be written (then raises SettingsError)."""
        if vendor not in self._all:
            return False
        left = {name: consent for name, consent in self._all.items() if name != vendor}
        self._all = left
        self._save(left)
        return True

    def _load(self) -> dict[str, Consent]:
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
            if data["version"] != _VERSION:
                raise ValueError("another version")
            return {consent.vendor: consent for consent in map(_from_row, data["consents"])}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            self.problem = SettingsError(
                f"can't use {self._path}: {type(error).__name__}",
                "What you agreed to can't be read, so nothing is sent.",
                "Choose the backend again to hear its terms and to agree.",
            )
            return {}

    def _save(self, consents: dict[str, Consent]) -> None:
        rows = [{**asdict(consents[vendor]), "at": consents[vendor].at.isoformat()} for vendor in sorted(consents)]
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            # readable by its owner alone from the start
            handle, name = tempfile.mkstemp(dir=self._path.parent, prefix=".consents-")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    json.dump({"version": _VERSION, "consents": rows}, file, indent=1)
                    file.flush()
                    os.fsync(file.fileno())
                Path(name).replace(self._path)
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
        except OSError as error:
            raise SettingsError(
                f"can't write {self._path}: {error}",
                "What you agreed to could not be saved.",
                "Check the disk's free space and the folder's rights.",
            ) from error
        self._all, self.problem = consents, None


def _from_row(row: dict[str, Any]) -> Consent:
    vendor, at, terms = row["vendor"], datetime.fromisoformat(row["at"]), row["terms_version"]
    if not (isinstance(vendor, str) and isinstance(terms, str)):
        raise ValueError("not a consent")
    return Consent(vendor, at, terms)
