"""One judge a wish: hears what is noticed and says when it is what was wished for. Pure: times are given in."""

from __future__ import annotations

from collections.abc import Callable
from enum import Flag, auto
from typing import Protocol

from mmassist.dialogue.wishes import Wish, WishKind
from mmassist.engine.watch.contract import WatchTarget
from mmassist.engine.watch.notices import (
    BarSeen,
    Moved,
    Notice,
    PersonSeen,
    Said,
    TextKnown,
    TextSeen,
    TimePassed,
    Titled,
    WindowGone,
    WindowOpened,
)
from mmassist.perception.watching.news import News
from mmassist.perception.watching.words import grown, holds_any, only_counts
from mmassist.plurals import counted

# Seconds in which clocks are learnt before a number that changes counts as a change.
_LEARNING = 4.0


class Needs(Flag):
    """What an eye must do for a judge; for one that needs nothing it does not even look."""

    NOTHING = 0
    MOTION = auto()
    TEXT = auto()
    GONE = auto()
    ALL_TEXT = auto()
    BARS = auto()
    FRAMES = auto()
    PEOPLE = auto()


class Judge(Protocol):
    """`due`: when it wants to hear `TimePassed`, None: never."""

    needs: Needs
    due: float | None

    def hear(self, notice: Notice, at: float) -> Said | None: ...


class NewText:
    """All that is new: lines that came, and what was written on to them; numbers that merely count are not."""

    needs = Needs.TEXT
    due: float | None = None

    def hear(self, notice: Notice, at: float) -> Said | None:
        if not isinstance(notice, TextSeen):
            return None
        lines = _written(notice.news)
        return Said("news", lines) if lines else None


def _written(news: News) -> tuple[str, ...]:
    more = [grown(old, new) or new for old, new in news.replaced if not only_counts(old, new)]
    return (*news.new, *(line for line in more if line))


class TextAppears:
    """Any of the words, or any text, where it was not before."""

    due: float | None = None

    def __init__(self, words: tuple[str, ...]) -> None:
        self.needs = Needs.TEXT | Needs.ALL_TEXT if words else Needs.TEXT
        self._words = words
        self._looked = False

    def hear(self, notice: Notice, at: float) -> Said | None:
        match notice:
            case TextKnown(texts) if self._words and not self._looked:
                self._looked = True
                return Said("there", there[:1]) if (there := _holding(texts, self._words)) else None
            case TextSeen(news, _) if not self._words and (lines := _written(news)):
                return Said("appeared", lines)
            case TextSeen(news, _):
                lines = _holding(news.new, self._words)
                lines += tuple(new for old, new in news.replaced if self._comes(old, new))
                return Said("appeared", lines) if lines and self._words else None
        return None

    def _comes(self, old: str, new: str) -> bool:
        return holds_any(new, self._words) and not holds_any(old, self._words)


def _holding(lines: tuple[str, ...], words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(line for line in lines if holds_any(line, words))


class TextChanges:
    """Any text, or the lines that hold the words."""

    needs = Needs.TEXT | Needs.GONE
    due: float | None = None

    def __init__(self, words: tuple[str, ...], began: float) -> None:
        self._words = words
        self._began = began

    def hear(self, notice: Notice, at: float) -> Said | None:
        if not isinstance(notice, TextSeen):
            return None
        news = notice.news
        changed = [new for old, new in news.replaced if self._counts(old, new, at) and (self._meant(old) or self._meant(new))]
        if lines := (*_holding(news.new, self._words), *changed):
            return Said("changed", lines)
        gone = _holding(news.gone, self._words)
        return Said("gone", gone) if gone else None

    def _meant(self, line: str) -> bool:
        return holds_any(line, self._words)

    def _counts(self, old: str, new: str, at: float) -> bool:
        """A clock tells itself from a number within the first seconds."""
        return at - self._began > _LEARNING or not only_counts(old, new)


class TextGoes:
    """Any of the words is nowhere any more; without words, any line goes."""

    due: float | None = None

    def __init__(self, words: tuple[str, ...]) -> None:
        self.needs = Needs.TEXT | Needs.GONE | Needs.ALL_TEXT
        self._words = words

    def hear(self, notice: Notice, at: float) -> Said | None:
        if not isinstance(notice, TextSeen):
            return None
        news = notice.news
        replaced = tuple(old for old, new in news.replaced if self._words and not holds_any(new, self._words))
        gone = _holding((*news.gone, *replaced), self._words)
        if not gone or (self._words and _holding(notice.texts, self._words)):
            return None
        return Said("gone", gone[:1])


class ProgressEnds:
    needs = Needs.BARS
    due: float | None = None

    def hear(self, notice: Notice, at: float) -> Said | None:
        match notice:
            case BarSeen(ended=True):
                return Said("ended")
            case BarSeen(vanished=True) | WindowGone():
                return Said("vanished")
        return None


class DialogOpens:
    """A dialog of the watched window's program; of any where no window is watched."""

    needs = Needs.NOTHING
    due: float | None = None

    def __init__(self, target: WatchTarget) -> None:
        self._window = target.window

    def hear(self, notice: Notice, at: float) -> Said | None:
        if not isinstance(notice, WindowOpened) or not notice.window.dialog:
            return None
        window, own = notice.window, self._window
        if own is not None and (window.pid, window.program) != (own.pid, own.program):
            return None
        return Said("dialog", (window.title,)) if window.title else Said("dialog_unnamed")


class TitleChanges:
    needs = Needs.NOTHING
    due: float | None = None

    def __init__(self, target: WatchTarget) -> None:
        self._title = target.window.title if target.window else ""

    def hear(self, notice: Notice, at: float) -> Said | None:
        if not isinstance(notice, Titled) or notice.title == self._title:
            return None
        self._title = notice.title
        return Said("title", (notice.title,))


class WindowCloses:
    needs = Needs.NOTHING
    due: float | None = None

    def hear(self, notice: Notice, at: float) -> Said | None:
        return Said("window_closed") if isinstance(notice, WindowGone) else None


class Stops:
    """Nothing has moved for some seconds; a spinner and a film move, a caret and a clock do not."""

    needs = Needs.MOTION

    def __init__(self, seconds: float, began: float) -> None:
        self._seconds = seconds
        self._last = began
        self.due: float | None = began + seconds

    def hear(self, notice: Notice, at: float) -> Said | None:
        match notice:
            case Moved():
                self._last = at
                self.due = at + self._seconds
            case TimePassed() if self.due is not None and at >= self.due:
                # Told once; the next rest is another one.
                self.due = None
                return Said("stops", (_duration(self._seconds),))
        return None


def _duration(seconds: float) -> str:
    whole = round(seconds)
    number, unit = (whole // 60, "minute") if whole >= 60 and whole % 60 == 0 else (whole, "second")
    return counted(number, unit)


class PersonEnters:
    needs = Needs.PEOPLE
    due: float | None = None

    def __init__(self) -> None:
        self._present = False

    def hear(self, notice: Notice, at: float) -> Said | None:
        if not isinstance(notice, PersonSeen):
            return None
        entered = notice.present and not self._present
        self._present = notice.present
        return Said("person") if entered else None


class Free:
    """Judged by a model, which the watch itself asks."""

    needs = Needs.FRAMES
    due: float | None = None

    def hear(self, notice: Notice, at: float) -> Said | None:
        return None


def judge_of(wish: Wish, target: WatchTarget, began: float) -> Judge:
    """`began`: the loop's time at which the watch starts."""
    makers: dict[WishKind, Callable[[], Judge]] = {
        WishKind.NEW_TEXT: NewText,
        WishKind.TEXT_APPEARS: lambda: TextAppears(wish.words),
        WishKind.TEXT_CHANGES: lambda: TextChanges(wish.words, began),
        WishKind.TEXT_GOES: lambda: TextGoes(wish.words),
        WishKind.PROGRESS_ENDS: ProgressEnds,
        WishKind.DIALOG_OPENS: lambda: DialogOpens(target),
        WishKind.TITLE_CHANGES: lambda: TitleChanges(target),
        WishKind.WINDOW_CLOSES: WindowCloses,
        WishKind.STOPS: lambda: Stops(wish.seconds, began),
        WishKind.PERSON_ENTERS: PersonEnters,
        WishKind.FREE: Free,
    }
    return makers[wish.kind]()
