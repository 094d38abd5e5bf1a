"""Random weights of a small vision-language model, by the names that transformers gives them, and the files that stand beside them.

The same seed gives the same weights whatever is made of them, so that two implementations can be compared word by word.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mmassist.inference.vlm.chat import AROUND, BEGIN, END, IMAGE, WHOLE

Weights = NDArray[np.float32]

_ROWS = 6  # rows and columns that have tokens of their own, as SmolVLM's have
_LOUD, _QUIET = 2.0, 0.1


@dataclass(frozen=True, slots=True)
class Size:
    """`tile`: side of a square, `patch`: of its pieces; `shuffle`: so many pieces in each direction become one token; `tower_...`: of the
    image tower; `width`, `depth`, `heads`, `shared` (heads of keys and values), `head` (width of one), `hidden`: of the decoder;
    `vocabulary`: rows of its table, at least as many as there are tokens; `context`: most tokens."""

    tile: int = 32
    patch: int = 4
    shuffle: int = 4
    tower_width: int = 32
    tower_depth: int = 2
    tower_heads: int = 2
    tower_hidden: int = 64
    width: int = 48
    depth: int = 2
    heads: int = 6
    shared: int = 2
    head: int = 8
    hidden: int = 96
    vocabulary: int = 512
    context: int = 2048

    @property
    def pieces(self) -> int:
        """Of a square."""
        return (self.tile // self.patch) ** 2

    @property
    def positions(self) -> int:
        """Tokens that a square becomes."""
        return self.pieces // self.shuffle**2


TINY = Size()
SMOLVLM_256M = Size(512, 16, 4, 768, 12, 12, 3072, 576, 30, 9, 3, 64, 1536, 49_280, 8192)
"""By the published config.json."""
SMOLVLM_500M = Size(512, 16, 4, 768, 12, 12, 3072, 960, 32, 15, 5, 64, 2560, 49_280, 8192)


class Source:
    """Draws weights by name."""

    def __init__(self, size: Size, seed: int = 7) -> None:
        self.size, self._seed = size, seed

    def matrix(self, name: str, *shape: int) -> Weights:
        """As torch keeps it, (out, in, ...), with a deviation that leaves a layer's output as large as its input."""
        drawn = self._drawn(name).standard_normal(shape, np.float32)
        return drawn / np.float32(np.sqrt(np.prod(shape[1:])))

    def table(self, name: str, *shape: int) -> Weights:
        return self._drawn(name).standard_normal(shape, np.float32)

    def scale(self, name: str, width: int) -> Weights:
        """Of a normalisation."""
        return 1 + np.float32(0.1) * self._drawn(name).standard_normal(width, np.float32)

    def shift(self, name: str, width: int) -> Weights:
        """Of a normalisation or a layer."""
        return np.float32(0.1) * self._drawn(name).standard_normal(width, np.float32)

    def head(self) -> Weights:
        """(vocabulary, width): what the answer is made of is mostly syllables, and it hardly ends by itself."""
        rows = self.table("lm_head.weight", self.size.vocabulary, self.size.width)
        syllables = [number for number, token in enumerate(ordinary()) if token.lstrip("Ġ").isalpha() and len(token) > 1]
        loudness = np.ones(len(rows), np.float32)
        loudness[syllables] = _LOUD
        loudness[len(ordinary()) :] = _QUIET
        return rows * loudness[:, None]

    def _drawn(self, name: str) -> np.random.Generator:
        return np.random.default_rng([self._seed, zlib.crc32(name.encode())])


def ordinary() -> list[str]:
    """The tokens that are text, by number: bytes, and syllables with and without a space before them."""
    from tokenizers import pre_tokenizers

    return [*sorted(pre_tokenizers.ByteLevel.alphabet()), *(first + second for first, second in _merges())]


def steering() -> list[str]:
    """The tokens that steer, in the order of their numbers."""
    squares = [f"<row_{row}_col_{column}>" for row in range(1, _ROWS + 1) for column in range(1, _ROWS + 1)]
    return ["<|endoftext|>", BEGIN, "<|im_end|>", AROUND, IMAGE, WHOLE, *squares, END]


def write_files(folder: Path, size: Size) -> None:
    """All but the weights."""
    numbers = {token: number for number, token in enumerate([*ordinary(), *steering()])}
    end = numbers[END]
    config = {
        "model_type": "idefics3",
        "image_token_id": numbers[IMAGE],
        "scale_factor": size.shuffle,
        "vision_config": {"image_size": size.tile, "patch_size": size.patch},
        "text_config": {"max_position_embeddings": size.context, "eos_token_id": numbers["<|endoftext|>"]},
    }
    pictures = {
        "do_convert_rgb": True,
        "do_image_splitting": True,
        "do_normalize": True,
        "do_pad": True,
        "do_rescale": True,
        "do_resize": True,
        "image_mean": [0.5, 0.5, 0.5],
        "image_std": [0.5, 0.5, 0.5],
        "max_image_size": {"longest_edge": size.tile},
        "resample": 1,
        "rescale_factor": 1 / 255,
        "size": {"longest_edge": 4 * size.tile},
    }
    files = {"config": config, "preprocessor_config": pictures, "generation_config": {"eos_token_id": end}}
    for name, value in files.items():
        (folder / f"{name}.json").write_text(json.dumps(value), "utf-8")
    _write_tokenizer(folder / "tokenizer.json")


def _write_tokenizer(path: Path) -> None:
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    vocabulary = {token: number for number, token in enumerate(ordinary())}
    tokenizer = Tokenizer(models.BPE(vocabulary, list(_merges())))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.Digits(individual_digits=True), pre_tokenizers.ByteLevel(False)])
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, normalized=False, special=True) for token in steering()])
    tokenizer.save(str(path), pretty=False)


def _merges() -> Iterator[tuple[str, str]]:
    """Syllables of a consonant and a vowel; `Ġ` is the space before a word."""
    syllables = [(consonant, vowel) for consonant in "bdfghklmnprstvw" for vowel in "aeiou"]
    yield from syllables
    yield from (("Ġ", first + second) for first, second in syllables)
