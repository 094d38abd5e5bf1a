"""How surely the language of a text is told: `python -m tests.unit.speech.language_figures`.

By the sentences of the app itself in its four languages, and, where this computer has them, by the texts of the programs that are installed
(their gettext catalogues): no word of `function_words.toml` was taken from either.
"""

from __future__ import annotations

import gettext
import re
import sys
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from mmassist.speech.languages import language_of
from tests.conftest import ROOT

_WORD = re.compile(r"[^\W\d_]+")
_FILLED_IN = re.compile(r"\{[^}]*\}")
_FORMAT = re.compile(r"%[-\d.]*l*[a-zA-Z]|[_&]|<[^>]*>|\{[^}]*\}")
_SENTENCE = 7  # words
_LABEL = 3
_USERS = ("en", "de", "es", "fr")
_CATALOGUES = Path("/usr/share/locale")


@dataclass
class Found:
    """Of texts in one language, read for users of each other one: sentences (7 words and more) that were told right, that stayed with the
    user's voice, and that were given to a third one; labels (3 words at most) that changed the voice. `strayed`: of those that are in the
    user's own language."""

    sentences: int = 0
    right: int = 0
    stayed: int = 0
    wrong: int = 0
    labels: int = 0
    labels_changed: int = 0
    own: int = 0
    strayed: int = 0


def held_out() -> dict[str, list[str]]:
    """Sentences of the app by language; what is filled in is a program's name."""
    tables = {
        language: tomllib.loads((ROOT / "mmassist" / "resources" / f"sayings.{language}.toml").read_text("utf-8"))["sentences"]
        for language in ("de", "es", "fr")
    }
    texts = {"en": list(tables["de"]), **{language: list(table.values()) for language, table in tables.items()}}
    return {language: [_FILLED_IN.sub("Firefox", text) for text in some] for language, some in texts.items()}


def installed() -> dict[str, list[str]]:
    """The same of the programs on this computer; empty where it has no catalogues."""
    texts: dict[str, set[str]] = {}
    for language in ("de", "es", "fr"):
        for path in sorted(_CATALOGUES.glob(f"{language}/LC_MESSAGES/*.mo")):
            for english, translated in _pairs(path):
                if english and english != translated:
                    texts.setdefault("en", set()).add(english)
                    texts.setdefault(language, set()).add(translated)
    return {language: sorted(some) for language, some in texts.items()}


def _pairs(path: Path) -> Iterable[tuple[str, str]]:
    try:
        with path.open("rb") as file:
            catalogue = gettext.GNUTranslations(file)
    except UnicodeDecodeError:  # one without a charset
        return
    for english, translated in vars(catalogue)["_catalog"].items():
        if isinstance(english, str) and isinstance(translated, str):
            yield _FORMAT.sub("", english.rpartition("\x04")[2]), _FORMAT.sub("", translated)


def measured(texts: Mapping[str, Iterable[str]]) -> dict[str, Found]:
    """By the language that the texts are in."""
    return {language: _measured(language, some) for language, some in texts.items()}


def _measured(language: str, texts: Iterable[str]) -> Found:
    found = Found()
    for text in texts:
        words = len(_WORD.findall(text))
        if words <= _LABEL:
            found.labels += 1
            found.labels_changed += any(language_of(text, user) != user for user in _USERS)
        elif words >= _SENTENCE:
            found.own += 1
            found.strayed += language_of(text, language) != language
            for user in _USERS:
                if user != language:
                    told = language_of(text, user)
                    found.sentences += 1
                    found.right += told == language
                    found.stayed += told == user
                    found.wrong += told not in (language, user)
    return found


def main() -> None:
    for what, texts in (("the app's own sentences", held_out()), ("texts of installed programs", installed())):
        sys.stdout.write(what + "\n")
        sys.stdout.write(
            f"    {'':4}{'sentences':>11}{'right':>8}{'stayed':>8}{'wrong':>8}{'own strayed':>18}{'labels changed':>20}" + "\n"
        )
        for language, one in measured(texts).items():
            shares = "".join(f"{100 * part / one.sentences:7.1f}%" for part in (one.right, one.stayed))
            own, labels = f"{one.strayed} of {one.own}", f"{one.labels_changed} of {one.labels}"
            sys.stdout.write(f"    {language:4}{one.sentences:11}{shares}{one.wrong:8}{own:>18}{labels:>20}" + "\n")


if __name__ == "__main__":
    main()
