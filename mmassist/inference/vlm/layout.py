"""What the small files beside the weights say of a model: how a picture is cut, what it becomes, where an answer ends.

Read are config.json, preprocessor_config.json and generation_config.json as transformers writes them. How many layers and heads there are
is not asked of them (some published ones leave it out) but of the weights.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from mmassist.inference.vlm.faults import unfit

CONFIG, PREPROCESSOR, GENERATION = "config.json", "preprocessor_config.json", "generation_config.json"

_TYPES = ("idefics3", "smolvlm")
# Beyond these the files are no model's: memory would be gone before anything is said.
_LARGEST_TILE, _LARGEST_SIDE, _LONGEST_CONTEXT = 1024, 4096, 1 << 17
_CONTEXT = 8192  # tokens, where nothing is said
_MOST_POSITIONS = 4096


@dataclass(frozen=True, slots=True)
class Layout:
    """`tile`: side in pixels of the squares that the tower sees; `longest`: to which side a picture is scaled before it is cut, or `tile`
    where it is not cut; `resample`: how, as Pillow numbers it; `positions`: tokens that a square becomes.

    A colour's level is multiplied with `scale`, then `mean` is taken away and it is divided by `deviation`, each for red, green and blue.
    `image_token` stands for a position; `stops` end an answer; `context`: most tokens of question and answer.
    """

    tile: int
    longest: int
    resample: int
    positions: int
    scale: float
    mean: tuple[float, float, float]
    deviation: tuple[float, float, float]
    image_token: int
    stops: frozenset[int]
    context: int


def read(content: Callable[[str], bytes]) -> Layout:
    """`content`: the bytes of a file by its name. Raises ModelCorrupt for what is no such model, and what `content` raises."""
    config, pictures, generation = (_object(name, content(name)) for name in (CONFIG, PREPROCESSOR, GENERATION))
    try:
        found = _layout(config, pictures, generation)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as error:
        raise unfit(f"its settings lack something ({type(error).__name__})") from error
    if not _is_sound(found):
        raise unfit("its settings are out of bounds")
    return found


def _layout(config: Mapping[str, Any], pictures: Mapping[str, Any], generation: Mapping[str, Any]) -> Layout:
    if config["model_type"] not in _TYPES:
        raise unfit("it is of another architecture")
    if not all(pictures.get(step, True) for step in ("do_resize", "do_rescale", "do_normalize", "do_convert_rgb")):
        raise unfit("it wants its pictures otherwise")
    tower, text = config["vision_config"], config["text_config"]
    tile = int(pictures["max_image_size"]["longest_edge"])
    across = int(tower["image_size"]) // int(tower["patch_size"])
    return Layout(
        tile=tile,
        longest=int(pictures["size"]["longest_edge"]) if pictures.get("do_image_splitting", True) else tile,
        resample=int(pictures.get("resample", 1)),
        positions=across**2 // int(config["scale_factor"]) ** 2,
        scale=float(pictures["rescale_factor"]),
        mean=_colours(pictures["image_mean"]),
        deviation=_colours(pictures["image_std"]),
        image_token=int(config["image_token_id"]),
        stops=frozenset((*_tokens(generation["eos_token_id"]), *_tokens(text.get("eos_token_id")))),
        context=int(text.get("max_position_embeddings", _CONTEXT)),
    )


def _is_sound(found: Layout) -> bool:
    return (
        0 < found.tile <= _LARGEST_TILE
        and found.tile <= found.longest <= _LARGEST_SIDE
        and 0 <= found.resample <= 5
        and 0 < found.positions <= _MOST_POSITIONS
        and all(side > 0 for side in (found.scale, *found.deviation))
        and found.image_token >= 0
        and 0 < found.context <= _LONGEST_CONTEXT
    )


def _object(name: str, content: bytes) -> Mapping[str, Any]:
    try:
        found = json.loads(content)
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise unfit(f"{name} is no JSON") from error
    if not isinstance(found, dict):
        raise unfit(f"{name} is no JSON object")
    return found


def _colours(values: Any) -> tuple[float, float, float]:
    red, green, blue = map(float, values)
    return red, green, blue


def _tokens(value: int | list[int] | None) -> tuple[int, ...]:
    """One number, several, or none."""
    if value is None:
        return ()
    return tuple(map(int, value)) if isinstance(value, list) else (int(value),)
