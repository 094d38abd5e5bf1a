"""The system's part of a prompt: the rules, the language, the length, the task, and how the screen is written down. Pure."""

from __future__ import annotations

from mmassist.dialogue.preset import Preset
from mmassist.dialogue.untrusted import CUT, Fence, one_line
from mmassist.dialogue.wording import wording
from mmassist.values import Verbosity

_PLACEHOLDER, _PLACEHOLDERS = 60, 200


def instructions_for(
    preset: Preset, fence: Fence, language: str, verbosity: Verbosity, hidden: tuple[str, ...], parts: frozenset[str]
) -> str:
    """`hidden`: placeholders that stand in place of personal things; `parts`: of "spoken" and "earlier" those that there are."""
    words = wording()
    told = [
        words.say("rules", "who"),
        words.say("rules", "data", opening=fence.opening("...").replace(" ...>", ""), closing=fence.closing),
        words.say("rules", "honest"),
        words.say("rules", "where_they_differ"),
        words.say("rules", "json" if preset.structured else "plain"),
        *(words.say("rules", part) for part in sorted(parts)),
    ]
    if hidden:
        names = ", ".join(f'"{one_line(name, _PLACEHOLDER)}"' for name in hidden[:_PLACEHOLDERS])
        told.append(words.say("rules", "hidden", names=names))
    known = words.language(language)
    told.append(words.say("rules", "language", language=known) if known else words.say("rules", "language_of_question"))
    if not preset.structured:
        told.append(words.say("verbosity", verbosity.value))
    told += [
        words.say("task", "preset", name=preset.name, purpose=preset.purpose),
        words.say("task", "heading"),
        preset.instructions.strip(),
    ]
    if preset.structured:
        told += [words.say("task", "structured"), words.schema(preset.name)]
    return "\n".join([*told, words.say("notation", "legend", cut=CUT)])
