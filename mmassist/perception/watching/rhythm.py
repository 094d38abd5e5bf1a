"""Clocks: a small place that changes once a second, to the beat."""

from __future__ import annotations

from dataclasses import dataclass, field

from mmassist.values import Box

# A clock is at most so large. Its beats are this far apart, give or take what a look may be late; so many make it one.
_WIDTH, _HEIGHT = 200, 60
_BEAT, _LATE, _BEATS = 1.0, 0.3, 3
_FORGET = 20.0
# Lines of a terminal that come once a second each stand in a place of their own: a clock's figures stay on their line.
_OFF = 4


@dataclass(slots=True)
class _Place:
    box: Box
    at: float
    beats: int = 0


@dataclass(slots=True)
class Rhythm:
    """Learns from the changes it is told of. A second missed now and then does no harm."""

    _places: list[_Place] = field(default_factory=list)

    def beat(self, box: Box, at: float) -> bool:
        """A change that came to rest; true if it is a clock's."""
        if box.width > _WIDTH or box.height > _HEIGHT:
            return False
        self._places = [place for place in self._places if at - place.at < _FORGET]
        place = next((place for place in self._places if _same_place(place.box, box)), None)
        if place is None:
            self._places.append(_Place(box, at))
            return False
        elapsed = at - place.at
        in_time = min(elapsed % _BEAT, _BEAT - elapsed % _BEAT) <= _LATE and round(elapsed) in (1, 2)
        place.beats = place.beats + 1 if in_time else max(0, place.beats - 1)
        place.box, place.at = box, at
        return place.beats >= _BEATS

    def is_clock(self, tiles: Box) -> bool:
        """Whether a clock ticks in `tiles`, and hardly anything else can."""
        small = tiles.width <= _WIDTH + 80 and tiles.height <= _HEIGHT + 80
        return small and any(place.beats >= _BEATS and place.box.intersection(tiles) for place in self._places)


def _same_place(one: Box, other: Box) -> bool:
    level = abs(one.y - other.y) <= _OFF and abs(one.bottom - other.bottom) <= _OFF
    return level and max(one.x, other.x) < min(one.right, other.right) + _WIDTH // 2
