"""The catalogues of the windows' words: `python -m tests.ui.translations` brings them up to date with the code and compiles them.

What is new in them is marked as unfinished, and a test fails until somebody has translated it.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from mmassist.each_setting import Setting, each
from mmassist.settings import BackendSettings, ProfileSettings, Settings
from mmassist.ui.words import CONTEXT, words_of
from tests.conftest import ROOT

FOLDER = ROOT / "mmassist" / "resources" / "translations"
LANGUAGES = ("de", "es", "fr")
PLURALS = "en"
"""English needs a catalogue for its plurals alone."""


def collect(ts: Path, *, plurals: bool = False) -> None:
    """Brings one catalogue up to date. Titles and help of settings stand in no window's code: they are handed over as such."""
    with tempfile.TemporaryDirectory() as folder:
        handed = Path(folder) / "settings.py"
        handed.write_text("".join(f'QCoreApplication.translate("{CONTEXT}", {text!r})\n' for text in sorted(settings_texts())), "utf-8")
        sources = [*map(str, sorted((ROOT / "mmassist" / "ui").glob("*.py"))), str(handed)]
        options = ["-no-obsolete", "-locations", "none", *(["-pluralonly"] if plurals else [])]
        language = ["-target-language", {"en": "en_US", "de": "de_DE", "es": "es_ES", "fr": "fr_FR"}[ts.stem.rpartition("_")[2]]]
        _run("pyside6-lupdate", *options, *language, *sources, "-ts", str(ts))


def settings_texts() -> set[str]:
    """Everything that the settings window says of settings."""
    full = Settings(backends={"name": BackendSettings(kind="openai")}, profiles={"name": ProfileSettings()})
    return {text for setting in each(full) for text in (setting.help, *words_of(setting), *choices_of(setting), "on", "off")}


def choices_of(setting: Setting) -> Iterator[str]:
    """What it may be, as far as those are words: languages are called by their own names."""
    return (choice for choice in setting.choices if choice and setting.name != "window.language")


def release(ts: Path) -> Path:
    """Compiles one catalogue."""
    compiled = ts.with_suffix(".qm")
    _run("pyside6-lrelease", "-silent", str(ts), "-qm", str(compiled))
    return compiled


def messages(ts: Path) -> dict[tuple[str, str], tuple[str, ...]]:
    """By context and English text: its translation, or one for each plural form. Empty where it is not finished."""
    found = {}
    for context in ElementTree.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            translation = message.find("translation")
            assert translation is not None
            forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
            finished = translation.get("type") != "unfinished"
            found[context.findtext("name", ""), message.findtext("source", "")] = tuple(forms) if finished else ()
    return found


def _run(tool: str, *arguments: str) -> None:
    subprocess.run([Path(sys.executable).with_name(tool), *arguments], check=True, capture_output=True, timeout=60)


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for code in (*LANGUAGES, PLURALS):
        catalogue = FOLDER / f"mmassist_{code}.ts"
        collect(catalogue, plurals=code == PLURALS)
        release(catalogue)
