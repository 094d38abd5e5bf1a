"""Questions about windows as the captioner's network takes them: many at once, filled up to the longest."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn.utils.rnn import pad_sequence

from mmassist.backends.captioner.memory import Memory, remembered
from mmassist.backends.captioner.words import BEGIN, words
from mmassist.training.captioner.asking import Pair
from mmassist.training.captioner.network import Batch
from mmassist.training.captioner.scenes import Scene


def memory_of(scene: Scene, pair: Pair, buckets: int) -> Memory:
    return remembered(pair.question, scene.things, buckets)


def batch_of(memories: Sequence[Memory]) -> Batch:
    """Filled up to the longest."""
    return Batch(
        words=_filled([memory.words for memory in memories], 0),
        labels=_filled([memory.labels for memory in memories], 0),
        roles=_filled([memory.roles for memory in memories], -1),
        marks=_filled([memory.marks for memory in memories], 0),
    )


def _filled(arrays: Sequence[NDArray[np.int64] | NDArray[np.float32]], value: int) -> Tensor:
    filled: Tensor = pad_sequence([torch.from_numpy(array) for array in arrays], True, value)
    # a window without any control still has a place for one
    return filled if filled.shape[1] else filled.new_full((filled.shape[0], 1, *filled.shape[2:]), value)


def begun(answers: Tensor) -> Tensor:
    """What stands before each word of an answer: BEGIN, then the words but the last."""
    first = answers.new_full((answers.shape[0], 1), words().number(BEGIN))
    return torch.cat([first, answers[:, :-1].clamp(min=0)], 1)
