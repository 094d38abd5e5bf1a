"""Two answers to the same question, side by side: which figures, names and yes or no they share, and where they differ. Pure.

Only what can be looked up is compared, by the same readers that look it up in the screen; of all else nothing is said, neither that it
agrees nor that it does not.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from mmassist.dialogue.claims.extract import mentions, read_text
from mmassist.dialogue.claims.named_controls import named_controls
from mmassist.dialogue.claims.numerals import Decimal
from mmassist.dialogue.claims.quotes import comparable, quotes
from mmassist.dialogue.claims.tokens import cleaned
from mmassist.dialogue.claims.words import words
from mmassist.dialogue.grounding import Grounder
from mmassist.sayings import listed, own, run_on, saying
from mmassist.values import Scene, Verdict

_LONGEST, _NAMED = 8000, 5


@dataclass(frozen=True, slots=True)
class Comparison:
    """`shared`, `only_first`, `only_second`: figures, quotations and names of controls as they are written, in the order of the answers.
    `says`: of each whether it says yes or no, "" for neither. `shown`: of what only one says, what the screen shows."""

    shared: tuple[str, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    says: tuple[str, str]
    shown: tuple[str, ...]

    @property
    def is_opposed(self) -> bool:
        """One says yes, the other no."""
        return all(self.says) and self.says[0] != self.says[1]

    @property
    def agrees(self) -> bool:
        """Something could be compared, and nothing differs."""
        is_comparable = bool(self.shared) or all(self.says)
        return is_comparable and not (self.only_first or self.only_second or self.is_opposed)


def compare(first: str, second: str, scene: Scene | None, language: str = "en") -> Comparison:
    """`scene`: what both were asked about."""
    one, other = (_claimed(text, language) for text in (first, second))
    shared = [text for text, keys in one if _has(other, keys)]
    only = [text for text, keys in one if not _has(other, keys)], [text for text, keys in other if not _has(one, keys)]
    grounder = Grounder(scene, language=language) if scene is not None else None
    shown = [text for some in only for text in some if grounder is not None and _is_shown(grounder, text)]
    says = _says(first), _says(second)
    return Comparison(tuple(shared), tuple(only[0]), tuple(only[1]), says, tuple(dict.fromkeys(shown)))


def _claimed(text: str, language: str) -> list[tuple[str, frozenset[object]]]:
    """Each thing that an answer says once, as it is written, with what it is."""
    plain, known = cleaned(text)[:_LONGEST], words(language)
    read = read_text(plain, known, Decimal.POINT if language.startswith("en") else Decimal.COMMA)
    found: list[tuple[int, int, frozenset[object]]] = [
        (one.start, one.end, frozenset((one.kind, *key) for key in (*one.keys, *one.weak))) for one in mentions(read, plain)
    ]
    named = [(one.start, one.end, one.name) for one in named_controls(plain, known)]
    quoted = [(one.start, one.end, one.text) for one in quotes(plain)]
    for start, end, name in (*named, *quoted):
        if not any(at < end and start < until for at, until, _ in found):
            found.append((start, end, frozenset({comparable(name)})))
    kept: list[tuple[str, frozenset[object]]] = []
    for start, end, keys in sorted(found, key=lambda one: one[:2]):
        if not _has(kept, keys):
            kept.append((plain[start:end].strip(" \"'“”„«».,;:"), keys))
    return kept


def _has(some: Sequence[tuple[str, frozenset[object]]], keys: frozenset[object]) -> bool:
    return any(keys & others for _, others in some)


def _is_shown(grounder: Grounder, text: str) -> bool:
    claims = grounder.check(text).claims or grounder.check(f'"{text}"').claims
    return bool(claims) and all(claim.verdict is Verdict.CONFIRMED for claim in claims)


def _says(text: str) -> str:
    """Whether an answer begins with yes or no, in any language: models do not always answer in the one that they were asked in."""
    begin = text.strip().casefold().lstrip("\"'“¡¿*")
    for kind, said in _verdicts().items():
        if any(begin.startswith(word) and not _goes_on(begin[len(word) : len(word) + 1]) for word in said):
            return kind
    return ""


def _goes_on(sign: str) -> bool:
    return sign.isalnum() or sign == "-"


@cache
def _verdicts() -> dict[str, tuple[str, ...]]:
    """How yes and no begin an answer."""
    table = tomllib.loads((resources.files("mmassist.resources") / "verdicts.toml").read_text("utf-8"))
    return {kind: tuple(dict.fromkeys(word for row in table.values() for word in row[kind])) for kind in ("yes", "no")}


def told(found: Comparison, first: str, second: str) -> str:
    """The difference or the agreement in sentences. `first`, `second`: who gave the answers."""
    says: list[str] = []
    if found.is_opposed:
        yes, no = (first, second) if found.says[0] == "yes" else (second, first)
        says.append(saying("{yes} says yes, {no} says no.", yes=yes, no=no))
    elif all(found.says):
        says.append(own("Both say yes.") if found.says[0] == "yes" else own("Both say no."))
    if found.shared:
        says.append(saying("Both say: {things}.", things=_named(found.shared)))
    for name, only in ((first, found.only_first), (second, found.only_second)):
        if only:
            says.append(saying("Only {name} says: {things}.", name=name, things=_named(only)))
    if found.shown:
        says.append(saying("The screen shows: {things}.", things=_named(found.shown)))
    if found.agrees:
        return run_on(own("They agree."), *says)
    if not says:
        return own("There are no figures, names, or yes and no in both answers to compare. Hear them both.")
    is_split = found.is_opposed or found.only_first or found.only_second
    return run_on(own("They differ.") if is_split else "", *says)


def _named(texts: Sequence[str]) -> str:
    named = list(texts[:_NAMED])
    if len(texts) > _NAMED:
        named.append(saying("{count} more", count=len(texts) - _NAMED))
    return listed(named)
