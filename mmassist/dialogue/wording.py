"""The prompt's own words, from `resources/prompts.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

_CODE = re.compile(r"([A-Za-z]{2,3})(?:[-_+].*)?", re.DOTALL)


@dataclass(frozen=True, slots=True, eq=False)
class Wording:
    """One language of instructions. Text from a screen is never read as one of these templates, nor put into one."""

    tables: dict[str, Any]

    def say(self, table: str, key: str, /, **values: object) -> str:
        phrase: str = self.tables[table][key]
        return phrase.strip().format(**values) if values else phrase.strip()

    def schema(self, preset: str) -> str:
        """The form of the JSON object that a preset asks for: its own, or that of a document."""
        return self.say(preset if "schema" in self.tables.get(preset, ()) else "document", "schema")

    def language(self, code: str) -> str:
        """The English name of a language by its code, such as "en" or "de_AT"; "" for one that is not known."""
        found = _CODE.fullmatch(code)
        return str(self.tables["languages"].get(found.group(1).lower(), "")) if found else ""

    def place(self, column: int, row: int) -> str:
        """Where in the picture, by thirds, from the left and from the top."""
        word: str = self.tables["places"]["words"][row][column]
        return word

    def counted(self, counts: Mapping[str, int]) -> str:
        """ "40 more rows and 1 more text", for kinds of `[left_out]` and how many there are of each."""
        parts = [self.tables["left_out"][kind][number != 1].format(n=number) for kind, number in sorted(counts.items()) if number > 0]
        return " and ".join([", ".join(parts[:-1]), parts[-1]]) if len(parts) > 1 else "".join(parts)

    def tells_trouble(self, text: str) -> bool:
        """Whether a short text tells of an error or a warning. Conservative: "No errors found" does not."""
        folded, words = text.casefold().strip(), self.tables["trouble"]
        if any(word in folded for word in words["never"]):
            return False
        return folded.startswith(tuple(words["start"])) or any(word in folded for word in words["within"])


@cache
def wording() -> Wording:
    """Reads the file once."""
    return Wording(tomllib.loads((resources.files("mmassist.resources") / "prompts.toml").read_text("utf-8")))
