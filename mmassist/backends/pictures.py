"""Makes the pictures that a backend sends from a frame: the whole at the size the provider would scale it to anyway, and parts of it.

How small text may become is a constant of the catalogue, found offline (docs/pictures.md); on the way out it costs a comparison.
"""

from __future__ import annotations

from math import sqrt

from mmassist.backends.picture_encoding import Encoded, encode_scaled
from mmassist.backends.picture_regions import regions
from mmassist.backends.picture_rules import PictureRules, fit, scaled, size_tokens
from mmassist.backends.picture_scaling import scaled_down
from mmassist.errors import PromptTooLarge
from mmassist.values import Box, Frame, Picture, Pixels, TextLine

# A picture that takes too many bytes is reduced until its short side would be less than this.
_LEAST_SIDE = 32
# Aimed below the limit, since bytes do not shrink quite as pixels do.
_AIM = 0.9


def prepare(frame: Frame, lines: tuple[TextLine, ...], rules: PictureRules, focus: Box | None = None) -> tuple[Picture, ...]:
    """The reduced whole, then the parts whose text it does not show legibly. `lines`, `focus`: picture's space.

    Nothing is scaled up; what `focus` touches comes first. Takes milliseconds to tens of milliseconds; any thread. Raises
    PromptTooLarge where even a very small picture takes too many bytes.
    """
    whole = _picture(frame.pixels, Box(0, 0, frame.width, frame.height), rules, min(rules.bytes_each, rules.bytes_all))
    pictures, left = [whole], rules.bytes_all - len(whole.data)
    for region in regions((frame.width, frame.height), lines, rules, focus):
        part = _picture(frame.pixels, region.box, rules, rules.bytes_each)
        if len(part.data) <= left:
            pictures.append(part)
            left -= len(part.data)
    return tuple(pictures)


def image_tokens(pictures: tuple[Picture, ...], rules: PictureRules) -> int:
    """What the pictures will cost in tokens, by the provider's rule."""
    return sum(size_tokens(picture.width, picture.height, rules) for picture in pictures)


def _picture(pixels: Pixels, part: Box, rules: PictureRules, most: int) -> Picture:
    """`part` of the pixels, encoded in at most `most` bytes."""
    inside = pixels[part.y : part.bottom, part.x : part.right]
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
