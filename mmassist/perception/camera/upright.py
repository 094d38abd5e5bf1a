"""Which way up a page is: by letters that rise above their like more often than they sink below.

In the languages of the Latin script ascenders and capitals are about three times as frequent as descenders (R. S. Caprari, "Algorithm
for text page up/down orientation determination", Pattern Recognition Letters 21, 2000). Their ink is compared, word by word, so that
letters that touch or blur into one another tell as much as sharp ones.
"""

from __future__ import annotations

from collections.abc import Sequence

from mmassist.perception.camera.text_lines import Grey, Word

# Ink above less ink below, of both: less says nothing.
_SURE = 0.2
_FEWEST = 4


def uprightness(words: Sequence[Word]) -> float:
    """From -1, on its head, to 1, upright; 0 where it can't be told."""
    rising, sinking = sum(word.rising for word in words), sum(word.sinking for word in words)
    if len(words) < _FEWEST or rising + sinking == 0:
        return 0.0
    return (rising - sinking) / (rising + sinking)


def begins_above(mask: Grey) -> bool:
    """Whether there is more ink in the upper half: where letters don't tell, pages are filled from the top."""
    half = mask.shape[0] // 2
    return int((mask[:half] > 0).sum()) >= int((mask[-half:] > 0).sum())


def is_sure(upright: float) -> bool:
    return abs(upright) >= _SURE
