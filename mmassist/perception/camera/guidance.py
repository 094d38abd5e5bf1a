"""Guides a hand by voice until a page can be read: a state machine over what is seen, with no clock or voice of its own. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from mmassist.perception.camera.exposure import Light
from mmassist.perception.camera.page_finder import FoundBy, Page


class Hint(StrEnum):
    """What to say; the sentences are in `resources/camera.en.toml`. Directions are those of the picture."""

    COVERED = "covered"
    DARK = "dark"
    BRIGHT = "bright"
    NO_PAGE = "no_page"
    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"
    FARTHER = "farther"
    CLOSER = "closer"
    TILT_LEFT = "tilt_left"
    TILT_RIGHT = "tilt_right"
    TILT_FORWARD = "tilt_forward"
    TILT_BACK = "tilt_back"
    HOLD_STILL = "hold_still"
    BLURRED = "blurred"


@dataclass(frozen=True, slots=True)
class Seen:
    """What one picture shows. `sharpness`: see `focus`; None where there is nothing to be sharp. `at`: monotonic seconds."""

    at: float
    light: Light
    moving: bool
    sharpness: float | None
    page: Page | None


@dataclass(frozen=True, slots=True)
class Guiding:
    """The state. `hint`: the one that what is seen calls for, since `since`. `said`: when which was last said. `steady`: since when all
    is well; None while it is not. `began`: of the guiding."""

    began: float
    hint: Hint | None = None
    since: float = 0.0
    said: Hint | None = None
    said_at: float = float("-inf")
    steady: float | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What to do now: say `hint` (None: nothing), take the picture (`ready`). `good`: all was well; else patience ended."""

    state: Guiding
    hint: Hint | None = None
    ready: bool = False
    good: bool = False


# Seconds: before a hint is believed, between two hints, before the same is said again, that all must be well, and of patience.
_BELIEVED, _BETWEEN, _AGAIN, _STEADY, PATIENCE = 0.25, 1.5, 4.0, 0.5, 20.0
# Of the picture; and of a side, how much longer its opposite may be.
_SMALL, _SLANTED = 0.22, 1.45
_BLURRED = 0.055


def begin(at: float) -> Guiding:
    return Guiding(at)


def step(state: Guiding, seen: Seen) -> Step:
    """The next step. Hints that pass as quickly as a tremor are not said."""
    wanted = hint_for(seen)
    if wanted is None:
        steady = state.steady if state.steady is not None else seen.at
        state = replace(state, hint=None, steady=steady)
        return Step(state, ready=seen.at - steady >= _STEADY, good=True)
    if wanted is not state.hint:
        state = replace(state, hint=wanted, since=seen.at)
    state = replace(state, steady=None)
    if seen.at - state.began > PATIENCE and seen.page is not None:
        return Step(state, ready=True)
    if seen.at - state.since < _BELIEVED or seen.at - state.said_at < (_AGAIN if wanted is state.said else _BETWEEN):
        return Step(state)
    return Step(replace(state, said=wanted, said_at=seen.at), hint=wanted)


def hint_for(seen: Seen) -> Hint | None:
    """The first thing that must be better before a page can be read; None where all is well."""
    if seen.light is not Light.FINE:
        return {Light.COVERED: Hint.COVERED, Light.DARK: Hint.DARK, Light.BRIGHT: Hint.BRIGHT}[seen.light]
    if seen.moving:
        return Hint.HOLD_STILL
    if seen.page is None:
        return Hint.BLURRED if seen.sharpness is not None and seen.sharpness < _BLURRED else Hint.NO_PAGE
    if (moved := _moved(seen.page)) is not None:
        return moved
    if seen.sharpness is not None and seen.sharpness < _BLURRED:
        return Hint.BLURRED
    return None


def _moved(page: Page) -> Hint | None:
    left, top, right, bottom = page.cut
    # What is known by its text alone has no edges to go by.
    if page.found_by is FoundBy.OUTLINE:
        if (left and right) or (top and bottom):
            return Hint.FARTHER
        for cut, hint in ((left, Hint.LEFT), (right, Hint.RIGHT), (top, Hint.UP), (bottom, Hint.DOWN)):
            if cut:
                return hint
        if page.share < _SMALL:
            return Hint.CLOSER
        return _tilted(page)
    return None


def _tilted(page: Page) -> Hint | None:
    """A side that looks shorter than its opposite is farther away: the camera is to be lowered there."""
    top, right, bottom, left = page.quad.sides
    for shorter, longer, hint in (
        (left, right, Hint.TILT_LEFT),
        (right, left, Hint.TILT_RIGHT),
        (top, bottom, Hint.TILT_FORWARD),
        (bottom, top, Hint.TILT_BACK),
    ):
        if longer > _SLANTED * shorter:
            return hint
    return None
