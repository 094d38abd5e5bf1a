"""Makes the pictures that a backend sends from a frame: the whole at the size the provider would scale it to anyway, and parts of it.

How small text may become is a constant of the catalogue, found offline (docs/pictures.md); on the way out it costs a comparison.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from mmassist.backends.picture_encoding import PNG, Encoded, encode_scaled
from mmassist.backends.picture_flat import Flat, flat_of, is_even
from mmassist.backends.picture_margins import content_box
from mmassist.backends.picture_regions import regions
from mmassist.backends.picture_rules import PictureRules, fit, scaled, size_tokens
from mmassist.backends.picture_scaling import plain, scaled_down
from mmassist.errors import PromptTooLarge
from mmassist.values import Box, Frame, Picture, Pixels, TextLine

# A picture that takes too many bytes is reduced until its short side would be less than this.
_LEAST_SIDE = 32
# Aimed below the limit, since bytes do not shrink quite as pixels do.
_AIM = 0.9
# Flat colours go as they are where the provider would scale them by less than this: the soft edges of scaling take about as many bytes
# as a fifth of the size saves, and more time.
_NEAR = 0.8


@dataclass(frozen=True, slots=True, eq=False)
class _Source:
    """A frame's pixels, what of them is shown, and that in few colours where they are flat and the server takes it as it is."""

    pixels: Pixels
    shown: Box
    flat: Flat | None


def prepare(frame: Frame, lines: tuple[TextLine, ...], rules: PictureRules, focus: Box | None = None) -> tuple[Picture, ...]:
    """The reduced whole without plain margins, then the parts whose text it does not show legibly. `lines`, `focus`: picture's space.

    Nothing is scaled up; what `focus` touches comes first. Takes milliseconds to tens of milliseconds; any thread. Raises
    PromptTooLarge where even a very small picture takes too many bytes.
    """
    shown = content_box(frame.pixels)
    flat = flat_of(plain(_inside(frame.pixels, shown))) if _goes_as_it_is(shown, rules) else None
    source = _Source(frame.pixels, shown, flat)
    whole = _picture(source, shown, rules, min(rules.bytes_each, rules.bytes_all))
    pictures, left = [whole], rules.bytes_all - len(whole.data)
    for region in regions(shown, lines, rules, focus):
        part = _picture(source, region.box, rules, rules.bytes_each)
        if len(part.data) <= left:
            pictures.append(part)
            left -= len(part.data)
    return tuple(pictures)


def image_tokens(pictures: tuple[Picture, ...], rules: PictureRules) -> int:
    """What the pictures will cost in tokens, by the provider's rule."""
    return sum(size_tokens(picture.width, picture.height, rules) for picture in pictures)


def _goes_as_it_is(part: Box, rules: PictureRules) -> bool:
    """Whether `part` is to be sent at its own size if its colours are flat."""
    return PNG in rules.formats and fit(part.width, part.height, rules)[0] >= _NEAR * part.width


def _inside(pixels: Pixels, part: Box) -> Pixels:
    return pixels[part.y : part.bottom, part.x : part.right]


def _picture(source: _Source, part: Box, rules: PictureRules, most: int) -> Picture:
    """`part` of the pixels, encoded in at most `most` bytes."""
    inside = _inside(source.pixels, part)
    # a part of what is flat may be a small photograph
    if source.flat is not None and _goes_as_it_is(part, rules) and (part == source.shown or is_even(inside)):
        data = source.flat.part(part.moved(-source.shown.x, -source.shown.y)).png()
        if len(data) <= most:
            return Picture(data, PNG, part.width, part.height, part)
    width, height = fit(part.width, part.height, rules)
    while True:
        encoded: Encoded = encode_scaled(scaled_down(inside, width, height), rules.formats)
        if len(encoded.data) <= most:
            return Picture(encoded.data, encoded.media_type, width, height, part)
        if min(width, height) < _LEAST_SIDE:
            raise PromptTooLarge(f"a picture of {width} x {height} pixels takes {len(encoded.data)} bytes, {most} are allowed")
        width, height = scaled(width, height, _AIM * sqrt(most / len(encoded.data)))


def resized(pixels: Pixels, width: int, height: int) -> Pixels:
    """`pixels` (height, width, 4) scaled down as those that are sent."""
    return scaled_down(pixels, width, height).pixels()
