"""Where two 1080p frames differ, beside comparing their memory once; and whether one changed pixel is ever missed."""

from __future__ import annotations

import ctypes

import numpy as np

from mmassist.measure.eyes_timed import in_turns
from mmassist.measure.series import Asked, Series, tell
from mmassist.perception.change import TILE, changed_tiles
from mmassist.values import Pixels

SAME, WHOLE = 1.5, 12.0
"""At most so many times as long as comparing the memory once, for a frame without and one with changes everywhere."""
TRIALS = 10_000
_SEED, _SIDES = 2031, (1080, 1920)
_ONCE = ("memcmp", "the C library's memcmp over both frames, 8.3 MB each")
_NOTE = "The opponent stops at no difference: it always compares the unchanged pair."

ASKED = (
    Asked("map same", "change map of an unchanged frame", "ms", None, (_ONCE,), _NOTE),
    Asked("share same", "change map of an unchanged frame: of memcmp's time in the same round", "x", SAME),
    Asked("map whole", "change map of a frame that changed in the last pixel of each tile", "ms", None, (_ONCE,), _NOTE),
    Asked("share whole", "change map of a changed frame: of memcmp's time in the same round", "x", WHOLE),
    Asked("missed", f"changes of a single value missed in {TRIALS} trials", "", 0, (), "Any place, any channel, by any amount."),
)


def measure(series: Series, rounds: int) -> None:
    chance = np.random.default_rng(_SEED)
    before: Pixels = chance.integers(0, 256, (*_SIDES, 4), np.uint8)
    same, whole = before.copy(), before.copy()
    whole[TILE - 1 :: TILE, TILE - 1 :: TILE] ^= 1
    calls = {
        "memcmp": lambda: once(before, same),
        "map same": lambda: changed_tiles(before, same),
        "map whole": lambda: changed_tiles(before, whole),
    }
    for number in range(10 * rounds):
        spent = in_turns(number, calls)
        for key, one in spent.items():
            series.add(key, one.clock)
        series.add("share same", spent["map same"].clock / spent["memcmp"].clock)
        series.add("share whole", spent["map whole"].clock / spent["memcmp"].clock)
    series.add("missed", missed(before, same, chance, TRIALS))


def once(before: Pixels, after: Pixels) -> bool:
    """Whether both hold the same, by one call."""
    compare = ctypes.CDLL(None).memcmp
    compare.argtypes = (ctypes.c_void_p, ctypes.c_void_p, ctypes.c_size_t)
    return bool(compare(before.ctypes.data, after.ctypes.data, before.nbytes) == 0)


def missed(before: Pixels, after: Pixels, chance: np.random.Generator, trials: int) -> int:
    """How often a change of one value marks not exactly its tile. `after` is changed and put back."""
    wrong = 0
    for trial in range(trials):
        y, x, channel = (int(chance.integers(0, side)) for side in before.shape)
        after[y, x, channel] ^= chance.integers(1, 256, dtype=np.uint8)
        tiles = changed_tiles(before, after)
        wrong += not (tiles[y // TILE, x // TILE] and tiles.sum() == 1)
        after[y, x, channel] = before[y, x, channel]
        if trial % 2500 == 0:
            tell(f"  trial {trial}")
    return wrong
