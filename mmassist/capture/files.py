"""Image files: any common format to one Frame, within bounds, whatever the file really is."""

from __future__ import annotations

import struct
import time
import warnings
import zlib
from pathlib import Path
from typing import IO, TYPE_CHECKING

import numpy as np

from mmassist.capture.opening import Sort, opened
from mmassist.errors import ImageUnreadable
from mmassist.sayings import saying
from mmassist.values import Frame, Pixels, Target, TargetKind

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 200_000_000
_IMAGE = Sort("an image", "image", ImageUnreadable, MAX_BYTES, "Save it smaller.")
# By the header, before anything is decoded.
MAX_PIXELS = 100_000_000
# Larger pictures are scaled down to this longest side; text of 10 px is still legible in a 4K screenshot.
MAX_SIDE = 4096
# What Pillow reads by itself: no format that runs another program (EPS) or is no picture.
FORMATS = ("PNG", "JPEG", "GIF", "BMP", "DIB", "WEBP", "TIFF", "PPM", "ICO", "AVIF", "TGA")


def read_image(path: str | Path) -> Frame:
    """The picture in the file, upright by its EXIF orientation, transparent parts white; of an animation the first frame.

    Longer than `MAX_SIDE` it is scaled down. Any thread; blocks for as long as decoding takes. Raises ImageUnreadable with a
    sentence that says what is wrong with the file.
    """
    with opened(path, _IMAGE) as file:
        return image_in(file, str(path))


def image_in(file: IO[bytes], path: str = "") -> Frame:
    """The same of an open file, or of bytes in memory."""
    try:
        pixels = _decoded(file)
    except MemoryError as error:
        raise ImageUnreadable("no memory", "The image is too large for this computer's memory.", "Save it smaller.") from error
    pixels.flags.writeable = False
    return Frame(pixels, (0, 0), Target(TargetKind.IMAGE, path=path), time.monotonic())


def _decoded(file: IO[bytes]) -> Pixels:
    from PIL import Image, UnidentifiedImageError

    huge = ImageUnreadable(
        "too many pixels", saying("The image is too large: over {size} megapixels.", size=MAX_PIXELS // 1000000), "Save it smaller."
    )
    try:
        with warnings.catch_warnings():
            # Size is judged here, and odd metadata is no reason not to look.
            warnings.simplefilter("ignore")
            with Image.open(file, formats=FORMATS) as image:
                if image.width * image.height > MAX_PIXELS:
                    raise huge
                image.draft("RGB", (MAX_SIDE, MAX_SIDE))
                image.load()
                return _bgra(_upright(image))
    except Image.DecompressionBombError as error:
        raise huge from error
    except UnidentifiedImageError as error:
        raise ImageUnreadable("no known format", "That file is no image that mmassist can read.", "Save it as PNG or JPEG.") from error
    # What Pillow's decoders raise on broken data.
    except (
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
        LookupError,
        TypeError,
        ArithmeticError,
        RuntimeError,
        struct.error,
        zlib.error,
    ) as error:
        raise ImageUnreadable(
            f"broken: {type(error).__name__}: {error}", "The image file is damaged or cut short.", "Download it or save it again."
        ) from error


def _upright(image: Image) -> Image:
    """Turned by its EXIF orientation, 8 bits a colour, nothing transparent, scaled to the bound."""
    from PIL import Image as Images
    from PIL import ImageOps

    ImageOps.exif_transpose(image, in_place=True)
    if image.mode.startswith("I;16") or image.mode in ("I", "F"):
        image = _eight_bit(image)
    if "A" in image.mode or "a" in image.mode or "transparency" in image.info:
        white = Images.new("RGBA", image.size, "white")
        white.alpha_composite(image.convert("RGBA"))
        image = white
    image = image.convert("RGB")
    image.thumbnail((MAX_SIDE, MAX_SIDE))
    return image


def _bgra(image: Image) -> Pixels:
    rgb = np.asarray(image)
    pixels: Pixels = np.full((*rgb.shape[:2], 4), 255, np.uint8)
    pixels[:, :, :3] = rgb[:, :, ::-1]
    return pixels


def _eight_bit(image: Image) -> Image:
    """Grey of 16 or 32 bits a pixel, brought to 8: by its range where it is known, else by what is in it."""
    from PIL import Image as Images

    values = np.asarray(image).astype(np.float64)
    sixteen = image.mode.startswith("I;16") or (image.mode == "I" and values.min() >= 0 and values.max() <= 65535)
    low, high = (0.0, 65535.0) if sixteen else (float(np.nanmin(values)), float(np.nanmax(values)))
    scaled = (np.nan_to_num(values) - low) * (255 / (high - low) if high > low else 0)
    return Images.fromarray(np.clip(scaled, 0, 255).astype(np.uint8))
