"""The text that is being read to the user, and where they are in it: reading on, and going forward and back."""

from __future__ import annotations

from collections import deque
from dataclasses import replace

from mmassist.backends.describer.reading import Part, Passage, Place, Unit, parts, passages, said
from mmassist.errors import NoWindow
from mmassist.sayings import own
from mmassist.translation import ENGLISH, Translator
from mmassist.values import Scene, Utterance

_START: Place = (0, 0)
_NOTHING = "There is no text to read here."


class Aloud:
    """Belongs to the engine's loop. A part counts as reached when it begins to sound: what was cut off is read again from its start."""

    def __init__(self, words: Translator = ENGLISH) -> None:
        """`words`: in whose language it is read."""
        self._words = words
        self._scene: Scene | None = None
        self._text: tuple[Passage, ...] = ()
        self._at: Place | None = None
        self._next = _START
        self._coming: deque[tuple[int, str, Place]] = deque()
        self.last = ""
        """What was read last, empty once the user has turned to something else."""

    @property
    def scene(self) -> Scene:
        """What is read. Raises NoWindow where nothing was yet."""
        if self._scene is None:
            raise NoWindow("nothing was read yet", "Nothing has been read yet.", "Press the read key, or say: read the window.")
        return self._scene

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to read in it."""
        return not self._text

    def open(self, scene: Scene) -> None:
        """Another text, from its start."""
        self._scene, self._text = scene, passages(scene, self._words.language)
        self._at, self._next = None, _START
        self._coming.clear()

    def rest(self, turn_id: int, unit: Unit) -> tuple[str, ...]:
        """What is left, to be said in this order in that turn: `heard` then tells how far it came. Empty at the end."""
        left = [self._left(part) for part in parts(self._text, unit) if self._end(part) > self._next]
        told = [said(part.text, self._words.language) for part in left]
        self._coming = deque((turn_id, text, part.start) for text, part in zip(told, left, strict=True))
        return tuple(told)

    def heard(self, utterance: Utterance) -> None:
        """To be called for each utterance that begins to sound."""
        one = (utterance.turn_id, utterance.text)
        ahead = next((at for at, (turn_id, text, _) in enumerate(self._coming) if (turn_id, text) == one), -1)
        for _ in range(ahead + 1):
            _, self.last, start = self._coming.popleft()
            self._at = self._next = start

    def finish(self) -> None:
        """All of it was said."""
        if not self._coming:
            self._next = (len(self._text), 0)

    def turn_away(self) -> None:
        """Something else is told now; the place is kept."""
        self.last = ""
        self._coming.clear()

    def step(self, scene: Scene | None, unit: Unit, forward: bool) -> str:
        """Goes to the next or the previous part and gives it to be said; at the end it stays, and says so.

        `scene`: what was looked at last. Raises NoWindow where nothing was yet.
        """
        if scene is None:
            raise NoWindow("nothing was seen yet", "Nothing has been described yet.", "Describe a window first.")
        if scene is not self._scene:
            self.open(scene)
        every = parts(self._text, unit)
        if not every:
            return own(_NOTHING)
        here = max((number for number, part in enumerate(every) if self._at is not None and part.start <= self._at), default=-1)
        there = here + 1 if forward else here - 1
        if not 0 <= there < len(every):
            return own(f"No {'further' if forward else 'earlier'} {unit.value}.")
        part = every[there]
        self._at, self._next = part.start, self._end(part)
        self._coming.clear()
        self.last = said(part.text, self._words.language)
        return self.last

    def _left(self, part: Part) -> Part:
        """What of a part is still to be read: all, if reading stopped before it. Of a block that was read in part, all again."""
        number, offset = self._next
        if part.start >= self._next or len(part.passages) > 1 or part.start[0] != number:
            return part
        return replace(part, text=self._text[number].text[offset : self._end(part)[1]].strip(), start=self._next)

    def _end(self, part: Part) -> Place:
        """Right behind it."""
        last = part.passages[-1]
        return last, part.start[1] + len(part.text) if len(part.passages) == 1 else len(self._text[last].text)
