"""Signs of trouble: what on a screen is wrong, or waits for the user. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from mmassist.dialogue.kinds import FIELDS, TEXTS, is_dialog, is_trouble, path
from mmassist.dialogue.seen import squeezed, words
from mmassist.dialogue.troubleshooting.shot import Shot, called
from mmassist.dialogue.untrusted import one_line
from mmassist.dialogue.wording import wording
from mmassist.values import Item, Role, State

_LONGEST = 240
_MOST = 12
_CONTENT = frozenset({Role.TEXT_AREA, Role.TERMINAL, Role.TABLE, Role.LIST, Role.TREE, Role.DOCUMENT})


class SignKind(StrEnum):
    """`MESSAGE`: a dialog that tells of trouble; `QUESTION`: one that only waits; `ERROR`: a text in a window; `INVALID`, `MISSING`: a
    field that is marked as wrong, or must be filled in and is empty; `HIDDEN`: a dialog behind another window of its program."""

    MESSAGE = "message"
    QUESTION = "question"
    ERROR = "error"
    INVALID = "invalid"
    MISSING = "missing"
    HIDDEN = "hidden"


WRONG = frozenset({SignKind.MESSAGE, SignKind.ERROR, SignKind.INVALID})
"""Kinds that tell that something went wrong."""


@dataclass(frozen=True, slots=True)
class Sign:
    """`text`: what it says, or the name of the control or dialog; of foreign origin. `window`: where it stands. `control`: the field that
    it is about, where that is known."""

    kind: SignKind
    text: str
    window: int
    control: str = ""

    def is_like(self, other: Sign) -> bool:
        """Whether both say the same, also where a message came in another window."""
        return (self.kind, squeezed(self.text)) == (other.kind, squeezed(other.text))


def signs_of(shot: Shot) -> tuple[Sign, ...]:
    """The most pressing first."""
    found = list(dict.fromkeys([*_hidden(shot), *(_of_dialog(shot) if is_dialog(shot.scene) else ()), *_of_form(shot)]))
    return tuple(found[:_MOST])


def _hidden(shot: Shot) -> Iterator[Sign]:
    at = next((at for at, one in enumerate(shot.windows) if one.id == shot.window), -1)
    for one in reversed(shot.windows[: max(at, 0)]):
        if one.dialog and one.pid is not None and one.pid == shot.pid:
            yield Sign(SignKind.HIDDEN, one_line(one.title, _LONGEST), one.id)


def _of_dialog(shot: Shot) -> Iterator[Sign]:
    """Of a message what it says; a dialog with fields of its own is a form."""
    scene = shot.scene
    said = [text for text in _texts(shot) if len(text.split()) > 1] or [shot.title]
    wrong = [text for text in said if wording().tells_trouble(text)]
    is_alert = any(item.role is Role.ALERT for item in scene.items)
    has_content = any(item.role in FIELDS | _CONTENT for item in scene.items)
    if has_content:
        return
    if wrong or is_alert:
        yield Sign(SignKind.MESSAGE, (wrong or said)[0], shot.window)
    else:
        yield Sign(SignKind.QUESTION, said[0], shot.window)


def _texts(shot: Shot) -> Iterator[str]:
    if not shot.scene.has_outline:
        yield from (one_line(line.text, _LONGEST) for line in shot.scene.lines)
        return
    for item in shot.scene.items:
        text = item.name or item.value
        if item.role in TEXTS and text.strip():
            yield one_line(text, _LONGEST)


def _of_form(shot: Shot) -> Iterator[Sign]:
    """Texts that tell of trouble, and fields that are wrong or still empty."""
    scene = shot.scene
    if not scene.has_outline:
        if not is_dialog(scene):
            wrong = (line.text for line in scene.lines if wording().tells_trouble(line.text))
            yield from (Sign(SignKind.ERROR, one_line(text, _LONGEST), shot.window) for text in wrong)
        return
    is_message = is_dialog(scene) and not any(item.role in FIELDS | _CONTENT for item in scene.items)
    if is_message:
        return
    for index, item in enumerate(scene.items):
        if item.role in FIELDS and State.INVALID in item.states:
            yield Sign(SignKind.INVALID, called(item), shot.window, called(item))
        elif is_trouble(item) and State.INVALID not in item.states and not _is_content(shot, index):
            text = one_line(item.name, _LONGEST)
            yield Sign(SignKind.ERROR, text, shot.window, named_in(text, shot))
    for item in scene.items:
        if _is_missing(item):
            yield Sign(SignKind.MISSING, called(item), shot.window, called(item))


def _is_content(shot: Shot, index: int) -> bool:
    """What stands in a document or a terminal is no message of the program."""
    return any(shot.scene.items[one].role in _CONTENT for one in path(shot.scene, index)[1:])


def _is_missing(item: Item) -> bool:
    is_empty = item.role in FIELDS and item.role is not Role.PASSWORD and not item.value.strip()
    return is_empty and State.REQUIRED in item.states and not item.states & {State.UNREAD, State.INVALID} and bool(item.name.strip())


def named_in(text: str, shot: Shot) -> str:
    """The field whose name stands in a text, the longest of several; "" for none."""
    said = set(words(text))
    names = [called(item) for item in shot.scene.items if item.role in FIELDS]
    return max((name for name in names if words(name) and said.issuperset(words(name))), key=len, default="")
