"""A describer for the judge's own tests: it says what is true, in a plain way, from the truth alone."""

from __future__ import annotations

from mmassist.evaluation.rulings import Description
from mmassist.evaluation.truth import Control, Truth
from mmassist.values import Role


def describe(truth: Truth) -> Description:
    """A right description of a window, gist and detail."""
    focus = truth.control(truth.focus)
    gist = [f"{truth.title}, {'dialog' if truth.dialog else 'window'}."]
    if truth.question:
        gist.append(truth.question)
    message_box = all(control.role is Role.BUTTON for control in truth.controls)
    if message_box:
        gist.extend(_stopped(text) for text in truth.errors)
    if focus is not None:
        gist.append("Focus: " + _said(truth, focus))
    detail = [] if message_box else [_stopped(text) for text in truth.errors]
    detail += [_stopped(text) for text in truth.headings]
    detail += [_stopped(text) for text in truth.texts]
    detail += [_said(truth, control) for control in truth.controls if control.id != truth.focus and control.role is not Role.MENU_ITEM]
    if truth.status:
        detail.append("Status bar: " + _stopped(truth.status))
    text = "\n".join(detail)
    return Description(gist="\n".join(gist), text=text, utterances=(*gist, *detail))


def _stopped(text: str) -> str:
    return text if text[-1] in ".!?" else text + "."


def _said(truth: Truth, control: Control) -> str:
    parts = [control.name, control.role.value]
    if control.checked is not None:
        parts.append("checked" if control.checked else "not checked")
    if control.value and control.role is not Role.TEXT_AREA:
        parts.append(control.value)
    for rows in truth.lists:
        if rows.id == control.id:
            parts += [f"{len(rows.rows)} entries", f"{rows.rows[rows.chosen][0]} selected"]
    if control.disabled:
        parts.append("unavailable")
    if control.id == truth.default:
        parts.append("default")
    return ", ".join(parts) + "."
