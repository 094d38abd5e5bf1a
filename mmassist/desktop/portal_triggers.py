"""Keys as the portals write them: what we ask for ("CTRL+SHIFT+F1", the XDG shortcuts specification), and what a desktop made of it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mmassist.desktop.chords import Chord

_MODIFIERS = {"Ctrl": "CTRL", "Alt": "ALT", "Shift": "SHIFT", "Super": "LOGO"}
_WORDS = {"ctrl": "Control", "control": "Control", "primary": "Control", "alt": "Alt", "shift": "Shift", "super": "Super"} | {
    name: "Super" for name in ("meta", "logo", "win")
}
_LONGEST, _MOST = 60, 64


@dataclass(frozen=True, slots=True)
class Shortcut:
    """What a key is for. `name`: one word, by which the desktop remembers it; `description`: what its settings show."""

    name: str
    description: str


def preferred(chord: Chord) -> str:
    """The trigger to ask for."""
    return "+".join((*(_MODIFIERS[modifier] for modifier in chord.modifiers), chord.keysym))


def spoken(trigger: str) -> str:
    """A desktop's own words for a trigger as they are said: "Control Shift F1" for "Press <Control><Shift>F1"; "" for none."""
    shown = re.sub(r"<(\w+)>", r"\1 ", "".join(each if each.isprintable() else " " for each in trigger[: 4 * _LONGEST]))
    words = re.sub(r"(?<=\S)\+(?=\S)", " ", shown).split()
    if words and words[0].casefold() == "press":
        del words[0]
    return " ".join(_WORDS.get(word.casefold(), word) for word in words)[:_LONGEST].strip()


def bound(shortcuts: Any) -> dict[str, str]:
    """What a portal says it has bound: names, and how each is said. What it says wrongly is left out."""
    found: dict[str, str] = {}
    for one in (shortcuts if isinstance(shortcuts, list) else ())[:_MOST]:
        match one:
            case [str(name), dict(about)]:
                trigger = about.get("trigger_description", "")
                found[name] = spoken(trigger) if isinstance(trigger, str) else ""
    return found


def sentence(names: Sequence[str], found: Mapping[str, str]) -> str:
    """Which of the keys are where, and which have none; "" where there are no names."""
    there = [f"{_said(name)} is on {found[name]}" for name in names if found.get(name)]
    untold = [_said(name) for name in names if name in found and not found[name]]
    absent = [_said(name) for name in names if name not in found]
    said = [f"{', '.join(there)}."] if there else []
    if untold:
        said.append(f"The desktop does not tell which key it gave {_listed(untold)}.")
    if absent:
        has = "has no key" if len(absent) == 1 else "have no keys"
        said.append(f"{_listed(absent)} {has}. Choose one in the desktop's keyboard settings.")
    return " ".join(said)


def _said(name: str) -> str:
    return name.replace("_", " ")


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def token(rest: Sequence[Any]) -> str:
    """The permission to come to the front that a desktop gives with a key that was pressed, behind the key's name; "" for none."""
    found = rest[-1].get("activation_token", "") if rest and isinstance(rest[-1], dict) else ""
    return found if isinstance(found, str) else ""
