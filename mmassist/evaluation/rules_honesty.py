"""Rules about what must not be said: secrets, what is hidden, what isn't there, what was said already, what reads like a machine."""

from __future__ import annotations

import json
import re

from mmassist.evaluation.facts import controls_at
from mmassist.evaluation.rulings import Case, Ruling, broken, does_not_apply, kept
from mmassist.evaluation.speech import phrase, tokens
from mmassist.evaluation.vocabulary import vocabulary
from mmassist.values import Role

# Facts that are not to be said twice at all when they are this long.
LONG = 4
ONCE = ("title", "question", "error", "heading", "text", "status", "control")
_SMELLS = (
    (re.compile(r"[,;:]\s*[,;:]|,\s*\.|\.\.(?!\.)|[?!]\.(?!\w)|\(\s*\)|“\s*”|\s[,;](?=\s)"), "stray punctuation"),
    (re.compile(r"\b(?:None|null|nan|True|False|Role\.\w+|State\.\w+)\b|\{\w*\}|\[\]"), "a program's value"),
    (re.compile(r"\*\*|```|^#+ |^\s*[-*•] ", re.MULTILINE), "markup"),
    (
        re.compile(r"\ba (?:alert|edit|editor|image|icon|error|entry|item|option|empty|unavailable|application|input|area)\b"),
        "wrong article",
    ),
    (
        re.compile(r"\ban (?:button|check|radio|text|list|table|dialog|window|slider|spin|combo|tab|field|menu|tool|status|link)\b"),
        "wrong article",
    ),
)


def password_secret(case: Case) -> Ruling:
    """What was typed into a password field appears nowhere: not in speech, items or lines, nor any part of it of five letters or more."""
    rule = "password_secret"
    if not case.truth.secrets:
        return does_not_apply(rule)
    seen = json.dumps([list(map(dict, case.description.items)), case.description.lines], ensure_ascii=False, default=str)
    everything = "\n".join((case.description.gist, case.description.text, *case.description.utterances, seen)).casefold()
    known = " ".join(case.truth.sayable).casefold()
    for secret in case.truth.secrets:
        parts = (secret, *(part for part in re.split(r"[\W\d_]+", secret) if len(part) >= 5))
        for part in parts:
            if part.casefold() in everything and part.casefold() not in known:
                return broken(rule, "a password's content came out", part)
    return kept(rule)


def hidden_unsaid(case: Case) -> Ruling:
    """Nothing is said of what the program holds but doesn't show: invisible controls, other tabs, closed menus, folded lists, windows
    behind."""
    rule = "hidden_unsaid"
    allowed = {phrase(text) for text in case.truth.sayable}
    words = [token.text for token in case.said.tokens]
    covered = case.said.covered()
    for text in case.truth.hidden:
        wanted = list(phrase(text))
        if not wanted or tuple(wanted) in allowed:
            continue
        for place in range(len(words) - len(wanted) + 1):
            if words[place : place + len(wanted)] == wanted and not covered.issuperset(range(place, place + len(wanted))):
                return broken(rule, "said though it is not shown", case.said.quote(place, place + len(wanted)))
    return kept(rule)


def nothing_invented(case: Case) -> Ruling:
    """Every word said is in the window or in the closed vocabulary; numbers are left to the rule on counts."""
    rule = "nothing_invented"
    known = _known_words(case)
    for place, token in enumerate(case.said.tokens):
        if token.text in known | vocabulary().words | vocabulary().signs or token.text.isdigit():
            continue
        parts = [part for part in re.split(r"[\W_]+", token.text) if part]
        if parts and all(part in known or part in vocabulary().words for part in parts):
            continue
        return broken(rule, "said though it is not there", case.said.quote(place, place + 1))
    return kept(rule)


def roles_right(case: Case) -> Ruling:
    """No role is said that the window doesn't have, and none right behind the name of a control that has another."""
    rule = "roles_right"
    covered = case.said.covered()
    words = [token.text for token in case.said.tokens]
    for place in range(len(words)):
        found = None if place in covered else _role_at(words, place)
        if found is None or (place > 0 and words[place - 1] in {"no", "not"}):
            continue
        length, roles = found
        if " ".join(words[place : place + length]).rstrip("s") in vocabulary().everyday["words"]:
            continue
        if not roles & case.truth.roles:
            return broken(rule, "there is none in this window", case.said.quote(place, place + length))
    for mention in case.said.mentions:
        controls = controls_at(case.truth, mention)
        said = _role_behind(case, mention.end, covered)
        if (
            controls
            and said is not None
            and not any(control.role in said[1] for control in controls)
            and not (mention.of("entry") or mention.of("title"))
        ):
            return broken(rule, f"is a {controls[0].role}", case.said.quote(mention.start, mention.end + said[0]))
    return kept(rule)


def states_claimed(case: Case) -> Ruling:
    """No control is said to be disabled, required, invalid, empty, the default or so in a window where none is."""
    rule = "states_claimed"
    controls = case.truth.controls
    fields = [c for c in controls if c.role in {Role.TEXT_FIELD, Role.PASSWORD, Role.TEXT_AREA}]
    true = {
        "disabled": any(control.disabled for control in controls),
        "required": any("required" in control.name for control in controls),
        "invalid": any(control.invalid for control in controls) or bool(case.truth.errors),
        "empty": any(not control.value and control.role is not Role.PASSWORD for control in fields),
        "default": bool(case.truth.default),
        "impossible": False,
    }
    covered = case.said.covered()
    negations = vocabulary().everyday["negations"]
    for place, token in enumerate(case.said.tokens):
        if place in covered or (place > 0 and case.said.tokens[place - 1].text in negations):
            continue
        if any(token.text in vocabulary().states[state] and not holds for state, holds in true.items()):
            return broken(rule, "nothing in this window is so", case.said.quote(max(0, place - 4), place + 1))
    return kept(rule)


def no_repeat(case: Case) -> Ruling:
    """The detail does not name again what the gist named, and nothing of four words or more is said twice."""
    rule = "no_repeat"
    seen: dict[tuple[str, str, int], int] = {}
    for mention in case.said.mentions:
        facts = {(fact.kind, fact.id) for fact in mention.facts}
        fact = mention.facts[0]
        if len(facts) != 1 or fact.kind not in ONCE:
            continue
        key = (fact.kind, fact.id, mention.offset)
        before = seen.setdefault(key, mention.start)
        gist_and_detail = before < case.said.gist_words <= mention.start
        if before != mention.start and (gist_and_detail or (len(fact.words) >= LONG and fact.kind != "control")):
            return broken(rule, "said twice", case.said.quote(mention.start, mention.end))
    return kept(rule)


def reads_naturally(case: Case) -> Ruling:
    """No template smell: plurals and articles agree, no stray punctuation, markup or values of a program."""
    rule = "reads_naturally"
    for text in (case.description.gist, case.description.text):
        for pattern, reason in _SMELLS:
            found = next((m for m in pattern.finditer(text) if not any(m.group().strip() in known for known in case.truth.sayable)), None)
            if found is not None:
                return broken(rule, reason, text[max(0, found.start() - 20) : found.end() + 20])
    covered = case.said.covered()
    for place in range(len(case.said.tokens) - 1):
        if place not in covered and (smell := _plural_smell(case, place)):
            return broken(rule, smell, case.said.quote(place, place + 3))
    return kept(rule)


def heard_as_written(case: Case) -> Ruling:
    """The utterances, one after another, are the gist and the detail: nothing is left out, added or put elsewhere."""
    rule = "heard_as_written"
    if not case.description.utterances:
        return does_not_apply(rule)
    heard = [token.text for token in tokens("\n".join(case.description.utterances))]
    written = [token.text for token in case.said.tokens]
    if heard == written:
        return kept(rule)
    place = next((i for i, (a, b) in enumerate(zip(heard, written, strict=False)) if a != b), min(len(heard), len(written)))
    return broken(rule, f"heard {' '.join(heard[place : place + 5])!r}, written {' '.join(written[place : place + 5])!r}")


def _known_words(case: Case) -> set[str]:
    known = {word for text in case.truth.sayable for word in phrase(text)}
    # parts of what is joined by signs, as in file names and dates
    return known | {part for word in known for part in re.split(r"[\W_]+", word) if part}


def _role_at(words: list[str], place: int) -> tuple[int, set[Role]] | None:
    """The longest role, singular or plural, that is said at a place: its length and what it may mean."""
    best: tuple[int, set[Role]] | None = None
    for role, names in vocabulary().roles.items():
        for name in names:
            said = tuple(words[place : place + len(name)])
            if said != name and said not in {(*name[:-1], name[-1] + "s"), (*name[:-1], name[-1] + "es")}:
                continue
            if best is None or len(name) > best[0]:
                best = (len(name), {role})
            elif len(name) == best[0]:
                best[1].add(role)
    return best


def _role_behind(case: Case, place: int, covered: frozenset[int]) -> tuple[int, set[Role]] | None:
    """A singular role right behind a name, unless it belongs to the next name ("Save, button Cancel")."""
    words = [token.text for token in case.said.tokens]
    if place >= len(words) or place in covered or case.said.tokens[place - 1].clause != case.said.tokens[place].clause:
        return None
    found = _role_at(words, place)
    if found is None or words[place + found[0] - 1].endswith("s"):
        return None
    end = place + found[0]
    attached = end < len(words) and end in covered and not case.said.tokens[end - 1].ending
    return None if attached else found


def _plural_smell(case: Case, place: int) -> str:
    words = [token.text for token in case.said.tokens]
    number = words[place] if words[place].isdigit() else str(vocabulary().numbers.get(words[place], ""))
    if not number or case.said.tokens[place].ending or (place > 0 and words[place - 1] == "of"):
        return ""
    for plural, singular in vocabulary().singulars.items():
        behind = tuple(words[place + 1 : place + 1 + len(plural)])
        if number == "1" and behind == plural:
            return "one, but a plural"
        end = place + 1 + len(singular)
        one_form = behind[: len(singular)] == singular and (end >= len(words) or words[end] not in {"box", "boxes", "button", "buttons"})
        if number not in {"", "1"} and one_form and place + len(singular) < len(words):
            return "several, but a singular"
    return ""
