"""The parts of the model that turn pictures and tokens into rows of numbers, which the decoder reads alike."""

from __future__ import annotations

import time

import numpy as np
from numpy.typing import NDArray

from mmassist.inference.vlm import pictures
from mmassist.inference.vlm.decoder import Rows
from mmassist.inference.vlm.faults import unfit
from mmassist.inference.vlm.layout import Layout
from mmassist.inference.vlm.session import StoppableSession
from mmassist.inference.vlm.stopping import Stop

_PIXELS, _MASK, _SEEN = "pixel_values", "pixel_attention_mask", "image_features"
_TOKENS, _EMBEDDED = "input_ids", "inputs_embeds"
_NEWEST = 0.5  # how much the last square counts in the pace


class Tower:
    """Sees one square at a time: that bounds the memory that it takes, and how long it goes on for nobody."""

    def __init__(self, session: StoppableSession, layout: Layout) -> None:
        """Raises ModelCorrupt for a model that is no such tower."""
        self.session, self._layout = session, layout
        self._pace = 0.0
        if not {_PIXELS} <= set(session.inputs) <= {_PIXELS, _MASK} or _SEEN not in session.outputs:
            raise unfit("its tower takes or gives something else")

    def see(self, square: NDArray[np.uint8], stop: Stop) -> Rows:
        """(positions, width) for a square of `Tiles`. Raises as `StoppableSession.found`, and ModelCorrupt."""
        began = time.monotonic()
        side, ports = self._layout.tile, self.session.inputs
        given: dict[str, NDArray[np.generic]] = {_PIXELS: pictures.values(square, self._layout)[None, None].astype(ports[_PIXELS].type)}
        if _MASK in ports:
            given[_MASK] = np.ones((1, 1, side, side), ports[_MASK].type)
        seen = self.session.found(given, _SEEN, stop)
        if seen.shape[-2] != self._layout.positions:
            raise unfit("its tower gives another number of positions than its settings say")
        took = time.monotonic() - began
        self._pace = (1 - _NEWEST) * self._pace + _NEWEST * took if self._pace else took
        return seen.reshape(-1, seen.shape[-1]).astype(np.float32, copy=False)

    def longest(self, width: int, height: int, patience: float) -> int:
        """To which side a picture of this size is to be scaled so that it is seen within `patience` seconds, as far as is known: the
        layout's, or less. Never less than one square."""
        side, finest = self._layout.tile, self._layout.longest
        sides = [*range(side, finest, side), finest]
        quick = [each for each in sides if pictures.count(width, height, self._layout, each) * self._pace <= patience]
        return max(quick, default=side)


class Embedder:
    """Tokens as rows."""

    def __init__(self, session: StoppableSession) -> None:
        """Raises ModelCorrupt for a model that is no such table."""
        self.session = session
        if set(session.inputs) != {_TOKENS} or _EMBEDDED not in session.outputs:
            raise unfit("its table of words takes or gives something else")

    def rows(self, tokens: NDArray[np.int64], stop: Stop) -> Rows:
        """(tokens, width). Raises as `StoppableSession.found`."""
        given = tokens[None].astype(self.session.inputs[_TOKENS].type, copy=False)
        return np.array(self.session.found({_TOKENS: given}, _EMBEDDED, stop)[0], np.float32)
