"""What is otherwise in single programs: how much is told, by which preset, how fast and with which voice."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from mmassist.engine.record import Request
from mmassist.speech.voices.base import VoiceOptions
from mmassist.values import Verbosity, Window


@dataclass(frozen=True, slots=True)
class Profile:
    """Of one program; None, empty or 0: as elsewhere. `rate`: words a minute; `voice`: as the engine of the voice names it."""

    verbosity: Verbosity | None = None
    preset: str = ""
    rate: int = 0
    voice: str = ""


Profiles = Mapping[str, Profile]
"""By names of programs, in small letters."""

_USUAL = Profile()


@dataclass(slots=True)
class ProfileBook:
    """Those that hold `now`: the user may change them while the app runs."""

    now: Profiles = field(default_factory=dict)


class Speaks:
    """How the mouth speaks now, and how it should."""

    def __init__(self, profiles: ProfileBook) -> None:
        self._profiles = profiles
        self._before: VoiceOptions | None = None
        self._ours: VoiceOptions | None = None

    def suited(self, request: Request, window: Window | None) -> Request:
        """What is asked for, as the program of `window` is to be told of, unless it was meant exactly so."""
        profile = self._of(window)
        if request.exact:
            return request
        return replace(request, verbosity=profile.verbosity or request.verbosity, preset=profile.preset or request.preset)

    def voice(self, now: VoiceOptions, window: Window | None) -> VoiceOptions:
        """How it is to speak of `window`, where it speaks as `now`: in a program without a profile as before the last one with one, unless
        that was changed meanwhile."""
        if self._before is not None and now == self._ours:
            now = self._before
        profile = self._of(window)
        suited = replace(now, rate=profile.rate or now.rate, voice=profile.voice or now.voice)
        self._before, self._ours = (now, suited) if suited != now else (None, None)
        return suited

    def _of(self, window: Window | None) -> Profile:
        return self._profiles.now.get(window.program.casefold(), _USUAL) if window is not None else _USUAL
