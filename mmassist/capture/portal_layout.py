"""Where the screens of a Wayland desktop lie, and what their pictures hold. Pure.

Compositors place screens in units of their own, in which a screen of scale 2 is half as large as its picture. Ours are physical pixels.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mmassist.errors import CaptureError
from mmassist.values import Box, Pixels

# Where blue, green, red and the fourth byte are in each pixel.
_ORDERS = {
    name: tuple(name.replace("x", "A").index(colour) for colour in "BGRA")
    for name in ("BGRx", "BGRA", "RGBx", "RGBA", "xRGB", "ARGB", "xBGR", "ABGR")
}
_LONGEST_SIDE, _MOST_BYTES = 32_768, 1 << 29
_SCALE_STEPS = 120  # as fractional-scale-v1 has them


@dataclass(frozen=True, slots=True)
class Shape:
    """Of a picture that is on its way: `stride` and `size` in bytes; `order`: of the colours, as GStreamer names it."""

    width: int
    height: int
    stride: int
    size: int
    order: str


def places(screens: Sequence[Box | None], sizes: Sequence[tuple[int, int]]) -> tuple[Box, ...]:
    """The screens' boxes in physical pixels. `screens`: in the compositor's units, None where it does not tell; `sizes`: of the pictures.

    Screens of one scale lie as the compositor has them. Those of several scales would overlap or leave gaps: they are put side by side in
    their order, from the left, as are those of an unknown place.
    """
    scales = {_scale(screen, size) for screen, size in zip(screens, sizes, strict=True)}
    if len(scales) == 1 and None not in scales and not _overlap(found := _scaled(screens, sizes, next(iter(scales)) or 1.0)):
        return found
    left, boxes = 0, []
    for width, height in sizes:
        boxes.append(Box(left, 0, width, height))
        left += width
    return tuple(boxes)


def _scale(screen: Box | None, size: tuple[int, int]) -> float | None:
    return round(size[0] / screen.width * _SCALE_STEPS) / _SCALE_STEPS if screen else None


def _scaled(screens: Sequence[Box | None], sizes: Sequence[tuple[int, int]], scale: float) -> tuple[Box, ...]:
    return tuple(
        Box(round(screen.x * scale), round(screen.y * scale), *size) for screen, size in zip(screens, sizes, strict=True) if screen
    )


def _overlap(boxes: Sequence[Box]) -> bool:
    return any(one.intersection(other) for at, one in enumerate(boxes) for other in boxes[:at])


def whole(boxes: Sequence[Box]) -> Box:
    """The desktop that the screens make up. `boxes` is not empty."""
    left, top = min(box.x for box in boxes), min(box.y for box in boxes)
    return Box(left, top, max(box.right for box in boxes) - left, max(box.bottom for box in boxes) - top)


def pasted(box: Box, boxes: Sequence[Box], pictures: Sequence[Pixels]) -> Pixels:
    """What of `box` the screens show, black where there is none; uint8, (height, width, 4), BGRA, read-only."""
    for own, picture in zip(boxes, pictures, strict=True):
        if own.intersection(box) == box:
            return picture[box.y - own.y : box.bottom - own.y, box.x - own.x : box.right - own.x]
    pixels = np.zeros((box.height, box.width, 4), np.uint8)
    for own, picture in zip(boxes, pictures, strict=True):
        if common := own.intersection(box):
            part = picture[common.y - own.y : common.bottom - own.y, common.x - own.x : common.right - own.x]
            pixels[common.y - box.y : common.bottom - box.y, common.x - box.x : common.right - box.x] = part
    pixels.flags.writeable = False
    return pixels


def shape_of(header: object) -> Shape:
    """What follows a header of `pipewire_reader`'s. Raises CaptureError for what no screen sends, before anything of it is read."""
    match header:
        case {"width": int(width), "height": int(height), "stride": int(stride), "size": int(size), "format": str(order)}:
            pass
        case _:
            raise _nonsense("no shape")
    if not 0 < width <= _LONGEST_SIDE or not 0 < height <= _LONGEST_SIDE:
        raise _nonsense(f"{width} by {height} pixels")
    # The last row may end with its last pixel.
    if not 4 * width <= stride <= _MOST_BYTES // height or not stride * (height - 1) + 4 * width <= size <= stride * height:
        raise _nonsense(f"{size} bytes for {height} rows of {stride}")
    if order not in _ORDERS:
        raise _nonsense("an unknown order of colours")
    return Shape(width, height, stride, size, order)


def picture_of(shape: Shape, data: bytes | bytearray) -> Pixels:
    """The picture; uint8, (height, width, 4), BGRA, read-only. Raises CaptureError where `data` is not of `shape`."""
    if len(data) != shape.size:
        raise _nonsense(f"{len(data)} bytes came")
    rows = np.frombuffer(data, np.uint8)
    if rows.size < shape.stride * shape.height:
        rows = np.concatenate([rows, np.zeros(shape.stride * shape.height - rows.size, np.uint8)])
    pixels: Pixels = rows.reshape(shape.height, shape.stride)[:, : 4 * shape.width].reshape(shape.height, shape.width, 4)
    if (order := _ORDERS[shape.order]) != (0, 1, 2, 3):
        pixels = pixels[..., list(order)]
    pixels.flags.writeable = False
    return pixels


def _nonsense(what: str) -> CaptureError:
    return CaptureError(
        f"a picture that can't be: {what}",
        "The desktop sent a picture that I can't read.",
        "Press the key again; if it stays so, log in anew.",
    )
