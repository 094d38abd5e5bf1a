"""Pictures that are told one after the other: several files, and what the clipboard holds."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace

from mmassist.capture.clipboard import MOST_FILES, Copied
from mmassist.engine.parts import Parts
from mmassist.errors import CaptureError, DesktopError
from mmassist.plurals import counted
from mmassist.sayings import run_on, saying
from mmassist.values import Frame, Target, TargetKind, Window


@dataclass(frozen=True, slots=True)
class Page:
    """One picture: `frame`, where it is there already, else the file of `target`. `said`: before it."""

    target: Target
    said: str = ""
    frame: Frame | None = None


@dataclass(frozen=True, slots=True)
class Album:
    """`owners`: windows of the program that the pictures come from, as far as it is known; its rules hold for them."""

    pages: tuple[Page, ...]
    owners: tuple[Window, ...] = ()


def is_album(target: Target) -> bool:
    """Whether it may be more than one picture."""
    return target.kind is TargetKind.CLIPBOARD or bool(target.more)


async def opened(parts: Parts, target: Target, *, heeds_windows: bool) -> Album:
    """What there is to tell. Raises DesktopError where there is no clipboard, CaptureError where no picture is in it."""
    if target.kind is not TargetKind.CLIPBOARD:
        paths = (target.path, *target.more)
        return Album(
            _numbered(
                paths[:MOST_FILES], _announced(saying("{pictures}.", pictures=counted(len(paths), "picture")), MOST_FILES, len(paths))
            )
        )
    if parts.clipboard is None:
        raise DesktopError("no clipboard", "There is no graphical session here, and so no clipboard.", "Log in to a desktop first.")
    copied, owner = await asyncio.to_thread(parts.clipboard)
    owners = await asyncio.to_thread(_windows_of, parts, owner) if owner and heeds_windows else ()
    return Album(_pages(copied), owners)


def _pages(copied: Copied) -> tuple[Page, ...]:
    if (frame := copied.frame) is not None:
        size = saying("Image from the clipboard, {width} by {height} pixels.", width=frame.width, height=frame.height)
        return (Page(frame.target, size, frame),)
    if len(copied.paths) == 1:
        return (Page(Target(TargetKind.IMAGE, path=copied.paths[0]), "From the clipboard."),)
    count = len(copied.paths) + copied.left_out
    held = saying("{pictures} in the clipboard.", pictures=counted(count, "picture"))
    return _numbered(copied.paths, _announced(held, len(copied.paths), count))


def _announced(said: str, told: int, count: int) -> str:
    return run_on(said, saying("The first {number} are told.", number=told)) if count > told else said


def _numbered(paths: tuple[str, ...], announced: str) -> tuple[Page, ...]:
    numbers = (saying("Picture {number} of {total}.", number=number, total=len(paths)) for number in range(1, len(paths) + 1))
    pages = [Page(Target(TargetKind.IMAGE, path=path), number) for path, number in zip(paths, numbers, strict=True)]
    return (replace(pages[0], said=run_on(announced, pages[0].said)), *pages[1:])


def _windows_of(parts: Parts, owner: Window) -> tuple[Window, ...]:
    """The owner by the names of its windows too, which the user's rules go by."""
    shown = parts.windows.all() if parts.windows else ()
    return (owner, *(one for one in shown if owner.pid is not None and one.pid == owner.pid))


def covering(owners: tuple[Window, ...], frame: Frame) -> tuple[Window, ...]:
    """The owners as if their windows were the picture: all of it is theirs."""
    return tuple(replace(one, box=frame.box, frame=None) for one in owners)


def unreadable(count: int) -> CaptureError:
    """Of several pictures none could be told; why was said of each."""
    told = saying("None of the {pictures} can be read.", pictures=counted(count, "picture"))
    return CaptureError("no picture can be read", told, "Check the files.")
