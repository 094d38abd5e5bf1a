"""How a problem is spoken of: with a short sound before what nobody has asked for, and with an offer that a press of the key accepts."""

from __future__ import annotations

import time
from collections.abc import Callable

from mmassist.engine.engine import Engine
from mmassist.engine.record import Offer
from mmassist.sayings import saying
from mmassist.values import Earcon

_OFFER_HOLDS = 30.0  # seconds


class Teller:
    """On the engine's loop."""

    def __init__(self, engine: Engine, play: Callable[[Earcon], None]) -> None:
        self._engine = engine
        self._play = play
        self._offer: tuple[Offer, float] | None = None
        self._is_noticed = False
        self.by_itself = False
        """Whether the user has not asked for what is told now."""
        self.told: tuple[str, ...] = ()
        """What was told since it began."""

    def begins(self, *, by_itself: bool) -> None:
        """With something else to be told."""
        self.by_itself, self._is_noticed, self.told = by_itself, False, ()

    def tell(self, text: str) -> None:
        """Something of the screen's or a model's."""
        self._notice()
        self.told += (text,)
        self._engine.tell(text, lasting=self.by_itself)

    def step(self, number: int, say: str) -> None:
        self.tell(saying("Step {number}: {step}", number=number, step=say))

    def remark(self, text: str) -> None:
        """Something of the app's own."""
        if self.by_itself:
            self._notice()
            self._engine.news(text)
        else:
            self._engine.announce(text)

    def offers(self, offer: Offer, offered: str) -> None:
        self._offer = offer, time.monotonic()
        self._engine.announce(offered)

    def accepted(self) -> Offer | None:
        """The offer that stands, if it was heard: the key pressed again is the user's word. It stands no more."""
        offer, self._offer = self._offer, None
        if offer is None or time.monotonic() > offer[1] + _OFFER_HOLDS or not self._engine.has_sounded(offer[0].said, offer[1]):
            return None
        return offer[0]

    def forget(self) -> None:
        """The offer, if one stands, is void."""
        self._offer = None

    def _notice(self) -> None:
        if self.by_itself and not self._is_noticed:
            self._play(Earcon.NOTICE)
        self._is_noticed = True
