"""What sounds when: speech and earcons laid out on one line of samples. Pure: no clock, no thread, no device."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mmassist.speech.earcons import Samples
from mmassist.speech.sink import Tag


@dataclass(frozen=True, slots=True, eq=False)
class _Segment:
    start: int
    samples: Samples
    tag: Tag | None

    @property
    def end(self) -> int:
        return self.start + len(self.samples)


@dataclass(frozen=True, slots=True)
class Mark:
    """An utterance begins (`first`) or ends at this sample."""

    at: int
    tag: Tag
    first: bool


class Timeline:
    """Positions count samples from the beginning. `position`: the next one to be rendered; it can be set back.

    Speech is one row of segments, never overlapping; earcons lie over it, in a row of their own.
    """

    def __init__(self, sample_rate: int, lead: float = 0.0) -> None:
        """`lead`: seconds from `earliest`, where a new sound may begin, to where it does begin."""
        self._lead = int(lead * sample_rate)
        self.position = 0
        self._speech: list[_Segment] = []
        self._earcons: list[_Segment] = []
        self._marks: list[Mark] = []
        self._begun: Tag | None = None
        self._speech_end = 0

    @property
    def speech_end(self) -> int:
        """The position behind the last sample of speech."""
        return self._speech_end

    @property
    def end(self) -> int:
        """The position from which on there is nothing but silence."""
        marks = self._marks[-1].at if self._marks else 0
        return max(self._speech_end, self._earcons[-1].end if self._earcons else 0, marks)

    @property
    def next_mark(self) -> int | None:
        return self._marks[0].at if self._marks else None

    def render(self, out: Samples) -> None:
        """Fills `out` from `position` on and moves it. Runs in the audio callback: reads only, allocates next to nothing."""
        out.fill(0)
        start, end = self.position, self.position + len(out)
        for segment in self._speech:
            if segment.start >= end:
                break
            _add(segment, out, start, end)
        for earcon in self._earcons:
            _add(earcon, out, start, end)
        if self._earcons:
            np.clip(out, -1, 1, out)
        self.position = end

    def append(self, tag: Tag, samples: Samples, earliest: int) -> None:
        """Adds speech behind the speech that is there, at `earliest` or later."""
        start = self._speech_end if self._speech_end > earliest else earliest + self._lead
        if tag != self._begun:
            self._begun = tag
            self._marks.append(Mark(start, tag, first=True))
        self._speech.append(_Segment(start, samples, tag))
        self._speech_end = start + len(samples)

    def finish(self, tag: Tag, earliest: int) -> None:
        """The utterance ends with the last sample added; one without samples begins and ends here."""
        if tag != self._begun:
            self._begun = tag
            self._speech_end = max(self._speech_end, earliest)
            self._marks.append(Mark(self._speech_end, tag, first=True))
        self._marks.append(Mark(self._speech_end, tag, first=False))

    def play(self, samples: Samples, at: int) -> int:
        """Lays an earcon over the speech, in place of those before; returns the position behind it."""
        self._earcons = [_Segment(at + self._lead, samples, None)]
        return self._earcons[0].end

    def play_behind(self, samples: Samples, at: int) -> None:
        """Lays an earcon over the speech once the one before is over; where one waits already, in its place."""
        self._earcons = [earcon for earcon in self._earcons if earcon.start <= at + self._lead < earcon.end]
        start = max(at + self._lead, *(earcon.end for earcon in self._earcons), 0)
        self._earcons = [*self._earcons, _Segment(start, samples, None)]

    def holds(self, wanted: Callable[[Tag], bool]) -> bool:
        """Whether any speech or mark of such an utterance is left."""
        return any(s.tag and wanted(s.tag) for s in self._speech) or any(wanted(mark.tag) for mark in self._marks)

    def cut(self, unwanted: Callable[[Tag], bool], at: int) -> None:
        """Takes out such utterances, which have sounded up to `at`; what stays keeps its place."""
        self._speech = [segment for segment in self._speech if segment.tag is None or not unwanted(segment.tag)]
        self._speech_end = max((segment.end for segment in self._speech), default=at)
        self._marks = [mark for mark in self._marks if not unwanted(mark.tag)]

    def take_marks(self, until: int) -> list[Mark]:
        """Removes and returns the marks up to `until`, in order."""
        due = [mark for mark in self._marks if mark.at <= until]
        self._marks = self._marks[len(due) :]
        return due

    def forget(self, before: int) -> None:
        """Lets go of samples that will never be rendered again."""
        self._speech = [segment for segment in self._speech if segment.end > before]
        self._earcons = [earcon for earcon in self._earcons if earcon.end > before]


def _add(segment: _Segment, out: Samples, start: int, end: int) -> None:
    low, high = max(segment.start, start), min(segment.end, end)
    if low < high:
        out[low - start : high - start] += segment.samples[low - segment.start : high - segment.start]
