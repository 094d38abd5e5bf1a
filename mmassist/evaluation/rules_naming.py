"""Rules about what must be said, and what must come first."""

from __future__ import annotations

from mmassist.evaluation.facts import Mention, controls_at
from mmassist.evaluation.rulings import Case, Ruling, broken, does_not_apply, kept
from mmassist.evaluation.speech import Token, phrase
from mmassist.evaluation.truth import Control
from mmassist.evaluation.vocabulary import vocabulary
from mmassist.values import Role

BUTTONS = {Role.BUTTON, Role.TOGGLE_BUTTON}
# How many opening words of a text show that it was begun.
OPENING = 5


def title_named(case: Case) -> Ruling:
    """The gist names the window by its whole title."""
    rule = "title_named"
    place = case.said.first("title")
    whole = any(mention.of("title") and mention.whole and mention.start < case.said.gist_words for mention in case.said.mentions)
    return (
        kept(rule) if whole else broken(rule, f"the gist does not name the title {case.truth.title!r}", case.said.quote(place, place + 1))
    )


def question_first(case: Case) -> Ruling:
    """The question is said in full, before any button, and first in the detail unless the gist said it."""
    rule = "question_first"
    if not case.truth.question:
        return does_not_apply(rule)
    asked = next((mention for mention in case.said.mentions if mention.of("question") and mention.whole), None)
    if asked is None:
        return broken(rule, f"the question {case.truth.question!r} is not said in full")
    for mention in case.said.mentions:
        if mention.start >= asked.start:
            break
        early_button = any(control.role in BUTTONS for control in controls_at(case.truth, mention)) and not mention.of("title")
        in_detail = mention.start >= case.said.gist_words and not mention.of("title") and not _only_other(mention)
        if early_button or in_detail:
            return broken(rule, "said before the question", case.said.quote(mention.start, mention.end))
    return kept(rule)


def focus_named(case: Case) -> Ruling:
    """The focused control is named, and its role with it; of a list or table, the list or the row that has the focus."""
    rule = "focus_named"
    control = case.truth.control(case.truth.focus)
    if control is None:
        return does_not_apply(rule)
    mentions = _of_focus(case, control)
    if not mentions:
        return broken(rule, f"the focused {control.role} {control.name!r} is not named")
    if any(_role_is_near(case, mention, control) for mention in mentions):
        return kept(rule)
    return broken(rule, f"{control.name!r} is not said to be a {control.role}", _clause(case, mentions[0].start))


def focus_early(case: Case) -> Ruling:
    """No ordinary control is named before the focused one; a dialog's buttons, the tabs around it and errors may be."""
    rule = "focus_early"
    control = case.truth.control(case.truth.focus)
    named = _of_focus(case, control) if control is not None else []
    if control is None or not named:
        return does_not_apply(rule)
    place = named[0].start
    excused = {Role.TAB} | (BUTTONS if case.truth.dialog and control.role not in BUTTONS else set())
    for mention in case.said.mentions:
        others = controls_at(case.truth, mention)
        if mention.start >= place or not others or mention.of("control", control.id) or mention.of("title"):
            continue
        if all(other.role in excused or other.invalid or _is_everyday_menu(other) for other in others):
            continue
        if control.role in BUTTONS and all(other.role in BUTTONS for other in others) and _focus_is_said(case, place):
            continue
        return broken(rule, f"named before the focused control {control.name!r}", case.said.quote(mention.start, mention.end))
    return kept(rule)


def error_early(case: Case) -> Ruling:
    """Each error is said in full, before texts, headings and ordinary controls; only the focus, tabs and a dialog's buttons may precede
    it, and nothing but the title where it is what a message box says."""
    rule = "error_early"
    if not case.truth.errors:
        return does_not_apply(rule)
    for number, text in enumerate(case.truth.errors):
        found = next((m for m in case.said.mentions if m.of("error", str(number)) and m.whole), None)
        if found is None:
            return broken(rule, f"the error {text!r} is not said in full")
        for mention in case.said.mentions:
            if mention.start >= found.start:
                break
            if _is_ordinary(case, mention):
                return broken(rule, "said before the error", case.said.quote(mention.start, mention.end))
    return kept(rule)


def default_said(case: Case) -> Ruling:
    """The default button is said to be the default, and no other button is."""
    rule = "default_said"
    control = case.truth.control(case.truth.default)
    if control is None:
        return does_not_apply(rule)
    covered = case.said.covered()
    places = [i for i, token in enumerate(case.said.tokens) if token.text == "default" and i not in covered]
    if not places:
        return broken(rule, f"{control.name!r} is not said to be the default")
    for place in places:
        meant = _default_is_said_of(case, place)
        if meant is None or not meant.of("control", control.id):
            return broken(rule, f"not {control.name!r} but something else is said to be the default", _clause(case, place))
    return kept(rule)


def buttons_named(case: Case) -> Ruling:
    """Every button in sight is named; a run of digits may be said as "0 to 9"."""
    rule = "buttons_named"
    buttons = [control for control in case.truth.controls if control.role in BUTTONS]
    if not buttons:
        return does_not_apply(rule)
    ranged = _ranged_digits(case.said.tokens)
    missing = [b.name for b in buttons if case.said.first("control", b.id) < 0 and b.name not in ranged]
    return broken(rule, "not named: " + ", ".join(missing)) if missing else kept(rule)


def text_said(case: Case) -> Ruling:
    """What a message box explains is said in full; of every other page, the first text's opening words."""
    rule = "text_said"
    if not case.truth.texts:
        return does_not_apply(rule)
    words = tuple(token.text for token in case.said.tokens)
    boxed = bool(case.truth.question or case.truth.errors) and case.truth.dialog and len(case.truth.controls) <= 3
    wanted = phrase(case.truth.texts[0]) if boxed else phrase(case.truth.texts[0])[:OPENING]
    there = any(words[i : i + len(wanted)] == wanted for i in range(len(words)))
    return kept(rule) if there else broken(rule, f"not said: {' '.join(wanted)!r}")


def _of_focus(case: Case, control: Control) -> list[Mention]:
    """Mentions of the focused control, or of the selected row of a focused list."""
    chosen = {(rows.id, rows.chosen) for rows in case.truth.lists if rows.id == control.id}
    return [
        mention
        for mention in case.said.mentions
        if mention.of("control", control.id) or any(fact.kind == "entry" and (fact.id, fact.index) in chosen for fact in mention.facts)
    ]


def _is_everyday_menu(control: Control) -> bool:
    """Whether a menu's name is also a word of descriptions, as "Window" is."""
    return control.role is Role.MENU_ITEM and control.name.casefold() in vocabulary().words


def _only_other(mention: Mention) -> bool:
    return all(fact.kind == "other" for fact in mention.facts)


def _is_ordinary(case: Case, mention: Mention) -> bool:
    if mention.of("title") or mention.of("error") or mention.of("control", case.truth.focus):
        return False
    controls = controls_at(case.truth, mention)
    message_box = not any(control.role not in BUTTONS for control in case.truth.controls)
    if controls:
        return message_box or not all(c.role is Role.TAB or (c.role in BUTTONS and case.truth.dialog) for c in controls)
    return mention.of("text") or mention.of("heading")


def _role_is_near(case: Case, mention: Mention, control: Control) -> bool:
    """Whether a word for the role stands between the controls named before and after, in the same clause."""
    named = [m for m in case.said.mentions if controls_at(case.truth, m)]
    before = max((m.end for m in named if m.end <= mention.start), default=0)
    after = min((m.start for m in named if m.start >= mention.end), default=len(case.said.tokens))
    clause = case.said.tokens[mention.start].clause
    nearby = [
        token.text
        for place, token in enumerate(case.said.tokens)
        if before <= place < after and token.clause == clause and not mention.start <= place < mention.end
    ]
    rows = (Role.LIST_ITEM, Role.ROW) if control.role in {Role.LIST, Role.TABLE} and not mention.of("control", control.id) else ()
    names = {name for role in (control.role, *rows) for name in vocabulary().roles[role]}
    plural = {(*name[:-1], name[-1] + ending) for name in names for ending in ("s", "es")}
    return any(_contains(nearby, name) for name in names | plural)


def _contains(words: list[str], name: tuple[str, ...]) -> bool:
    return any(tuple(words[i : i + len(name)]) == name for i in range(len(words)))


def _focus_is_said(case: Case, place: int) -> bool:
    clause = case.said.tokens[place].clause
    return any(token.clause == clause and token.text in vocabulary().everyday["focus"] for token in case.said.tokens)


def _default_is_said_of(case: Case, place: int) -> Mention | None:
    """The button named right behind `default` ("the default is X", "default button X"), else the last one named before in the clause."""
    tokens = case.said.tokens
    named = {m.start: m for m in case.said.mentions if any(c.role in BUTTONS for c in controls_at(case.truth, m))}
    step = place
    while step + 1 < len(tokens) and not set(tokens[step].ending) & set(",;.") and tokens[step + 1].clause == tokens[place].clause:
        step += 1
        if step in named:
            return named[step]
        if tokens[step].text not in {"button", "is", "one", "action", "choice", "the"}:
            break
    before = [m for start, m in named.items() if start < place and tokens[start].clause == tokens[place].clause]
    return before[-1] if before else None


def _ranged_digits(tokens: tuple[Token, ...]) -> set[str]:
    found: set[str] = set()
    for first, between, last in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if between.text in {"to", "through", "until"} and first.text.isdigit() and last.text.isdigit() and int(last.text) <= 9:
            found.update(str(digit) for digit in range(int(first.text), int(last.text) + 1))
    return found


def _clause(case: Case, place: int) -> str:
    clause = case.said.tokens[place].clause
    places = [i for i, token in enumerate(case.said.tokens) if token.clause == clause]
    return case.said.quote(places[0], places[-1] + 1)
