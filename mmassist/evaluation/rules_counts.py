"""The rule about numbers: what is counted is counted right, and no other number is said that is not on the screen."""

from __future__ import annotations

from itertools import combinations, groupby

from mmassist.evaluation.facts import Fact, Mention
from mmassist.evaluation.rulings import Case, Ruling, broken, does_not_apply, kept
from mmassist.evaluation.speech import phrase
from mmassist.evaluation.truth import Control, Truth
from mmassist.evaluation.vocabulary import vocabulary
from mmassist.values import Role

# So many words may stand between a number and what it counts: "3 other empty text fields".
ADJECTIVES = 2
_ON = {"checked", "ticked", "selected", "chosen", "pressed"}
_OFF = {"unchecked", "unticked", "unselected"}
_IN_SIGHT = {"shown", "showing", "shows", "visible", "sight", "view", "screen"}
_POSITIONS = {"row", "item", "entry", "number", "file", "message", "position", "line"}


def counts_right(case: Case) -> Ruling:
    """Numbers before a plural ("3 buttons"), in "2 of 9" and "no buttons" are right; any other number is on the screen."""
    rule = "counts_right"
    covered = case.said.covered()
    words = [token.text for token in case.said.tokens]
    shown = {word for text in case.truth.sayable for word in phrase(text)}
    applied = False
    for place, word in enumerate(words):
        number = _number(word)
        if number is None or place in covered:
            continue
        wrong = _of_total(case.truth, words, place, number)
        if wrong is None:
            wrong = _position(case, words, place, number)
        if wrong is None:
            wrong = _rest(case, words, place, number)
        if wrong is None and not case.said.tokens[place].ending:
            end = _end_of_clause(case, place)
            wrong = _counted(case.truth, words[:end], place, number)
        if wrong is None and word.isdigit() and word not in shown and not _is_total(words, place):
            wrong = "a number that is not there"
        applied = applied or wrong is not None
        if wrong:
            return broken(rule, wrong, case.said.quote(place, place + 4))
    return kept(rule) if applied else does_not_apply(rule)


def _number(word: str) -> int | None:
    if word == "no":
        return 0
    return int(word) if word.isdecimal() else vocabulary().numbers.get(word)


def _end_of_clause(case: Case, place: int) -> int:
    tokens = case.said.tokens
    return next((i for i in range(place, len(tokens)) if tokens[i].clause != tokens[place].clause), len(tokens))


def _is_total(words: list[str], place: int) -> bool:
    return place >= 2 and words[place - 1] == "of" and _number(words[place - 2]) is not None


def _of_total(truth: Truth, words: list[str], place: int, number: int) -> str | None:
    """What is wrong with "N of M" at a place: "" if it is right, None if nothing of the kind is said there."""
    if place + 2 >= len(words) or words[place + 1] != "of" or (total := _number(words[place + 2])) is None:
        return None
    is_position = place > 0 and words[place - 1] in _POSITIONS
    if not is_position and set(words[place + 3 : place + 8]) & (_ON | _OFF | {"on", "shown", "visible", "sight"}):
        return "" if number <= total and total in _totals(truth) else "a wrong count"
    for rows in truth.lists:
        if len(rows.rows) == total:
            return "" if number == rows.chosen + 1 else f"row {rows.chosen + 1} is selected"
    return "" if number <= total and total in _totals(truth) else "a wrong count"


def _position(case: Case, words: list[str], place: int, number: int) -> str | None:
    """What is wrong with "row N" at a place: it must be the selected row or one that the clause names."""
    if place == 0 or words[place - 1] not in {"row", "item", "entry"} or not case.truth.lists:
        return None
    named = {fact.index for fact in _entries_of_clause(case, place)} | {rows.chosen for rows in case.truth.lists}
    return "" if number - 1 in named else "another row's number"


def _rest(case: Case, words: list[str], place: int, number: int) -> str | None:
    """What is wrong with "and N more" behind some rows of a list or controls of a kind: it must be what they leave."""
    end = _end_of_clause(case, place)
    if place + 1 >= end or words[place + 1] not in vocabulary().everyday["others"] or place + 2 < end:
        return None
    named = {(fact.id, fact.index) for fact in _entries_of_clause(case, place)}
    left = {len(rows.rows) - sum(identifier == rows.id for identifier, _ in named) for rows in case.truth.lists if named}
    for role in {control.role for control in case.truth.controls}:
        ids = {control.id for control in case.truth.controls if control.role is role}
        said = ids & {fact.id for mention in _mentions_of_clause(case, place) for fact in mention.facts if fact.kind == "control"}
        left |= {len(ids) - len(said)} if said else set()
    return "" if number in left else "a wrong count of what is left"


def _mentions_of_clause(case: Case, place: int) -> list[Mention]:
    tokens = case.said.tokens
    return [mention for mention in case.said.mentions if tokens[mention.start].clause == tokens[place].clause]


def _entries_of_clause(case: Case, place: int) -> list[Fact]:
    return [fact for mention in _mentions_of_clause(case, place) for fact in mention.facts if fact.kind == "entry"]


def _counted(truth: Truth, words: list[str], place: int, number: int) -> str | None:
    """What is wrong with "N things" at a place: "" if it is right, None if nothing of the kind is said there."""
    known = vocabulary()
    for gap in range(ADJECTIVES + 1):
        adjectives = set(words[place + 1 : place + 1 + gap])
        behind = tuple(words[place + 1 + gap : place + 3 + gap])
        if any(_number(adjective) for adjective in adjectives):
            return None
        names = known.counts if number != 1 else {known.singulars[plural]: kinds for plural, kinds in known.counts.items()}
        matching = [(name, kinds) for name, kinds in names.items() if behind[: len(name)] == name]
        if matching:
            name, kinds = max(matching, key=lambda pair: len(pair[0]))
            right = _allowed(truth, kinds, adjectives)
            end = place + 1 + gap + len(name)
            if set(words[end : end + 4]) & _IN_SIGHT or adjectives & _IN_SIGHT:
                # a row that is cut in two may be counted or not
                right = {rows.in_sight + cut for rows in truth.lists for cut in (0, 1) if rows.in_sight + cut <= len(rows.rows)}
            return "" if number in right else f"there are {', '.join(map(str, sorted(right))) or 'none'}"
    return None


def _allowed(truth: Truth, kinds: tuple[str, ...], adjectives: set[str]) -> set[int]:
    """The counts that are right for one word: of any one of its kinds, or of several together."""
    controls = [control for control in truth.controls if control.role in kinds]
    if adjectives & _ON:
        return {sum(control.checked is True for control in controls), *(1 for rows in truth.lists if rows.chosen >= 0)}
    if adjectives & _OFF or "not" in adjectives:
        return {sum(control.checked is False for control in controls)}
    if adjectives & vocabulary().states["disabled"]:
        return {sum(control.disabled for control in controls)}
    groups = [sum(control.role == kind for control in controls) for kind in kinds]
    sums = {sum(chosen) for size in range(1, len(groups) + 1) for chosen in combinations(groups, size)}
    # what stands together is counted together: the keys of a pad, its other buttons
    sums |= {len(list(members)) for _, members in groupby(controls, key=_group)}
    sums |= {count for kind in kinds for count in _others(truth, kind)}
    if adjectives & vocabulary().everyday["others"]:
        return set(range(1, max(sums, default=0) + 1))
    # zero is right only where there is none of any kind
    return sums - {0} or {0}


def _group(control: Control) -> str:
    return control.id.rpartition("_")[0]


def _others(truth: Truth, kind: str) -> set[int]:
    """Counts of what is no control."""
    areas = [control.value for control in truth.controls if control.role is Role.TEXT_AREA]
    if kind in {"list item", "row"}:
        return {len(rows.rows) for rows in truth.lists}
    if kind == "column header":
        return {len(rows.rows[0]) for rows in truth.lists}
    if kind == "text column":
        return {2} if len(truth.headings) == 2 else set()
    if kind in {"paragraph", "heading", "error"}:
        return {len({"paragraph": truth.texts, "heading": truth.headings, "error": truth.errors}[kind])}
    if kind == "line":
        # the lines of a text area, empty ones counted or not
        return {sum(text.count("\n") + 1 for text in areas), sum(bool(line) for text in areas for line in text.split("\n"))}
    if kind == "word":
        counts = [len(text.split()) for text in truth.texts]
        return {sum(counts), *counts}
    if kind == "control":
        return {len(truth.controls)}
    return set()


def _totals(truth: Truth) -> set[int]:
    """What "of M" may count: rows, and controls of one role."""
    roles = {control.role for control in truth.controls}
    return {len(rows.rows) for rows in truth.lists} | {sum(c.role is role for c in truth.controls) for role in roles}
