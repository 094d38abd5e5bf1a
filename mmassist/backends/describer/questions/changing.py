"""Answers what has changed since the same window was last described: controls that came or went, their states and values, texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from mmassist.backends.describer import controls
from mmassist.backends.describer.pixels import pieces
from mmassist.backends.describer.questions.naming import Key, key
from mmassist.backends.describer.questions.scope import Scope, is_seen_alone
from mmassist.backends.describer.questions.states import HAVING, can_have, is_in, word
from mmassist.backends.describer.questions.wording import Asked
from mmassist.backends.describer.scraps import without_scraps
from mmassist.backends.describer.text import clean
from mmassist.backends.describer.titles import captured
from mmassist.backends.describer.told import Told
from mmassist.backends.describer.view import CHOICES, FIELDS, INTERACTIVE, MENUS, TEXTS, Placed
from mmassist.values import Role

_CONTROLS = INTERACTIVE | MENUS | {Role.LIST_ITEM, Role.TREE_ITEM, Role.ICON, Role.MENU, Role.PROGRESS_BAR}
_LONG = frozenset({Role.TEXT_AREA, Role.DOCUMENT, Role.TERMINAL})
_READ = TEXTS | {Role.HEADING, Role.CELL, Role.ALERT}
# "empty" is told by the value, "focused" of the whole window, "pressed" is "checked" where it can be that.
_STATES = tuple(state for state in HAVING if state not in {"empty", "focused", "pressed"})
_ANOTHER = 0.7
"""Of all things: if so many came, it is another page."""
_MOST = 8
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class _Pairs:
    """Things that were there and are there, and those that are only here or there."""

    both: list[tuple[Placed, Placed]]
    came: list[Placed]
    gone: list[Placed]


def changed(scope: Scope, asked: Asked) -> str:
    """The title first, then what came and went, how controls stand now, and texts."""
    was = scope.before
    if was is None:
        return scope.say("changed_unknown")
    said = [*_title(scope, was)]
    if scope.only_pixels or was.only_pixels:
        said += [scope.say("changed_controls_unknown"), *_texts(scope, was)]
        return " ".join(said if len(said) > 1 else [_nothing(scope, was), *said])
    pairs = _paired(_things(was, _CONTROLS | _LONG), _things(scope, _CONTROLS | _LONG))
    if len(pairs.came) > _ANOTHER * max(1, len(pairs.both) + len(pairs.came)):
        said.append(scope.say("changed_all"))
    said += _came_and_gone(scope, was, pairs)
    for old, new in pairs.both:
        said += [*_states(scope, was, old, new), *_value(scope, was, old, new)]
    said += _focus(scope, was)
    if not (scope.view.scene.outline_complete and was.view.scene.outline_complete):
        said.append(scope.say("changed_cut"))
    said += _texts(scope, was)  # last: more of them may come while the picture is read
    return " ".join(said or [_nothing(scope, was)])


def _nothing(scope: Scope, was: Scope) -> str:
    return scope.say("changed_nothing" if _readable(scope, was) else "changed_nothing_yet")


def _readable(scope: Scope, was: Scope) -> bool:
    """Whether what only the picture shows can be compared."""
    return scope.view.scene.text_read and was.view.scene.text_read


def _things(scope: Scope, roles: frozenset[Role]) -> list[Placed]:
    return [placed for placed in scope.view.with_role(roles) if not is_seen_alone(placed)]


def _paired(old: Sequence[Placed], new: Sequence[Placed]) -> _Pairs:
    """By role and name; those that share both in the order in which they stand there."""
    was: dict[tuple[Role, Key], list[Placed]] = defaultdict(list)
    for placed in old:
        was[_kind(placed)].append(placed)
    pairs = _Pairs([], [], [])
    for placed in new:
        if same := was[_kind(placed)]:
            pairs.both.append((same.pop(0), placed))
        else:
            pairs.came.append(placed)
    pairs.gone.extend(sorted((one for left in was.values() for one in left), key=lambda one: one.order))
    return pairs


def _kind(placed: Placed) -> tuple[Role, Key]:
    """A combo box that is named by its value (Qt) is the same one under another name."""
    named_by_value = placed.role is Role.COMBO_BOX and key(placed.item.name) == key(placed.item.value)
    return placed.role, () if named_by_value else key(placed.item.name) or (placed.item.name.strip(),)


def _title(scope: Scope, was: Scope) -> Iterator[str]:
    now, then = scope.view.scene.window, was.view.scene.window
    if now is not None and then is not None and now.title != then.title:
        yield scope.say("changed_title", title=captured(scope.view.scene, scope.phrases, Told()).rstrip("."))


def _came_and_gone(scope: Scope, was: Scope, pairs: _Pairs) -> Iterator[str]:
    """What a tree that was cut short leaves out is not said to have come or gone."""
    if pairs.came and was.view.scene.outline_complete:
        yield scope.runs(_identities(scope, pairs.came), scope.wording.say("changed_came"))
    if pairs.gone and scope.view.scene.outline_complete:
        yield scope.runs(_identities(was, pairs.gone), scope.wording.say("changed_gone"))


def _identities(scope: Scope, things: Sequence[Placed]) -> list[str]:
    said = [
        scope.wording.say("thing", noun=scope.phrases.noun(placed.role), name=scope.name(placed))
        if scope.context.name(placed.index)
        else scope.identity(placed)
        for placed in things
    ]
    return list(dict.fromkeys(said))


def _states(scope: Scope, was: Scope, old: Placed, new: Placed) -> Iterator[str]:
    for state in _STATES:
        if not (can_have(old, state) and can_have(new, state)):
            continue
        if state == "selected" and new.role in CHOICES:  # is said as being checked
            continue
        before, now = is_in(was, old, state), is_in(scope, new, state)
        if None in (before, now) or before == now:
            continue
        if now or new.role is not Role.RADIO:  # of several the one that is chosen now tells that the other is not
            yield scope.say("changed_state", name=scope.name(new), state=word(scope, new, state, denied=not now))


def _value(scope: Scope, was: Scope, old: Placed, new: Placed) -> Iterator[str]:
    if new.role in _LONG:
        if added := _lines(new.item.value, old.item.value):
            yield scope.say("changed_text_in", name=scope.name(new), text=_told(scope, added))
        elif removed := _lines(old.item.value, new.item.value):
            yield scope.say("changed_text_gone", text=_told(scope, removed))
        return
    if new.role not in FIELDS | {Role.PROGRESS_BAR} or old.item.value == new.item.value:
        return
    before, now = controls.value(was.context, old.item), controls.value(scope.context, new.item)
    if before == now:
        return
    if new.role is Role.PASSWORD:
        yield scope.say("changed_filled" if now else "changed_unfilled", name=scope.name(new))
        return
    which = "changed_value" if before and now else "changed_value_new" if now else "changed_value_gone"
    yield scope.say(which, name=scope.name(new), value=now, before=before)


def _lines(text: str, other: str) -> list[str]:
    """The lines of a text that the other has not, each once."""
    known = {key(line) for line in other.split("\n")}
    return list(dict.fromkeys(line for line in text.split("\n") if line.strip() and key(line) not in known))


def _texts(scope: Scope, was: Scope) -> Iterator[str]:
    """Texts of the tree by themselves; of the picture by their words, for there lines break elsewhere when a window changes its size."""
    now, then = _of_tree(scope), _of_tree(was)
    seen, known = (_of_picture(scope), _of_picture(was)) if _readable(scope, was) else ([], [])
    new = [*_missing(now, then, whole=True), *_missing(seen, [*known, *then], whole=False)]
    gone = [*_missing(then, now, whole=True), *_missing(known, [*seen, *now], whole=False)]
    if new and was.view.scene.outline_complete:
        yield scope.say("changed_text", text=_told(scope, new))
    if gone and scope.view.scene.outline_complete:
        yield scope.say("changed_text_gone", text=_told(scope, gone))


def _of_tree(scope: Scope) -> list[str]:
    texts = [placed.item.name or placed.item.value for placed in scope.view.with_role(_READ)]
    return [text for text in texts if text.strip()]


def _of_picture(scope: Scope) -> list[str]:
    return [piece.text for piece in without_scraps(scope.context, pieces(scope.context))]


def _missing(texts: Iterable[str], others: Sequence[str], *, whole: bool) -> list[str]:
    """Those that the others have not: as wholes, or anywhere within all of them."""
    keys = [key(text) for text in others]
    known = set(keys)
    run = f" {' '.join(' '.join(one) for one in keys)} "
    words = {text: key(text) for text in texts}  # what has none is a picture's scrap or a sign
    return [text for text, found in words.items() if found and found not in known and (whole or f" {' '.join(found)} " not in run)]


def _told(scope: Scope, texts: Sequence[str]) -> str:
    shown = [scope.phrases.quote(clean(text, _LONGEST)) for text in texts[:_MOST]]
    if len(texts) > _MOST:
        shown.append(scope.phrases.say("more", n=len(texts) - _MOST))
    return scope.phrases.strung(shown)


def _focus(scope: Scope, was: Scope) -> Iterator[str]:
    if scope.view.focus < 0:
        return
    now = controls.identity(scope.context, scope.view.focus)
    before = controls.identity(was.context, was.view.focus) if was.view.focus >= 0 else ""
    if now and now != before:
        yield scope.say("changed_focus", name=now)
