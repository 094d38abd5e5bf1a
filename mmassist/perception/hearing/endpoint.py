"""When speech begins, pauses and ends: a state machine over the detector's probabilities. Pure; its time is that of the sound."""

from __future__ import annotations

import statistics
from collections import deque
from dataclasses import dataclass
from enum import Enum, auto

from mmassist.perception.hearing.base import LONGEST
from mmassist.perception.hearing.vad import WINDOW
from mmassist.values import SAMPLE_RATE

WINDOW_SECONDS = WINDOW / SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Options:
    """`speech`, `silence`: from and below which probability a window is one; between them it is as the one before.

    `onset`: seconds of speech before it counts: a click is none. `early`: of silence, after which it may be the end. `least`, `most`: of
    silence, between which it is the end. `nobody`: seconds without any speech, after which nobody is waited for.
    """

    speech: float = 0.4
    silence: float = 0.25
    onset: float = 0.064
    early: float = 0.096
    least: float = 0.2
    most: float = 0.7
    nobody: float = 8.0


class Step(Enum):
    """What a window changed. `STARTED` means the first window of the onset; `PAUSED`: it may be the end; `ENDED`: it is."""

    STARTED = auto()
    PAUSED = auto()
    RESUMED = auto()
    ENDED = auto()
    NOBODY = auto()


# A speaker who has made a pause makes another, and it may be longer.
_LONGER, _MARGIN = 1.3, 0.1
# Of so little speech nothing can be told yet: "read ..." is no whole sentence, nor is a cough.
_SHORT = 0.6
_NOISE = 0.12
# So much softer than the loudest window, nothing is heard; nor where it is hardly louder than the softest of the last seconds, which is
# what the room sounds like.
_SOFT, _ROOM, _REMEMBERED = 0.05, 2.0, 128
# The edges of words are this much louder than the pause between them. They are known for speech so many seconds late at a beginning,
# and are no more known for it in so many windows at an end.
_LOUDER, _AUDIBLE, _STIRRING, _FADING = 2.0, 0.001, 0.2, 4


class Endpoint:
    """Of one utterance. Times are seconds from the first window."""

    def __init__(self, options: Options, *, by_silence: bool = True) -> None:
        """`by_silence`: whether a pause may be the end; else only `release` is, as long as a key is held."""
        self._options = options
        self.by_silence = by_silence
        self._windows = 0
        self._run = 0  # windows of speech in a row that have not counted yet
        self._quiet = 0  # windows since the last speech
        self._longest = 0.0
        self._trust = 0.0
        self._paused = False
        self._loudest = 0.0  # window
        self._dip = 0  # windows that are silent to the detector or to the ear
        self._levels: list[float] = []  # of the windows of this pause
        self._lately: deque[float] = deque(maxlen=_REMEMBERED)  # levels
        self.began: float | None = None
        self.voiced = 0.0

    @property
    def now(self) -> float:
        return self._windows * WINDOW_SECONDS

    @property
    def ended(self) -> float:
        """Where the last speech ended."""
        return (self._windows - self._quiet) * WINDOW_SECONDS

    @property
    def paused(self) -> bool:
        return self._paused

    @property
    def silent_since(self) -> float | None:
        """When the silence of this moment began, to the ear or to the detector; None while there is sound. It is a pause before long, or
        none."""
        return (self._windows - self._dip) * WINDOW_SECONDS if self._dip else None

    @property
    def settled(self) -> bool:
        """Whether this pause is one for the detector too: a soft ending is over, and what was said is all there."""
        return self._paused and self._quiet > 0 and self._run == 0

    @property
    def patience(self) -> float:
        """Seconds of silence that are the end, as things stand: less where the words are complete, more after pauses that were none."""
        options = self._options
        trust = self._trust / 2 if self.voiced < _SHORT and self._trust < 1 else self._trust
        wanted = options.most - (options.most - options.least) * trust
        if trust < 1 and self._longest:
            wanted = max(wanted, self._longest * _LONGER + _MARGIN)
        return min(options.most, wanted)

    def judged(self, complete: float) -> None:
        """How sure it is that what was said before this pause is all: 0 to 1, and 1 only where nothing could follow."""
        self._trust = complete if self._paused else 0.0

    def heard(self, probability: float, level: float = 0.0) -> Step | None:
        """One window further. `level`: its root mean square."""
        self._windows += 1
        self._lately.append(level)
        is_speech = probability >= self._options.speech or (probability >= self._options.silence and self._quiet == 0)
        if self.began is None:
            return self._before(is_speech)
        if self.now - self.began >= LONGEST - WINDOW_SECONDS:
            return Step.ENDED
        self._loudest = max(self._loudest, level)
        self._dip = self._dip + 1 if self._is_soft(level) or not is_speech else 0
        return self._speech() if is_speech else self._silence(level)

    def release(self) -> Step:
        """The key was let go, or the sound is over."""
        return Step.NOBODY if self.began is None else Step.ENDED

    def _is_soft(self, level: float) -> bool:
        return level < max(_SOFT * self._loudest, _ROOM * min(self._lately))

    def _before(self, is_speech: bool) -> Step | None:
        self._run = self._run + 1 if is_speech else 0
        self._quiet = 0 if is_speech else self._quiet + 1
        if self._run * WINDOW_SECONDS >= self._options.onset:
            self.began = (self._windows - self._run) * WINDOW_SECONDS
            self.voiced = self._run * WINDOW_SECONDS
            self._run = 0
            return Step.STARTED
        if self.by_silence and self.now >= self._options.nobody and not is_speech:
            return Step.NOBODY
        return None

    def _speech(self) -> Step | None:
        if self._dip and self._quiet == 0:
            self.voiced += WINDOW_SECONDS
            return self._fallen()
        self._run += 1
        if self._paused and self._run * WINDOW_SECONDS < self._options.onset:
            self._quiet += 1  # it may be a click
            return None
        self.voiced += self._run * WINDOW_SECONDS if self._paused else WINDOW_SECONDS
        if self._paused:
            self._longest = max(self._longest, (self._quiet + 1 - self._run) * WINDOW_SECONDS)
        self._dip = 0
        resumed, self._paused, self._quiet, self._run, self._trust = self._paused, False, 0, 0, 0.0
        self._levels.clear()
        return Step.RESUMED if resumed else None

    def _silence(self, level: float) -> Step | None:
        self._run = 0
        self._quiet += 1
        silence = (self._quiet - self._fading()) * WINDOW_SECONDS
        if self.by_silence and silence >= self.patience and not (self._stirs(level) and silence < self.patience + _STIRRING):
            return self._over()
        self._levels.append(level)
        return self._fallen()

    def _fallen(self) -> Step | None:
        """Silence to the ear is silence to the detector some windows later: that is too late for a transcript that may be withdrawn."""
        if not self._paused and self._dip * WINDOW_SECONDS >= self._options.early - 1e-9:
            self._paused = True
            return Step.PAUSED
        return None

    def _stirs(self, level: float) -> bool:
        """Whether it has just got louder than it was in this pause: a soft consonant is heard before it is known to be speech."""
        return level > self._heard_level()

    def _fading(self) -> int:
        """Windows at this pause's beginning in which the last sound can still be heard."""
        loud = self._heard_level() if self._levels else 0.0
        return sum(level > loud for level in self._levels[:_FADING])

    def _heard_level(self) -> float:
        return _LOUDER * max(_AUDIBLE, statistics.median(self._levels or (0.0,)))

    def _over(self) -> Step | None:
        if self.voiced >= _NOISE:
            return Step.ENDED
        self._levels.clear()
        self.began, self.voiced, self._paused = None, 0.0, False  # a knock on the table: go on waiting
        return Step.RESUMED
