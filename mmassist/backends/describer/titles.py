"""What is in front, in a few words: the window's title and program, or what else was captured."""

from __future__ import annotations

import re
import unicodedata
from pathlib import PurePath

from mmassist.backends.describer.phrases import Phrases
from mmassist.backends.describer.text import clean, closed, sentences, words
from mmassist.backends.describer.told import Told
from mmassist.values import Scene, Target, TargetKind, Window

_MAX_TITLE = 160
_MAX_PROGRAM_WORDS = 4
_SEPARATOR = re.compile(r"\s+[-\u2013—|·:]\s+(?=[^-\u2013—|·]*$)")
_OUR_NAME = re.compile(r"m\W*m\W*a\W*s\W*s\W*i\W*s\W*t")


def program_name(program: str) -> str:
    """The name of a program as people say it: "org.gnome.Nautilus" is "Nautilus", "mousepad" is "Mousepad"."""
    name = clean(program, 60)
    if re.fullmatch(r"[A-Za-z][\w-]*(\.[A-Za-z][\w-]*){2,}", name):
        name = name.rpartition(".")[2]
    return name[:1].upper() + name[1:] if name.islower() else name


def _split(title: str, program: str) -> tuple[str, str]:
    """Title and program apart; the title's last part is the program where it says so itself."""
    parts = _SEPARATOR.split(title, maxsplit=1)
    if len(parts) == 2 and parts[0] and _same_program(parts[1], program):
        return parts[0].strip(), parts[1].strip()
    if words(title) == words(program):
        return "", title
    return title, "" if _names(title, program) else program


def _same_program(part: str, program: str) -> bool:
    """Whether the last part of a title is the program's name, in its own form: "Mozilla Firefox" for "firefox-esr"."""
    mine = words(part)
    return not mine.isspace() and len(mine.split()) <= _MAX_PROGRAM_WORDS and (mine in words(program) or _names(part, program))


def _names(text: str, program: str) -> bool:
    """Whether the text holds the program's name, or at least its first word."""
    name = words(program).split()
    return bool(name) and f" {name[0]} " in words(text)


def _document(title: str) -> tuple[str, bool]:
    """The title without the sign of unsaved changes, and whether it bore one."""
    bare = title.removeprefix("*").removesuffix("*").strip()
    return (bare, True) if bare and bare != title else (title, False)


def titled(window: Window, phrases: Phrases, told: Told, *, dialog: bool = False) -> str:
    """ "Untitled 1, Mousepad." or "Save Changes, Mousepad dialog."; what was told is left out, "" if all of it was."""
    shown = clean(window.title, _MAX_TITLE)
    document, unsaved = _document(shown)
    title, program = _split(document, program_name(window.program))
    title, marked = _document(title)
    if speaks_as_us(title) and words(title) != words(program):
        title = phrases.say("window_says", title=phrases.quote(title))
    if title and _is_told(title, program, phrases, told):
        if not (dialog or window.dialog) or told.has(program or title):
            return ""
        title = ""
    said = _dialog(title, program, phrases) if dialog or window.dialog else _window(title, program, phrases)
    if not shown and said == program:
        said = phrases.say("program_untitled", program=program)
    if not title and told.has(said):
        return ""
    return closed(phrases.say("unsaved", title=said) if unsaved or marked else said)


def _is_told(title: str, program: str, phrases: Phrases, told: Told) -> bool:
    """Whether the title was said as one. That a dialog's question begins with the same words does not count."""
    if told.is_sentence(title) or (len(sentences(title)) > 1 and told.has_title(title)):
        return True
    forms = [_dialog(title, program, phrases), phrases.say("unsaved", title=title)]
    return any(told.has(form) for form in (*forms, *([_window(title, program, phrases)] if program else [])))


def _dialog(title: str, program: str, phrases: Phrases) -> str:
    if title and program:
        return phrases.say("title_dialog", title=title, program=program)
    if title:
        return phrases.say("title_only_dialog", title=title)
    return phrases.say("program_dialog", program=program) if program else phrases.say("dialog")


def _window(title: str, program: str, phrases: Phrases) -> str:
    if title and program:
        return phrases.say("title_program", title=title, program=program)
    if title:
        return title
    return program or phrases.say("untitled")


def captured(scene: Scene, phrases: Phrases, told: Told, *, dialog: bool = False) -> str:
    """What was captured: the window, or else the monitor, screen or image. "" if that was told."""
    if scene.window is not None:
        return titled(scene.window, phrases, told, dialog=dialog)
    said = _target(scene.target, phrases)
    return "" if told.has(said) else closed(said)


def _target(target: Target, phrases: Phrases) -> str:
    if target.kind is TargetKind.CAMERA:
        return phrases.say("camera")
    if target.kind is TargetKind.IMAGE:
        return phrases.say("image", name=clean(PurePath(target.path).name, _MAX_TITLE)).strip()
    if target.kind is TargetKind.SCREEN:
        return phrases.say("screen")
    if target.kind is TargetKind.MONITOR:
        return phrases.say("monitor", number=target.monitor) if target.monitor else phrases.say("monitor_pointer")
    return phrases.say("unknown_window")


def speaks_as_us(text: str) -> bool:
    """Whether a text from the screen names this program, so that it could be taken for its own words."""
    return bool(_OUR_NAME.search(unicodedata.normalize("NFKC", text[:2000]).casefold()))
