"""Moments of a problem: windows of one program, and which of them is in front."""

from __future__ import annotations

from dataclasses import replace

from mmassist.dialogue.troubleshooting.shot import Shot
from mmassist.values import Box, State, Window
from tests.fakes.scenes import SIZE, Part, button, label, scene, text_field

PID = 4711


def window(number: int, title: str, *, dialog: bool = False, pid: int = PID) -> Window:
    return Window(number, title, "Letters", pid, Box(0, 0, *SIZE), dialog)


def shot(front: Window, *parts: Part, behind: tuple[Window, ...] = (), complete: bool = True, read: bool = True) -> Shot:
    seen = scene(front.title, front.program, *parts, dialog=front.dialog, complete=complete, text_read=read)
    return Shot(replace(seen, window=front), (*behind, front))


MAIN = window(7, "Address")
FAILED = window(8, "Error", dialog=True)


def form(postcode: str = "12", *, error: str = "Postcode is invalid: it has five figures.", city: str = "Bonn") -> Shot:
    """The form of an address, and what is wrong with it."""
    parts = [text_field("Postcode", postcode), text_field("City", city), button("Save", State.DEFAULT)]
    return shot(MAIN, *parts, *([label(error)] if error else []))


def message(text: str = "Could not save the file: permission denied.", *, behind: Window | None = None) -> Shot:
    return shot(FAILED, label(text), button("OK"), behind=(behind or window(7, "*notes.txt"),))


def nothing(*away: Window) -> Shot:
    """No window is in front; those that are only out of sight."""
    return Shot(replace(scene("", "", text_read=False, complete=False), window=None, has_outline=False), (), away)
