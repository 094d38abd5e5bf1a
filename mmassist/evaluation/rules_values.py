"""Rules about values, states, selections and the order of fields."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise, product

from mmassist.evaluation.facts import Mention, controls_at
from mmassist.evaluation.rulings import Case, Ruling, broken, does_not_apply, kept
from mmassist.evaluation.speech import phrase
from mmassist.evaluation.truth import Control
from mmassist.evaluation.vocabulary import vocabulary
from mmassist.values import Role

VALUED = {Role.TEXT_FIELD, Role.COMBO_BOX, Role.SLIDER, Role.SPIN_BOX, Role.PROGRESS_BAR}
ONE_CHOICE = {Role.RADIO, Role.TAB}
FAMILIES = ({Role.TEXT_FIELD, Role.PASSWORD, Role.COMBO_BOX, Role.SLIDER, Role.SPIN_BOX}, {Role.CHECK_BOX}, {Role.RADIO})


@dataclass(frozen=True, slots=True)
class _Sign:
    """A word for a state. `ahead`: it is said of what follows; `several`: of all that follows."""

    place: int
    on: bool
    ahead: bool
    several: bool


@dataclass(frozen=True, slots=True)
class _Named:
    """A mention of something that is on or off. `truths`: for each thing it may be; `single`: only one of its group can be on."""

    place: int
    truths: frozenset[bool]
    single: bool
    ids: frozenset[str]


def values_said(case: Case) -> Ruling:
    """Every field in sight is named with its value, and none with a value is said to be empty."""
    rule = "values_said"
    fields = [control for control in case.truth.controls if control.role in VALUED]
    if not fields:
        return does_not_apply(rule)
    for control in fields:
        spans = _spans(case, control)
        if not spans:
            return broken(rule, f"the {control.role} {control.name!r} is not named")
        if control.value and not any(_value_is_there(case, control, start, end) for start, end in spans):
            return broken(rule, f"{control.name!r} is not said to be {control.value!r}", case.said.quote(*spans[0]))
        for start, end in spans:
            empty = any(token.text in vocabulary().states["empty"] for token in case.said.tokens[start:end])
            if control.value and empty and not _value_is_there(case, control, start, end):
                return broken(rule, f"{control.name!r} is said to be empty", case.said.quote(start, end))
    return kept(rule)


def states_right(case: Case) -> Ruling:
    """Check boxes are named with their state, chosen radio buttons and front tabs are named, and nothing is said to be on that is off."""
    rule = "states_right"
    stateful = [control for control in case.truth.controls if control.checked is not None]
    if not stateful and not case.truth.lists:
        return does_not_apply(rule)
    stated: set[str] = set()
    for clause in sorted({token.clause for token in case.said.tokens}):
        for named, on in _stated(case, clause):
            if on not in named.truths:
                return broken(rule, f"said to be {'on' if on else 'off'} but is not", case.said.quote(named.place, named.place + 8))
            stated |= named.ids
    for control in stateful:
        if control.role is Role.CHECK_BOX and control.id not in stated:
            return broken(rule, f"the state of {control.name!r} is not said")
        if control.role is Role.TOGGLE_BUTTON and control.checked and control.id not in stated:
            return broken(rule, f"{control.name!r} is not said to be pressed")
        if control.role in ONE_CHOICE and control.checked and case.said.first("control", control.id) < 0:
            return broken(rule, f"the chosen {control.role} {control.name!r} is not named")
    return kept(rule)


def selection_said(case: Case) -> Ruling:
    """Of every list and table, the selected row is named, by its first cell at least."""
    rule = "selection_said"
    chosen = [(rows, rows.rows[rows.chosen][0]) for rows in case.truth.lists if rows.chosen >= 0]
    if not chosen:
        return does_not_apply(rule)
    for rows, name in chosen:
        if not any(
            fact.id == rows.id and fact.index == rows.chosen for m in case.said.mentions for fact in m.facts if fact.kind == "entry"
        ):
            return broken(rule, f"the selected row {name!r} is not named")
    return kept(rule)


def order_kept(case: Case) -> Ruling:
    """Fields of a family (entry fields; check boxes; radio buttons), headings and texts come in the order of the screen, the focused and
    the invalid ones apart; those that are checked may be told together, and those that are not."""
    rule = "order_kept"
    sequences = [[(m.start, f.id) for m, f in _firsts(case, kind)] for kind in ("heading", "text")]
    for family, checked in product(FAMILIES, (None, True, False)):
        family_of = [c for c in case.truth.controls if c.role in family and c.checked is checked]
        named = [c for c in family_of if not c.invalid and c.id != case.truth.focus]
        sequences.append([(place, control.id) for control in named if (place := _clear_first(case, control)) >= 0])
    if not any(len(sequence) > 1 for sequence in sequences):
        return does_not_apply(rule)
    for sequence in sequences:
        places = [place for place, _ in sequence]
        if places != sorted(places):
            wrong = next(place for place, following in pairwise(places) if place > following)
            return broken(rule, "said out of the order of the screen", case.said.quote(wrong, wrong + 6))
    return kept(rule)


def _firsts(case: Case, kind: str) -> list[tuple[Mention, Control]]:
    """First mentions of a numbered kind in the order of the screen, as pairs that carry the number as id."""
    texts = case.truth.headings if kind == "heading" else case.truth.texts
    found = []
    for number in range(len(texts)):
        mention = next((m for m in case.said.mentions if m.of(kind, str(number))), None)
        if mention is not None:
            found.append((mention, Control(str(number), Role.LABEL, texts[number])))
    return found


def _clear_first(case: Case, control: Control) -> int:
    """Place of the first mention in the detail that can only be this control, -1 if there is none."""
    clear = (
        m.start for m in case.said.mentions if m.of("control", control.id) and len({f.id for f in m.facts if f.kind == "control"}) == 1
    )
    return next((place for place in clear if place >= case.said.gist_words), -1)


def _spans(case: Case, control: Control) -> list[tuple[int, int]]:
    """Where a control is spoken of: from its name (or from right behind the name before, in the same clause) to the next name."""
    spans = []
    for mention in case.said.mentions:
        if not mention.of("control", control.id):
            continue
        others = [
            m
            for m in case.said.mentions
            if m.start != mention.start and controls_at(case.truth, m) and not m.of("control", control.id) and not m.of("value", control.id)
        ]
        after = min((m.start for m in others if m.start >= mention.end), default=len(case.said.tokens))
        before = max((m.end for m in others if m.end <= mention.start), default=0)
        clause = case.said.tokens[mention.start].clause
        while before < mention.start and case.said.tokens[before].clause != clause:
            before += 1
        spans.append((before, after))
    return spans


def _value_is_there(case: Case, control: Control, start: int, end: int) -> bool:
    """Whether the value is said there; of a number with a unit, the number is enough."""
    wanted = phrase(control.value)
    if control.role in {Role.SPIN_BOX, Role.SLIDER, Role.PROGRESS_BAR}:
        wanted = wanted[:1]
    words = tuple(token.text for token in case.said.tokens[start:end])
    return any(words[i : i + len(wanted)] == wanted for i in range(len(words)))


def _stated(case: Case, clause: int) -> list[tuple[_Named, bool]]:
    """Which things of a clause are said to be on or off. A state said ahead ("selected: X") counts for what follows, one said behind for
    the thing before it and, where several may be on, for all before it that have no state yet."""
    named = _named(case, clause)
    signs = _signs(case, clause, {thing.place for thing in named})
    found: dict[int, tuple[_Named, bool]] = {}
    for sign in signs:
        if sign.ahead:
            limit = min((other.place for other in signs if other.place > sign.place), default=len(case.said.tokens))
            following = [thing for thing in named if sign.place < thing.place < limit]
            for thing in following if sign.several else following[:1]:
                found.setdefault(thing.place, (thing, sign.on))
            continue
        earlier = [thing for thing in named if thing.place < sign.place and thing.place not in found]
        if not earlier:
            continue
        meant = earlier[-1:] if earlier[-1].single else [thing for thing in earlier if not thing.single]
        for thing in meant:
            found[thing.place] = (thing, sign.on)
    return list(found.values())


def _named(case: Case, clause: int) -> list[_Named]:
    found = []
    chosen = {rows.id: rows.chosen for rows in case.truth.lists}
    for mention in case.said.mentions:
        if case.said.tokens[mention.start].clause != clause:
            continue
        controls = [control for control in controls_at(case.truth, mention) if control.checked is not None]
        entries = [fact for fact in mention.facts if fact.kind == "entry"]
        if not controls and not entries:
            continue
        truths = {bool(control.checked) for control in controls} | {fact.index == chosen[fact.id] for fact in entries}
        single = bool(entries) or any(control.role in ONE_CHOICE for control in controls)
        found.append(_Named(mention.start, frozenset(truths), single, frozenset(control.id for control in controls)))
    return found


def _signs(case: Case, clause: int, named: set[int]) -> list[_Sign]:
    words = vocabulary()
    covered = case.said.covered()
    found = []
    tokens = case.said.tokens
    for place, token in enumerate(tokens):
        if token.clause != clause or place in covered:
            continue
        ends = bool(token.ending) or place + 1 == len(tokens) or tokens[place + 1].clause != clause
        negated = place > 0 and tokens[place - 1].text in words.everyday["negations"] and tokens[place - 1].clause == clause
        bare_negation = token.text in words.everyday["negations"] - {"no", "never"} and ends
        if not bare_negation and token.text not in words.states["on"] | words.states["off"]:
            continue
        if token.text in words.everyday["states"] and not ends:
            continue
        on = not bare_negation and (token.text in words.states["on"]) != negated
        ahead, several = _looks_ahead(case, place, named)
        found.append(_Sign(place, on, ahead, several))
    return found


def _looks_ahead(case: Case, place: int, named: set[int]) -> tuple[bool, bool]:
    """Whether a state is said of what follows, and whether of all that follows."""
    tokens = case.said.tokens
    step = place
    while step + 1 < len(tokens):
        ending = tokens[step].ending
        if ":" in ending:
            return True, True
        if ending:
            return False, False
        step += 1
        if step in named:
            return True, tokens[step - 1].text == "are"
        if tokens[step].text not in vocabulary().everyday["links"]:
            return False, False
    return False, False
