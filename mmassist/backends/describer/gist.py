"""The gist: what is said at once from title, focus and outline, before any text is read from the picture."""

from __future__ import annotations

from mmassist.backends.describer import controls, dialogs
from mmassist.backends.describer.detail import context_of
from mmassist.backends.describer.phrases import phrases
from mmassist.backends.describer.titles import captured, titled
from mmassist.backends.describer.told import Told
from mmassist.values import Scene, Window


def gist_of_window(window: Window, language: str = "en") -> str:
    """Title and program: what can be said before the outline is there. Never ""."""
    return titled(window, phrases(language), Told(), dialog=window.dialog)


def gist_of_scene(scene: Scene, spoken: str = "", language: str = "en") -> str:
    """A dialog's question first, then title and program, then the focused control; less what is in `spoken`, "" if that is all of it.

    So it can be said in one piece, or after `gist_of_window`, without repeating. Costs well under a millisecond for a usual window.
    """
    context = context_of(scene, spoken=spoken, language=language)
    parts: list[str] = []
    asked = dialogs.question(context)
    if asked:
        parts += context.told.untold(asked)
        context.told.add(asked)
    if said := captured(scene, context.phrases, context.told, dialog=context.view.is_dialog):
        parts.append(said)
        context.told.add(said)
    if context.view.focus >= 0 and not controls.focus_told(context):
        parts.append(controls.focus(context))
    return " ".join(parts)
