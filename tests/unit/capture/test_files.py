"""Image files, good ones and all kinds of bad ones."""

from __future__ import annotations

import os
import struct
import threading
import zlib
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from mmassist.capture import files
from mmassist.capture.files import read_image
from mmassist.errors import ImageUnreadable

RED, BLUE = [0, 0, 255], [255, 0, 0]


def halves(size: tuple[int, int] = (40, 20)) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, "red")
    image.paste("blue", (size[0] // 2, 0, *size))
    return image


def saved(image: Image.Image, path: Path, **options: Any) -> str:
    image.save(path, **options)
    return str(path)


@pytest.mark.parametrize("name", ["a.png", "a.bmp", "a.gif", "a.tiff", "a.webp", "a.ppm", "a.tga"])
def test_common_formats_give_their_pixels_as_bgra(tmp_path: Path, name: str) -> None:
    options = {"lossless": True} if name.endswith("webp") else {}
    frame = read_image(saved(halves(), tmp_path / name, **options))
    assert frame.pixels[10, 5, :3].tolist() == RED
    assert frame.pixels[10, 35, :3].tolist() == BLUE
    assert (frame.width, frame.height, frame.origin) == (40, 20, (0, 0))


def test_the_pixels_can_not_be_written(tmp_path: Path) -> None:
    assert not read_image(saved(halves(), tmp_path / "a.png")).pixels.flags.writeable


def test_exif_orientation_is_followed(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turn a quarter clockwise to see it upright
    frame = read_image(saved(halves(), tmp_path / "a.png", exif=exif))
    assert (frame.width, frame.height) == (20, 40)
    assert frame.pixels[5, 10, :3].tolist() == RED


@pytest.mark.parametrize("mode", ["RGBA", "LA", "PA", "P"])
def test_transparent_parts_are_white(tmp_path: Path, mode: str) -> None:
    image = Image.new("RGBA", (10, 10), (0, 0, 0, 0))
    path = saved(image.convert(mode), tmp_path / ("a.tiff" if mode == "PA" else "a.png"), **({"transparency": 0} if mode == "P" else {}))
    assert read_image(path).pixels[5, 5, :3].tolist() == [255, 255, 255]


def test_cmyk_is_read(tmp_path: Path) -> None:
    blue, green, red, _ = read_image(saved(halves().convert("CMYK"), tmp_path / "a.tiff")).pixels[10, 5].tolist()
    assert red > 200
    assert max(blue, green) < 60


@pytest.mark.parametrize("name", ["a.png", "a.tiff"])
def test_sixteen_bits_a_pixel_keep_their_greys(tmp_path: Path, name: str) -> None:
    ramp = np.linspace(0, 65535, 256).astype(np.uint16).reshape(1, 256).repeat(4, 0)
    frame = read_image(saved(Image.fromarray(ramp), tmp_path / name))
    assert np.abs(frame.pixels[0, :, 0].astype(int) - np.arange(256)).max() <= 1


def test_of_an_animation_the_first_picture_is_read(tmp_path: Path) -> None:
    first, second = Image.new("RGB", (8, 8), "red"), Image.new("RGB", (8, 8), "blue")
    path = saved(first, tmp_path / "a.gif", save_all=True, append_images=[second])
    assert read_image(path).pixels[4, 4, :3].tolist() == RED


def test_a_large_picture_is_scaled_to_the_bound(tmp_path: Path) -> None:
    frame = read_image(saved(halves((6000, 300)), tmp_path / "a.png"))
    assert (frame.width, frame.height) == (files.MAX_SIDE, 205)


def png_header(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")


@pytest.mark.parametrize("size", [(11_000, 11_000), (60_000, 60_000), (2**31 - 1, 2**31 - 1)])
def test_a_decompression_bomb_is_refused_by_its_header(tmp_path: Path, size: tuple[int, int]) -> None:
    path = tmp_path / "bomb.png"
    path.write_bytes(png_header(*size))
    with pytest.raises(ImageUnreadable, match="too many pixels") as caught:
        read_image(str(path))
    assert "megapixels" in caught.value.spoken


def said(path: object) -> str:
    with pytest.raises(ImageUnreadable) as caught:
        read_image(str(path))
    assert caught.value.remedy
    return caught.value.spoken


def test_what_is_no_readable_image_is_said_in_its_own_sentence(tmp_path: Path) -> None:
    cut = tmp_path / "cut.png"
    whole = Path(saved(Image.effect_noise((300, 300), 90), tmp_path / "whole.png")).read_bytes()
    cut.write_bytes(whole[: len(whole) // 2])
    text, empty, loop = tmp_path / "text.png", tmp_path / "empty.png", tmp_path / "loop.png"
    text.write_text("no picture at all")
    empty.touch()
    loop.symlink_to(loop)
    assert said(cut) == "The image file is damaged or cut short."
    assert said(text) == "That file is no image that mmassist can read."
    assert said(empty) == "The image file is empty."
    assert said(loop) == "The image is a link that leads back to itself."
    assert said(tmp_path) == "That is a folder, not an image."
    assert said(tmp_path / "none.png") == "The image file is not there."
    assert said(whole.hex()) == "That is no file name: it is too long."
    assert said("a\0b") == "That is no file name."


def test_a_file_that_may_not_be_read_is_said_to_be_one(tmp_path: Path) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may read every file")
    path = saved(halves(), tmp_path / "a.png")
    Path(path).chmod(0)
    assert said(path) == "You may not read this image file."


def test_an_oversized_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "large.png"
    with path.open("wb") as file:
        file.truncate(files.MAX_BYTES + 1)
    assert said(path) == "The image file is too large: over 200 megabytes."


@pytest.mark.parametrize("device", ["/dev/zero", "fifo"])
def test_a_device_or_pipe_does_not_block(tmp_path: Path, device: str) -> None:
    path = Path(device)
    if device == "fifo":
        path = tmp_path / "pipe.png"
        os.mkfifo(path)
    spoken: list[str] = []
    thread = threading.Thread(target=lambda: spoken.append(said(path)), daemon=True)
    thread.start()
    thread.join(5)
    assert spoken == ["That is a device, not an image file."]


def test_a_postscript_file_is_never_run(tmp_path: Path) -> None:
    path = tmp_path / "a.eps"
    path.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n%%EndComments\nshowpage\n")
    assert said(path) == "That file is no image that mmassist can read."


@pytest.mark.parametrize("kind", ["png", "jpeg", "gif", "bmp", "tiff", "webp", "ico", "ppm", "avif"])
def test_a_broken_file_never_raises_anything_else(tmp_path: Path, kind: str) -> None:
    good = Path(saved(halves((64, 48)), tmp_path / f"good.{kind}")).read_bytes()
    bad = tmp_path / f"bad.{kind}"

    @given(st.lists(st.tuples(st.integers(0, len(good) - 1), st.integers(0, 255)), max_size=12), st.integers(0, len(good)))
    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
    def broken(edits: list[tuple[int, int]], keep: int) -> None:
        data = bytearray(good)
        for at, value in edits:
            data[at] = value
        bad.write_bytes(bytes(data[:keep]) if keep % 3 == 0 else bytes(data))
        try:
            frame = read_image(str(bad))
        except ImageUnreadable as error:
            assert error.spoken
            assert error.remedy
        else:
            assert frame.pixels.shape[2] == 4

    broken()
