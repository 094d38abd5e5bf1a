"""Looks up what an answer claims in what the scene says, and words what could not be found. Pure.

The mark is ours alone: nothing that an answer can say makes a claim confirmed, because a confirmed claim has no mark at all, and
what could not be confirmed is said last, behind the sentence that claims it. `Grounded.remark` holds the mark by itself, so that it
can be spoken on a channel that no answer reaches.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mmassist.dialogue.claims.codes import lone_windows, window_key
from mmassist.dialogue.claims.evidence import Figures, Hit, Wordings
from mmassist.dialogue.claims.extract import mentions, read_text
from mmassist.dialogue.claims.mention import Mention
from mmassist.dialogue.claims.named_controls import NamedControl, named_controls
from mmassist.dialogue.claims.numerals import Decimal
from mmassist.dialogue.claims.quotes import Quote, comparable, pieces, quotes
from mmassist.dialogue.claims.said import Grade, said_by
from mmassist.dialogue.claims.tokens import cleaned
from mmassist.dialogue.claims.words import words
from mmassist.sayings import listed, run_on, saying
from mmassist.values import Claim, ClaimKind, Scene, Verdict

MOST_CLAIMS = 64
"""Of one sentence so many claims are looked up; what is beyond is unconfirmed."""

LONGEST = 4000
"""Of a sentence so many characters are looked at; figures in the rest are unconfirmed as a whole."""

_NAMED, _LONGEST = 4, 60
_VERDICTS = {
    Grade.NONE: Verdict.UNCONFIRMED,
    Grade.DOUBTFUL: Verdict.PROBABLY,
    Grade.SMALL: Verdict.PROBABLY,
    Grade.SURE: Verdict.CONFIRMED,
}


@dataclass(frozen=True, slots=True)
class Grounded:
    """`spoken`: the sentence with the remark behind it; `claims`: in the order of the sentence; `remark`: "" where all is confirmed."""

    spoken: str
    claims: tuple[Claim, ...]
    remark: str = ""


@dataclass(frozen=True, slots=True)
class _Placed:
    start: int
    end: int
    claim: Claim


class Grounder:
    """Made once for an answer: a few milliseconds for a scene of 500 items. Belongs to one thread; raises nothing on any text.

    `question` proves nothing: a value that the user said is no more on the screen for that. It is only told apart from what the
    answer quotes of the screen: words of the question in quotation marks are no claim.
    """

    def __init__(self, scene: Scene, question: str = "", language: str = "en") -> None:
        self._words = words(language)
        self._decimal = Decimal.POINT if language.startswith("en") else Decimal.COMMA
        texts = list(said_by(scene))
        self._evidence = Figures(texts, self._words)
        self._wordings = Wordings(scene, texts)
        self._question = comparable(cleaned(question))
        self._knows_controls = scene.has_outline

    def check(self, sentence: str) -> Grounded:
        """Looks up a sentence in which placeholders have been put back."""
        whole = cleaned(sentence)
        text, rest = whole[:LONGEST], whole[LONGEST:]
        controls = named_controls(text, self._words) if self._knows_controls else []
        found = [self._control(one) for one in controls[:MOST_CLAIMS]]
        quoted = [quote for quote in quotes(text) if not any(quote.start < one.end and one.start < quote.end for one in found)]
        found += [one for quote in quoted[:MOST_CLAIMS] if (one := self._quote(quote))]
        found += self._figures(text, found)
        if any(map(str.isdigit, rest)):
            found.append(_placed(whole, LONGEST, len(whole), ClaimKind.NUMBER, None))
        claims = tuple(one.claim for one in sorted(found, key=lambda one: (one.start, one.end)))
        remark = self._remark(claims)
        return Grounded(_followed(whole.rstrip(), remark) if remark else whole, claims, remark)

    def _control(self, named: NamedControl) -> _Placed:
        grade = self._wordings.control(named.name)
        claim = Claim(named.name, ClaimKind.CONTROL, _VERDICTS[grade], named.name if grade else "")
        return _Placed(named.start, named.end, claim)

    def _quote(self, quote: Quote) -> _Placed | None:
        """A quotation's claim; None for what is no quotation of the screen: a bare figure, or words of the question."""
        parts = pieces(quote.text)
        grade = min((self._wordings.quoted(part) for part in parts), default=Grade.NONE)
        is_asked = bool(self._question.strip()) and comparable(quote.text) in self._question
        if not grade and (not parts or is_asked or self._is_figure(quote.text)):
            return None
        claim = Claim(quote.text, ClaimKind.QUOTE, _VERDICTS[grade], quote.text if grade else "")
        return _Placed(quote.start, quote.end, claim)

    def _is_figure(self, text: str) -> bool:
        found = mentions(read_text(text, self._words, self._decimal), text)
        return len(found) == 1 and found[0].start == 0 and found[0].end >= len(text.rstrip(" .,!?"))

    def _figures(self, text: str, taken: Sequence[_Placed]) -> list[_Placed]:
        read = read_text(text, self._words, self._decimal)
        mentioned = mentions(read, text)
        covered = bytearray(len(text) + 1)
        for one in taken:
            covered[one.start : one.end] = b"\1" * (one.end - one.start)
        found: list[_Placed] = []
        for first, last in lone_windows(read)[:MOST_CLAIMS]:
            start, end = read.tokens[first].start, read.tokens[last - 1].end
            hits = self._evidence.code(window_key(read, first, last)) if covered.find(1, start, end) < 0 else []
            if hits:
                found.append(_placed(text, start, end, ClaimKind.CODE, max(hits, key=_grade)))
                covered[start:end] = b"\1" * (end - start)
        for mention in mentioned:
            if not mention.counted and covered.find(1, mention.start, mention.end) < 0:
                hit = self._look_up(mention) if len(found) < MOST_CLAIMS else None
                found.append(_placed(text, mention.start, mention.end, mention.kind, hit))
        return found

    def _look_up(self, mention: Mention) -> Hit | None:
        """The best that the scene says of it."""
        hit = _best(self._evidence.find(mention), mention.kind)
        if hit and hit.grade is Grade.SURE:
            return hit
        proven = self._by_parts(mention) if mention.parts else None
        if proven and (not hit or proven.grade > hit.grade):
            return proven
        if not hit and (alike := _best(self._evidence.find_alike(mention), mention.kind)):
            return Hit(Grade.DOUBTFUL, alike.place, alike.text)
        return hit

    def _by_parts(self, mention: Mention) -> Hit | None:
        """All parts, each found; for certain only where they prove the whole and stand side by side."""
        found = [self._evidence.find(part) for part in mention.parts]
        if not all(found):
            return None
        best = [max(hits, key=_grade) for hits in found]
        sure = [{hit.place for hit in hits if _graded(hit, mention.kind) is Grade.SURE} for hits in found]
        near = any(all(any(abs(place - other) <= 1 for other in places) for places in sure[1:]) for place in sure[0])
        grade = Grade.SURE if near and mention.parts_prove else Grade.DOUBTFUL
        return Hit(grade, best[0].place, ", ".join(hit.text for hit in best))

    def _remark(self, claims: Sequence[Claim]) -> str:
        said: list[str] = []
        for verdict in (Verdict.UNCONFIRMED, Verdict.PROBABLY):
            named = list(dict.fromkeys(self._name(claim.text) for claim in claims if claim.verdict is verdict))
            if len(named) > _NAMED:
                named[_NAMED:] = [saying(self._words.spoken["more"], count=len(named) - _NAMED)]
            if named:
                said.append(saying(self._words.spoken[verdict.value], claims=listed(named, last="")))
        return run_on(*said)

    def _name(self, text: str) -> str:
        """A claim as it is named in a remark: a long quotation by its beginning."""
        text = text.strip().rstrip(".,!?;:")
        if len(text) <= _LONGEST:
            return text
        return saying(self._words.spoken["cut"], text=text[:_LONGEST].rsplit(" ", 1)[0])


def _placed(text: str, start: int, end: int, kind: ClaimKind, hit: Hit | None) -> _Placed:
    verdict = _VERDICTS[_graded(hit, kind)] if hit else Verdict.UNCONFIRMED
    return _Placed(start, end, Claim(text[start:end], kind, verdict, hit.text if hit else ""))


def _grade(hit: Hit) -> Grade:
    return hit.grade


def _graded(hit: Hit, kind: ClaimKind) -> Grade:
    """Small letters prove all but doses."""
    return Grade.SURE if hit.grade is Grade.SMALL and kind is not ClaimKind.DOSE else hit.grade


def _best(hits: Sequence[Hit], kind: ClaimKind) -> Hit | None:
    best = max(hits, key=_grade, default=None)
    return Hit(_graded(best, kind), best.place, best.text) if best else None


def _followed(sentence: str, remark: str) -> str:
    """The sentence, ended, and the remark behind it."""
    if sentence.endswith((".", "!", "?", "…")) or sentence.rstrip("\"'”’»)").endswith((".", "!", "?", "…")):  # noqa: RUF001
        return saying("{answer} {remark}", answer=sentence, remark=remark)
    return saying("{answer}. {remark}", answer=sentence.rstrip(",;:—–- "), remark=remark)  # noqa: RUF001
