"""A Whisper of random weights, made offline in the layout of a real one: it says nothing that means anything, at the real speed.

The vocabulary has the size of the multilingual one, the special tokens stand where that has them, and the ordinary ones are syllables.
What it says depends on what it hears and is sure of it; it takes every language for English, and ends after some ten tokens.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from ctranslate2 import specs

_LANGUAGES = (
    "en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr bg lt la mi ml cy sk te fa lv bn "
    "sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn yo so af oc ka be tg sd gu am yi lo uz fo ht ps tk nn mt sa lb my "
    "bo tl mg as tt haw ln ha ba jw su"
)
LANGUAGES = tuple(_LANGUAGES.split())
_ORDINARY = 50_257
_TIMES = 1501
_END, _BLANK = 50_257, 220
_WEIGHT = 0.02
_LOUD = 1.0  # of the words' own weights: few tokens stand out, so that a text is believed
_HEARD = 100.0  # what is heard counts as much as what was said before
_ENDING = 4.0  # how far the last token's logit stands out, in standard deviations


@dataclass(frozen=True, slots=True)
class Size:
    """Of a model: `width` of its layers, heads and layers on each side, mel bands."""

    width: int
    heads: int
    layers: int
    mels: int = 80


TINY = Size(384, 6, 4)
"""The dimensions of whisper-tiny (Radford et al. 2022, table 1)."""


def make(folder: Path, size: Size = TINY, seed: int = 7, *, endless: bool = False) -> Path:
    """Writes the model into `folder` (made if need be) and returns it. `endless`: it ends only where it must, and knows no language."""
    from ctranslate2 import specs

    folder.mkdir(parents=True, exist_ok=True)
    tokens = _write_tokenizer(folder / "tokenizer.json", seed)
    spec = specs.WhisperSpec(size.layers, size.heads, size.layers, size.heads)
    _fill(spec, size, len(tokens), np.random.default_rng(seed))
    first_language = tokens.index("<|en|>")
    if endless:
        spec.decoder.projection.bias[_END] = -1e4
    else:
        spec.decoder.projection.bias[_END] = _ENDING * _LOUD * size.width**0.5
        spec.decoder.projection.bias[first_language] = 1e4
    spec.register_vocabulary(tokens)
    spec.config.add_attribute("lang_ids", list(range(first_language, first_language + len(LANGUAGES))))
    spec.config.add_attribute("suppress_ids", _not_spoken(tokens))
    spec.config.add_attribute("suppress_ids_begin", [_BLANK, _END])
    heads = [[layer, head] for layer in range(size.layers // 2, size.layers) for head in range(size.heads)]
    spec.config.add_attribute("alignment_heads", heads)
    spec.validate()
    spec.optimize("int8")
    spec.save(str(folder))
    (folder / "preprocessor_config.json").write_text(json.dumps({"feature_size": size.mels}), "utf-8")
    return folder


def _specials() -> list[str]:
    languages = [f"<|{code}|>" for code in LANGUAGES]
    tasks = ["<|translate|>", "<|transcribe|>", "<|startoflm|>", "<|startofprev|>", "<|nospeech|>", "<|notimestamps|>"]
    return ["<|endoftext|>", "<|startoftranscript|>", *languages, *tasks]


def _write_tokenizer(path: Path, seed: int) -> list[str]:
    """Byte-level BPE; returns every token by its number."""
    from tokenizers import AddedToken, Tokenizer, decoders, models, pre_tokenizers

    letters = _bytes_in_order()
    merges = list(_merges(letters, _ORDINARY - len(letters) - 1, np.random.default_rng(seed)))
    # By the empty token CTranslate2 knows that a model is multilingual.
    ordinary = [*letters, *(first + second for first, second in merges), ""]
    tokenizer = Tokenizer(models.BPE({token: number for number, token in enumerate(ordinary)}, merges))
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    times = [f"<|{number * 0.02:.2f}|>" for number in range(_TIMES)]
    tokenizer.add_special_tokens(_specials())
    tokenizer.add_tokens([AddedToken(time, normalized=False) for time in times])
    tokenizer.save(str(path), pretty=False)
    return [*ordinary, *_specials(), *times]


def _bytes_in_order() -> list[str]:
    """The 256 letters that stand for bytes, printable ones first (Radford et al. 2019)."""
    printable = [*range(0x21, 0x7F), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    others = [byte for byte in range(256) if byte not in printable]
    return [chr(byte) for byte in printable] + [chr(256 + place) for place in range(len(others))]


def _merges(letters: list[str], count: int, chance: np.random.Generator) -> Iterator[tuple[str, str]]:
    """Syllables, and words of a few of them; `Ġ` is the space before a word."""
    known = set(letters)
    consonants, vowels = "bcdfghjklmnprstvwz", "aeiou"
    starts = [(first, second) for first in consonants for second in vowels] + [("Ġ", second) for second in consonants + vowels]
    syllables = [first + second for first, second in starts[: len(consonants) * len(vowels)]]
    words = [first + second for first, second in starts[len(syllables) :]]
    for first, second in starts:
        known.add(first + second)
        yield first, second
    made = len(starts)
    while made < count:
        first, second = words[chance.integers(len(words))], syllables[chance.integers(len(syllables))]
        if (word := first + second) not in known and len(word) < 12:
            known.add(word)
            words.append(word)
            made += 1
            yield first, second


def _not_spoken(tokens: list[str]) -> list[int]:
    """Marks that stand for no sound, and the tokens that steer: what a real model's configuration holds."""
    marks = [tokens.index(mark) for mark in '"#()*+/:;<=>@[\\]^_`{|}~']
    return sorted([*marks, *(tokens.index(name) for name in _specials()[1:]), *range(len(tokens) - _TIMES, len(tokens))])


class _Filler:
    def __init__(self, width: int, rng: np.random.Generator) -> None:
        self._width = width
        self._rng = rng

    def weights(self, *shape: int, scale: float = _WEIGHT) -> NDArray[np.float32]:
        return self._rng.standard_normal(shape, np.float32) * np.float32(scale)

    def linear(self, layer: specs.LinearSpec | specs.Conv1DSpec, *shape: int) -> None:
        layer.weight = self.weights(*shape)
        layer.bias = np.zeros(shape[0], np.float32)

    def norm(self, layer: specs.LayerNormSpec) -> None:
        layer.gamma = np.ones(self._width, np.float32)
        layer.beta = np.zeros(self._width, np.float32)

    def feed_forward(self, layer: specs.FeedForwardSpec) -> None:
        self.norm(layer.layer_norm)
        self.linear(layer.linear_0, 4 * self._width, self._width)
        self.linear(layer.linear_1, self._width, 4 * self._width)

    def attention(self, layer: specs.MultiHeadAttentionSpec, *outputs: int) -> None:
        """`outputs`: how many of queries, keys and values each of its first matrices gives."""
        self.norm(layer.layer_norm)
        for linear, output in zip(layer.linear, (*outputs, 1), strict=True):
            self.linear(linear, output * self._width, self._width)


def _fill(spec: specs.WhisperSpec, size: Size, vocabulary: int, rng: np.random.Generator) -> None:
    filler = _Filler(size.width, rng)
    encoder, decoder = spec.encoder, spec.decoder
    filler.linear(encoder.conv1, size.width, size.mels, 3)
    filler.linear(encoder.conv2, size.width, size.width, 3)
    encoder.position_encodings.encodings = _waves(1500, size.width)
    decoder.position_encodings.encodings = filler.weights(448, size.width, scale=_LOUD)
    decoder.embeddings.weight = filler.weights(vocabulary, size.width, scale=_LOUD)
    # Not the same as the embeddings, as it is in a trained model: an untrained one would only repeat itself.
    decoder.projection.weight = filler.weights(vocabulary, size.width, scale=_LOUD)
    decoder.projection.bias = np.zeros(vocabulary, np.float32)
    filler.norm(encoder.layer_norm)
    filler.norm(decoder.layer_norm)
    for layer in encoder.layer:
        filler.attention(layer.self_attention, 3)
        filler.feed_forward(layer.ffn)
    for layer in decoder.layer:
        filler.attention(layer.self_attention, 3)
        filler.attention(layer.attention, 1, 2)
        layer.attention.linear[-1].weight *= _HEARD
        filler.feed_forward(layer.ffn)


def _waves(length: int, width: int) -> NDArray[np.float32]:
    """The encoder's places, as sines and cosines (Vaswani et al. 2017)."""
    scale = np.exp(-np.log(10_000) / (width // 2 - 1) * np.arange(width // 2))
    angles = np.arange(length)[:, None] * scale[None, :]
    return np.concatenate([np.sin(angles), np.cos(angles)], axis=1).astype(np.float32)
