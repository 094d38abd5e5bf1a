"""Finds what is true in what was said: every mention of a title, a question, a control's name or value, a line of text."""

from __future__ import annotations

from dataclasses import dataclass

from mmassist.evaluation.speech import Token, phrase, tokens
from mmassist.evaluation.truth import Control, Truth
from mmassist.evaluation.vocabulary import vocabulary
from mmassist.values import Role

# So many words in a row are a quotation even if they are not the whole of a text.
QUOTED = 4


@dataclass(frozen=True, slots=True)
class Fact:
    """Something true that can be said. `kind`: title, question, error, heading, text, status, control, value, entry, other.
    `id`: the control's or list's, or the number among its kind. `index`: the entry's."""

    kind: str
    id: str
    words: tuple[str, ...]
    index: int = -1


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens `start` to `end` (exclusive) say `facts`: several where the same words name several things. `offset`: of a text that is
    quoted in part, its first quoted word. `whole`: the fact's words are all there."""

    start: int
    end: int
    facts: tuple[Fact, ...]
    offset: int = 0
    whole: bool = True

    def of(self, kind: str, identifier: str | None = None) -> bool:
        """Whether this may be a mention of such a fact."""
        return any(fact.kind == kind and identifier in {None, fact.id} for fact in self.facts)


@dataclass(frozen=True, slots=True)
class Said:
    """A description taken apart. `gist_words`: how many tokens belong to the gist; the detail's follow. Clauses don't span the two."""

    gist: str
    detail: str
    tokens: tuple[Token, ...]
    gist_words: int
    mentions: tuple[Mention, ...]

    def first(self, kind: str, identifier: str | None = None) -> int:
        """Place of the first mention that can be nothing else, or of the first one at all; -1 if there is none."""
        found = [mention for mention in self.mentions if mention.of(kind, identifier)]
        clear = [mention.start for mention in found if len({(fact.kind, fact.id) for fact in mention.facts}) == 1]
        return (clear or [mention.start for mention in found] or [-1])[0]

    def covered(self) -> frozenset[int]:
        """Places of all tokens that belong to a mention."""
        return frozenset(place for mention in self.mentions for place in range(mention.start, mention.end))

    def quote(self, start: int, end: int) -> str:
        """What was said there, as it was written."""
        if not self.tokens or start >= len(self.tokens):
            return ""
        text = self.gist if start < self.gist_words else self.detail
        last = min(end, self.gist_words if start < self.gist_words else len(self.tokens)) - 1
        return text[self.tokens[max(0, start)].start : self.tokens[max(start, last)].end].rstrip(",;:")


def facts_of(truth: Truth) -> tuple[Fact, ...]:
    """All facts of a window, those with no words left out."""
    several = (("error", truth.errors), ("heading", truth.headings), ("text", truth.texts))
    found = [Fact("title", "", phrase(title)) for title in dict.fromkeys((truth.title, truth.caption))]
    found += [Fact("question", "", phrase(truth.question)), Fact("status", "", phrase(truth.status))]
    found += [Fact(kind, str(number), phrase(text)) for kind, texts in several for number, text in enumerate(texts)]
    for control in truth.controls:
        found.append(Fact("control", control.id, phrase(control.name)))
        if control.role is not Role.TEXT_AREA:
            found.append(Fact("value", control.id, phrase(control.value)))
    for rows in truth.lists:
        # a row is named by the whole of it or by its first cell
        found += [Fact("entry", rows.id, phrase(" ".join(row)), index) for index, row in enumerate(rows.rows)]
        found += [Fact("entry", rows.id, phrase(row[0]), index) for index, row in enumerate(rows.rows) if len(row) > 1]
    found += [Fact("other", str(number), phrase(text)) for number, text in enumerate(truth.sayable)]
    return tuple(fact for fact in found if fact.words)


def said_of(truth: Truth, gist: str, detail: str) -> Said:
    """Takes a description apart. The longest mention wins; equally long ones share a place."""
    first, second = tokens(gist), tokens(detail)
    shift = first[-1].clause + 1 if first else 0
    later = tuple(Token(token.text, token.ending, token.start, token.end, token.clause + shift) for token in second)
    facts = facts_of(truth)
    mentions = (*_mentions(facts, first, 0), *_mentions(facts, later, len(first)))
    said = (*first, *later)
    words = tuple(token.text for token in said)
    named = [mention for mention in mentions if not _is_role_word(truth, words, mention)]
    # "Password, password field": the second one is the role; but "Password field" alone names the control too
    alone = [mention for mention in mentions if mention not in named and mention.facts not in [other.facts for other in named]]
    kept = sorted((*named, *alone), key=lambda mention: mention.start)
    return Said(gist, detail, said, len(first), tuple(kept))


def _is_role_word(truth: Truth, words: tuple[str, ...], mention: Mention) -> bool:
    """Whether a control's name is here the beginning of a longer word for its own role."""
    roles = [control.role for control in controls_at(truth, mention)]
    names = [name for role in roles for name in vocabulary().roles[role]]
    length = mention.end - mention.start
    return any(len(name) > length and words[mention.start : mention.start + len(name)] == name for name in names)


def _mentions(facts: tuple[Fact, ...], said: tuple[Token, ...], shift: int) -> tuple[Mention, ...]:
    words = tuple(token.text for token in said)
    found: list[Mention] = []
    place = 0
    while place < len(words):
        mention = _longest(facts, words, place)
        if mention is None:
            place += 1
            continue
        found.append(Mention(mention.start + shift, mention.end + shift, mention.facts, mention.offset, mention.whole))
        place = mention.end
    return tuple(found)


def _longest(facts: tuple[Fact, ...], words: tuple[str, ...], place: int) -> Mention | None:
    best: dict[tuple[int, bool, int], list[Fact]] = {}
    for fact in facts:
        length, offset = _run(fact.words, words, place)
        whole = length == len(fact.words)
        if whole or length >= QUOTED:
            best.setdefault((length, whole, -offset), []).append(fact)
    if not best:
        return None
    (length, whole, offset), found = max(best.items(), key=lambda pair: pair[0])
    known = tuple(fact for fact in found if fact.kind != "other") or tuple(found)
    return Mention(place, place + length, known, -offset, whole)


def _run(fact: tuple[str, ...], words: tuple[str, ...], place: int) -> tuple[int, int]:
    """Length of the longest run of the fact's words at that place, and where in the fact it begins."""
    best = (0, 0)
    for offset, word in enumerate(fact):
        if word != words[place]:
            continue
        length = 0
        while offset + length < len(fact) and place + length < len(words) and fact[offset + length] == words[place + length]:
            length += 1
        best = max(best, (length, -offset))
    return best[0], -best[1]


def controls_at(truth: Truth, mention: Mention) -> tuple[Control, ...]:
    """The controls whose name this may be."""
    named = {fact.id for fact in mention.facts if fact.kind == "control"}
    return tuple(control for control in truth.controls if control.id in named)
