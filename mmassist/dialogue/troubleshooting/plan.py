"""The next step as the screen alone suggests it, where no model is asked: it sees to dialogs, errors, fields and what is hidden. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from mmassist.dialogue.kinds import BUTTONS
from mmassist.dialogue.seen import squeezed
from mmassist.dialogue.troubleshooting.case import Case, pressing, problem_of
from mmassist.dialogue.troubleshooting.judging import Verdict
from mmassist.dialogue.troubleshooting.shot import CHANGING, SWITCHED, Shot, called, is_on, standing
from mmassist.dialogue.troubleshooting.signs import Sign, SignKind, signs_of
from mmassist.dialogue.troubleshooting.steps import Check, Met, Step, What, met
from mmassist.sayings import listed, own, saying
from mmassist.values import Item, Role, State

_MOST_CHOICES = 6
_WORD = re.compile(r"[^\W_]{3,}")
_SENDS = re.compile(
    r"(?i)\b(ok|save|send|submit|apply|sign|register|create|next|continue|log|confirm|add|pay|order|senden|speichern|weiter|anwenden|guardar|enviar|aceptar|aplicar|siguiente|enregistrer|envoyer|appliquer|valider|suivant)"
)


@dataclass(frozen=True, slots=True)
class Planned:
    """`problem`: what is seen, a sentence; "" for nothing. `step`: None where the screen suggests none."""

    problem: str = ""
    step: Step | None = None


def planned(case: Case, shot: Shot) -> Planned:
    """What to do next about what is on the screen."""
    if case.kind and case.pid is not None and not shot.runs(case.pid) and _went_wrong(case):
        return Planned("", Step(own("Start it again."), (Check(What.RUNS, case.kind),)))
    sign = pressing(signs_of(shot)) if shot.pid == case.pid or not case.root else None
    unsaved = Check(What.SAVED, window=case.unsaved)
    is_in_the_way = sign is not None and sign.kind not in (SignKind.ERROR, SignKind.MISSING)
    if case.unsaved and _failed(case) and not is_in_the_way and met(unsaved, shot) is Met.NO:
        return Planned("", Step(own("Save it again, under another name or in another folder."), (unsaved,)))
    if sign is not None:
        return Planned(problem_of(sign), _about(sign, case, shot))
    if _failed(case) and not case.unsaved and not _tried_again(case):
        return Planned("", Step(own("Try once more what failed.")))
    if _form_is_mended(case) and (button := sending(shot)) is not None and not _was_sent(case):
        return Planned("", Step(saying("Press {button}.", button=called(button)), (), called(button)))
    if not case.root and (item := named(case.wish, shot)) is not None:
        return Planned("", _of_setting(item))
    return Planned()


def _went_wrong(case: Case) -> bool:
    return bool(case.tried) and case.tried[-1].verdict is Verdict.WRONG


def _about(sign: Sign, case: Case, shot: Shot) -> Step:
    if sign.kind is SignKind.HIDDEN:
        return Step(saying("Press Alt Tab until you hear {title}.", title=sign.text), (Check(What.FRONT, sign.text, window=sign.window),))
    if sign.kind in (SignKind.MESSAGE, SignKind.QUESTION):
        return _of_dialog(sign, shot)
    field = shot.control(sign.control) if sign.control else None
    if field is not None and not _is_mended(sign.control, case):
        if sign.kind is SignKind.MISSING:
            return Step(saying("Fill in {field}.", field=called(field)), _changes(field), called(field))
        return Step(saying("Correct {field}.", field=called(field)), _changes(field), called(field))
    gone = () if sign.kind in (SignKind.INVALID, SignKind.MISSING) else (Check(What.GONE, sign.text),)
    if (button := sending(shot)) is not None:
        return Step(saying("Press {button}.", button=called(button)), gone, called(button))
    return Step(own("Do what it says."), gone)


def _of_dialog(sign: Sign, shot: Shot) -> Step:
    buttons = [item for item in shot.scene.items if item.role in BUTTONS and item.name.strip() and State.DISABLED not in item.states]
    names = list(dict.fromkeys(map(called, buttons)))[:_MOST_CHOICES]
    check = (Check(What.CLOSED, shot.title or sign.text, window=sign.window),)
    if not names:
        return Step(own("Close it with the Escape key."), check)
    if len(names) == 1:
        return Step(saying("Choose {button}.", button=names[0]), check, names[0])
    return Step(saying("Choose {choices}.", choices=listed(names, "or")), check)


def _changes(item: Item) -> tuple[Check, ...]:
    """Nothing where it could not be asked how it stands: any answer would differ from none."""
    return () if State.UNREAD in item.states else (Check(What.CHANGED, called(item), standing(item)),)


def _of_setting(item: Item) -> Step:
    if item.role in SWITCHED:
        text = (
            "{name} is on. Turn it off if that is what is wrong." if is_on(item) else "{name} is off. Turn it on if that is what is wrong."
        )
        return Step(saying(text, name=called(item)), (Check(What.OFF if is_on(item) else What.ON, called(item)),), called(item))
    value = item.value.strip() if item.role is not Role.PASSWORD else ""
    said = saying("{name} holds {value}. Change it if that is what is wrong.", name=called(item), value=value)
    return Step(
        said if value else saying("{name} is empty. Fill it in if that is what is wrong.", name=called(item)), _changes(item), item.name
    )


def named(wish: str, shot: Shot) -> Item | None:
    """The control that the user's words name: all words of its name are among them; of several the one of most words."""
    said = {squeezed(word) for word in _WORD.findall(wish)}
    found: list[tuple[int, Item]] = []
    for item in shot.scene.items:
        words = {squeezed(word) for word in _WORD.findall(item.name)}
        if item.role in CHANGING and words and words <= said:
            found.append((len(words), item))
    return max(found, key=lambda one: one[0])[1] if found else None


def sending(shot: Shot) -> Item | None:
    """The button that sends a form: the default one, or one that is called so."""
    buttons = [item for item in shot.scene.items if item.role in BUTTONS and item.name.strip() and State.DISABLED not in item.states]
    by_state = next((item for item in buttons if State.DEFAULT in item.states), None)
    return by_state or next((item for item in buttons if _SENDS.search(item.name)), None)


def _is_mended(control: str, case: Case) -> bool:
    """Whether the last step was to change that field, and was done: then it is sent."""
    last = case.tried[-1] if case.tried else None
    if last is None or last.verdict is not Verdict.DONE:
        return False
    return any(check.what is What.CHANGED and squeezed(check.name) == squeezed(control) for check in last.step.checks)


def _failed(case: Case) -> bool:
    return any(sign.kind is SignKind.MESSAGE for sign in case.root)


def _tried_again(case: Case) -> bool:
    return any(not one.step.checks and one.verdict is Verdict.DONE for one in case.tried)


def _form_is_mended(case: Case) -> bool:
    return any(sign.kind in (SignKind.INVALID, SignKind.MISSING) or sign.control for sign in case.root)


def _was_sent(case: Case) -> bool:
    return (
        bool(case.tried)
        and case.tried[-1].step.control != ""
        and not any(check.what is What.CHANGED for check in case.tried[-1].step.checks)
    )
