"""What a scene says, made ready to be asked: figures by what they are, words as they stand, names of controls."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from mmassist.dialogue.claims.codes import LONG, spelt_windows, window_key
from mmassist.dialogue.claims.extract import mentions, read_text
from mmassist.dialogue.claims.mention import Key, Mention, alike
from mmassist.dialogue.claims.numerals import convention
from mmassist.dialogue.claims.quotes import comparable
from mmassist.dialogue.claims.reading import Reading
from mmassist.dialogue.claims.said import PIECE, Grade, Said
from mmassist.dialogue.claims.words import Words
from mmassist.values import Role, Scene


@dataclass(frozen=True, slots=True)
class Hit:
    """Where something was found."""

    grade: Grade
    place: int
    text: str


# Letters that are read for one answer at most: a document of any length must not hold speech up.
_MOST_LETTERS = 60_000
_MOST_HITS = 16
_MOST_STARTS = 64
_WORDS = re.compile(r"\w+")
_RUN = re.compile(r"\d+")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LOOK_ALIKES = frozenset("OolIiSsB|")
_FIGURES = frozenset("0123456789.,:/-") | _LOOK_ALIKES
_TO_FIGURES = str.maketrans({"O": "0", "o": "0", "l": "1", "I": "1", "i": "1", "|": "1", "S": "5", "s": "5", "B": "8", "b": "8"})
_MISREAD_UNIT = re.compile(r"(?<=\d)( ?)r(?:n|r)(g|l|m)\b|(?<=\d)( ?)m(?:a|q)\b")
_PLAIN_ROLES = frozenset({Role.LABEL, Role.TEXT, Role.PARAGRAPH, Role.WINDOW, Role.DIALOG, Role.DOCUMENT, Role.APPLICATION})


class Figures:
    """The figures of a scene's texts. A text is read only when a question may be about it, and then once.

    Which those are is known by runs of digits: as they stand, and as they would be if letters that look like digits were digits.
    """

    def __init__(self, texts: list[Said], words: Words) -> None:
        self._said = texts
        self._words = words
        self._decimal = convention([said.text for said in texts])
        self._index: dict[Key, list[Hit]] = {}
        self._across: dict[Key, list[Hit]] = {}
        self._read: set[int] = set()
        self._letters = _MOST_LETTERS
        self._joined: set[int] = set()
        self._by_run: dict[str, list[int]] = {}
        self._always: list[int] = []
        digits = []
        for at, said in enumerate(texts):
            runs = _RUN.findall(said.text)
            digits.append("".join(runs))
            if runs:
                runs += _RUN.findall(said.text.translate(_TO_FIGURES))
            for run in dict.fromkeys(runs):
                self._by_run.setdefault(run.lstrip("0") or "0", []).append(at)
                if _YEAR.fullmatch(run):
                    self._by_run.setdefault("year", []).append(at)
            if "@" in said.text or not words.triggers.isdisjoint(_WORDS.findall(said.text.casefold())):
                self._always.append(at)
        self._digits = "".join(digits)
        self._starts = list(accumulate((len(run) for run in digits), initial=0))

    def find(self, mention: Mention) -> list[Hit]:
        """Where the scene says exactly this; where it does not, where it does so over two neighbouring cells or lines."""
        about = self._about(mention)
        self._learn_all(about)
        if hits := _hits(mention.keys, self._index):
            return hits
        for at in {near for place in about for near in (place - 1, place)} - self._joined:
            self._join(at)
        return _hits(mention.keys, self._across)

    def find_alike(self, mention: Mention) -> list[Hit]:
        """Where the scene says what this may be as well; asked after `find`."""
        keys = [key for key in mention.weak if key[0] != "only"]
        keys += [key[:3] for key in mention.weak if key[0] == "only" and key[3] in self._units]
        return [hit for hit in _hits(keys, self._index) if hit.grade > Grade.DOUBTFUL]

    def code(self, key: Key) -> list[Hit]:
        """Where the scene has a code."""
        self._learn_all(self._spelt(key[1]))
        return _hits((key,), self._index)

    def _learn_all(self, about: Iterable[int]) -> None:
        for at in sorted({*about, *self._always} - self._read):
            if self._letters > 0:
                self._read.add(at)
                self._letters -= len(self._said[at].text)
                self._learn(self._said[at])

    def _about(self, mention: Mention) -> set[int]:
        """The texts that may say what is mentioned."""
        found: set[int] = set()
        for part in mention.parts:
            found |= self._about(part)
        for key in (*mention.keys, *mention.weak):
            if key[0] in ("c", "~", "home", "abroad", "dt"):
                found |= self._spelt(key[1])
            else:
                for run in _runs_of(key):
                    found.update(self._by_run.get(run.lstrip("0") or "0", ()))
        return found

    def _spelt(self, code: str) -> set[int]:
        """Texts that may hold a code, whose digits may stand in other groups."""
        digits = "".join(_RUN.findall(code))
        if not digits:
            head = _WORDS.findall(code[:8])
            return {at for at, said in enumerate(self._said) if head and head[0][:4] in said.text.casefold()}
        runs = (*_RUN.findall(code), *_RUN.findall(code.translate(_TO_FIGURES)))
        found = {at for run in runs for at in self._by_run.get(run.lstrip("0") or "0", ())}
        if len(digits) >= LONG // 2:
            start = self._digits.find(digits)
            for _ in range(_MOST_STARTS):
                if start < 0:
                    break
                found.add(bisect_right(self._starts, start) - 1)
                start = self._digits.find(digits, start + 1)
        return found

    def _learn(self, said: Said) -> None:
        read = read_text(said.text, self._words, self._decimal)
        for mention in mentions(read, said.text):
            _add_all(self._index, mention, said.grade, said)
        for first, last in spelt_windows(read):
            _add(
                self._index,
                window_key(read, first, last),
                Hit(said.grade, said.place, said.text[read.tokens[first].start : read.tokens[last - 1].end]),
            )
        mended = _mended(read, said.text)
        if mended != said.text:
            for mention in mentions(read_text(mended, self._words, self._decimal), mended):
                _add_all(self._index, mention, Grade.DOUBTFUL, Said(mended, Grade.DOUBTFUL, said.place))

    def _join(self, at: int) -> None:
        """Adds what stands over two neighbouring texts: for certain only a number beside its unit in one row."""
        self._joined.add(at)
        if not 0 <= at < len(self._said) - 1:
            return
        one, other = self._said[at : at + 2]
        if self._letters <= 0 or len(one.text) + len(other.text) > 2 * PIECE:
            return
        self._letters -= len(one.text) + len(other.text)
        is_unit = self._is_unit(other.text) or self._is_unit(one.text)
        grade = min(one.grade, other.grade) if is_unit and one.place == other.place else Grade.DOUBTFUL
        both = Said(f"{one.text} {other.text}", grade, one.place)
        for mention in mentions(read_text(both.text, self._words, self._decimal), both.text):
            if mention.start < len(one.text) < mention.end:
                _add_all(self._across, mention, grade, both)

    def _is_unit(self, text: str) -> bool:
        bare = text.strip(" ()[]:")
        return bool(self._words.unit(bare) or self._words.currency(bare))

    @cached_property
    def _units(self) -> frozenset[str]:
        """Units and currencies that stand as words of their own, as in a column's head: "Amount (EUR)"."""
        found = set()
        for said in self._said:
            for token in said.text.replace("/", " ").split():
                bare = token.strip("()[].,:;")
                found.add(self._words.unit(bare) or self._words.currency(bare))
        return frozenset(found - {""})


def _runs_of(key: Key) -> Iterator[str]:
    """Runs of digits of which a text must hold one to say what the key says."""
    kind = key[0]
    if kind in ("n", "v", "only", "written"):
        whole = key[1].lstrip("-").partition(".")[0]
        yield from (whole, whole[-3:])
        yield from (run for run in _RUN.findall(key[1]) if kind == "written")
    elif kind == "t":
        hour, minute = int(key[1]), key[2]
        yield from (minute,) if minute != "0" else (str(hour), str(hour % 12 or 12))
    elif kind == "month":
        yield key[1]
    elif kind == "w":
        yield "year"
    elif kind == "written date":
        yield key[1]
    elif kind in ("range", "product", "times", "dose", "often", "every"):
        yield from (run for part in key[1:] for run in _RUN.findall(part))
    else:
        yield key[-1]


def _hits(keys: Iterable[Key], index: dict[Key, list[Hit]]) -> list[Hit]:
    return [hit for key in keys for hit in index.get(key, ())]


class Wordings:
    """The words of a scene's texts, for quotations and names of controls."""

    def __init__(self, scene: Scene, texts: list[Said]) -> None:
        self._scene = scene
        self._said = texts

    def quoted(self, piece: str) -> Grade:
        """How surely the scene says `piece`, which is `comparable`."""
        for grade, blob in self._blobs:
            if piece in blob:
                return grade
        return Grade.DOUBTFUL if alike(piece) in self._alike_blob else Grade.NONE

    def control(self, name: str) -> Grade:
        """Whether a control has this name; doubtful where one has it as a part of its own."""
        wanted = comparable(name)
        if wanted in self._names or wanted.replace(" ", "") in self._squeezed_names:
            return Grade.SURE
        return Grade.DOUBTFUL if wanted.strip() and wanted in self._names_blob else Grade.NONE

    @cached_property
    def _blobs(self) -> list[tuple[Grade, str]]:
        """All texts, comparable: the sure ones; paragraphs of sure lines; all, one after another."""
        sure = "\n".join(comparable(said.text) for said in self._said if said.grade > Grade.DOUBTFUL)
        paragraphs: dict[int, list[str]] = {}
        for said in self._said:
            if said.paragraph >= 0 and said.grade > Grade.DOUBTFUL:
                paragraphs.setdefault(said.paragraph, []).append(comparable(said.text).strip())
        joined = "\n".join(f" {' '.join(lines)} " for lines in paragraphs.values() if len(lines) > 1)
        whole = "".join(comparable(said.text)[1:] for said in self._said)
        return [(Grade.SURE, sure), (Grade.SURE, joined), (Grade.DOUBTFUL, f" {whole}")]

    @cached_property
    def _alike_blob(self) -> str:
        return alike(self._blobs[2][1])

    @cached_property
    def _names(self) -> frozenset[str]:
        return frozenset(
            comparable(text) for item in self._scene.items if not item.guessed for text in (item.name, item.value, item.description) if text
        )

    @cached_property
    def _squeezed_names(self) -> frozenset[str]:
        return frozenset(name.replace(" ", "") for name in self._names)

    @cached_property
    def _names_blob(self) -> str:
        return "\n".join(comparable(item.name) for item in self._scene.items if item.role not in _PLAIN_ROLES)


def _add_all(index: dict[Key, list[Hit]], mention: Mention, grade: Grade, said: Said) -> None:
    text = said.text[mention.start : mention.end]
    for key in (*mention.keys, *mention.implied):
        _add(index, key, Hit(grade, said.place, text))
    for key in mention.hinted:
        # look-alikes are only ever asked for as such
        _add(index, key, Hit(grade if key[0] == "~" else Grade.DOUBTFUL, said.place, text))
    for part in mention.parts:
        _add_all(index, part, grade if mention.parts_hold else Grade.DOUBTFUL, said)


def _add(index: dict[Key, list[Hit]], key: Key, hit: Hit) -> None:
    hits = index.setdefault(key, [])
    if len(hits) < _MOST_HITS:
        hits.append(hit)
    elif hit.grade > hits[0].grade:
        hits[0] = hit


def _mended(read: Reading, text: str) -> str:
    """`text` with letters among figures read as the figures they look like: "1O.5O" and "5OO rng"."""
    parts: list[str] = []
    end = 0
    for token in read.tokens:
        if token.digit and not _LOOK_ALIKES.isdisjoint(token.text) and _FIGURES.issuperset(token.text):
            parts += [text[end : token.start], token.text.translate(_TO_FIGURES)]
            end = token.end
    return _MISREAD_UNIT.sub(_unit_meant, "".join([*parts, text[end:]]))


def _unit_meant(match: re.Match[str]) -> str:
    return f"{match[1]}m{match[2]}" if match[2] else f"{match[3]}mg"
