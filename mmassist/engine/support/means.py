"""What a support session needs beside the app's rooms."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from mmassist.engine.support.advising import Assistant
from mmassist.support.sender import Sender
from mmassist.support.signalling import Note


@dataclass(frozen=True, slots=True)
class Means:
    """`sender`: makes the user's end of a connection; entering it raises SupportError. `require`: raises SupportError where what it needs
    is not installed. `note`: writes the audit log. `key_of`: how the user gives a command by key, as it is said.
    `assistant`: works through problems with the user. `is_heard`: whether the app's own sound is to be heard just now."""

    sender: Callable[[], AbstractAsyncContextManager[Sender]]
    require: Callable[[], None]
    note: Note
    key_of: Callable[[str], str]
    assistant: Assistant
    is_heard: Callable[[], bool]
