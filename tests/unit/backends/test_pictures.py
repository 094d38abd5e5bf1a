"""What is sent of a screen: sizes by the provider's rule, small text beside the whole, and never more bytes than a PNG."""

from __future__ import annotations

import io
import itertools
from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from mmassist.backends import catalogue
from mmassist.backends.picture_encoding import JPEG, PNG, encode, encode_scaled
from mmassist.backends.picture_flat import flat_of
from mmassist.backends.picture_margins import content_box
from mmassist.backends.picture_regions import needed_scale, regions
from mmassist.backends.picture_rules import PictureRules, TokenRule, fit, size_tokens
from mmassist.backends.picture_scaling import plain, scaled_down
from mmassist.backends.pictures import image_tokens, prepare
from mmassist.errors import PromptTooLarge
from mmassist.values import Box, Frame, Picture, Pixels, Target, TextLine

CATALOGUE, _ = catalogue.load()
EVERY = [
    CATALOGUE.model(kind, name).pictures
    for kind, name in (
        ("openai", "gpt-4o"),
        ("openai", "gpt-6.1-terra"),
        ("gemini", "gemini-3.8-flash"),
        ("gemini", "gemini-2.0-flash"),
        ("claude", "claude-sonnet-5-5"),
        ("claude", "claude-haiku-4-5"),
        ("ollama", ""),
    )
]
rules = st.sampled_from(EVERY)
sides = st.integers(1, 5000)


def blank(width: int, height: int, colour: tuple[int, int, int] = (240, 240, 240)) -> Pixels:
    return np.full((height, width, 4), (*colour, 255), np.uint8)


def frame(pixels: Pixels) -> Frame:
    return Frame(pixels, (0, 0), Target(), 0.0)


def page(width: int, height: int, seed: int = 0) -> Pixels:
    """Words in a few colours on a plain ground."""
    pixels, chance = blank(width, height), np.random.default_rng(seed)
    inks = [(32, 32, 32, 255), (160, 40, 20, 255), (20, 20, 190, 255)]
    for number, y in enumerate(range(24, height - 8, 24)):
        text = " ".join(chance.choice(["save", "cancel", "invoice", "total 12.40", "next"], max(1, width // 160)))
        cv2.putText(pixels, text, (12, y), cv2.FONT_HERSHEY_SIMPLEX, 0.45, inks[number % 3], 1, cv2.LINE_AA)
    return pixels


def framed(pixels: Pixels) -> Pixels:
    """With a title bar across it."""
    pixels[:8] = (143, 93, 44, 255)
    return pixels


def noise(width: int, height: int) -> Pixels:
    return np.random.default_rng(3).integers(0, 256, (height, width, 4), np.uint8)


def photograph(width: int, height: int) -> Pixels:
    chance = np.random.default_rng(4)
    coarse = chance.normal(128, 60, (max(2, height // 40), max(2, width // 40), 3)).astype(np.float32)
    smooth = cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC) + chance.normal(0, 4, (height, width, 3))
    return np.dstack([np.clip(smooth, 0, 255).astype(np.uint8), np.full((height, width), 255, np.uint8)])


def decoded(data: bytes) -> Pixels:
    picture = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert picture is not None
    return np.asarray(picture, np.uint8)


# Tokens and sizes


@pytest.mark.parametrize(
    ("kind", "name", "size", "tokens"),
    [
        ("openai", "gpt-4o", (1365, 768), 1105),
        ("openai", "gpt-6.1-terra", (1649, 928), 1508),
        ("claude", "claude-haiku-4-5", (1456, 819), 1560),
        ("claude", "claude-sonnet-5-5", (1920, 1080), 2691),
        ("gemini", "gemini-3.8-flash", (1920, 1080), 1120),
    ],
)
def test_a_full_hd_screen_has_the_size_and_tokens_of_the_providers_rule(kind: str, name: str, size: tuple[int, int], tokens: int) -> None:
    taken = CATALOGUE.model(kind, name).pictures
    assert (fit(1920, 1080, taken), size_tokens(1920, 1080, taken)) == (size, tokens)


@pytest.mark.parametrize("detail", [280, 560, 1120, 2240])
def test_a_flat_rule_costs_the_same_for_every_size(detail: int) -> None:
    taken = PictureRules(TokenRule.FLAT, 3072, 14, each=detail)
    assert size_tokens(10, 10, taken) == size_tokens(4000, 3000, taken) == detail


def test_a_factor_weighs_patches() -> None:
    assert size_tokens(320, 320, PictureRules(TokenRule.PATCHES, 2048, 14, cell=32, each=1.62, cap=1536)) == 162


@given(sides, sides, rules)
def test_the_size_is_within_the_rules_and_never_larger(width: int, height: int, taken: PictureRules) -> None:
    w, h = fit(width, height, taken)
    assert 1 <= w <= width
    assert 1 <= h <= height
    assert not taken.long_side or max(w, h) <= taken.long_side
    assert not taken.short_side or min(w, h) <= taken.short_side
    if taken.rule is TokenRule.PATCHES and taken.cap:
        assert -(-w // taken.cell) * -(-h // taken.cell) <= taken.cap


@given(sides, sides, rules)
def test_the_shape_is_kept_to_the_pixel(width: int, height: int, taken: PictureRules) -> None:
    w, h = fit(width, height, taken)
    scale = max(w, h) / max(width, height)
    assert abs(min(w, h) - min(width, height) * scale) <= 1


@given(sides, sides, rules)
def test_what_was_scaled_is_not_scaled_again(width: int, height: int, taken: PictureRules) -> None:
    w, h = fit(width, height, taken)
    assert size_tokens(w, h, taken) == size_tokens(width, height, taken)


# Small text

EXACT = PictureRules(TokenRule.TILES, long_side=1120, legible=16.0, cell=560, each=1601, budget=7000)
"""By which a line of 20 pixels can be 1,400 wide and no wider."""
line_boxes = st.builds(Box, st.integers(0, 3700), st.integers(0, 2100), st.integers(8, 1400), st.integers(6, 60))


def as_lines(boxes: list[Box]) -> tuple[TextLine, ...]:
    return tuple(TextLine("text", box, 0.9) for box in boxes)


@settings(deadline=None)
@given(st.lists(line_boxes, max_size=40), rules, st.none() | line_boxes)
def test_parts_lie_inside_the_picture_and_within_count_and_budget(boxes: list[Box], taken: PictureRules, focus: Box | None) -> None:
    parts = regions(Box(0, 0, 3840, 2160), as_lines(boxes), taken, focus)
    assert all(part.box.intersection(Box(0, 0, 3840, 2160)) == part.box for part in parts)
    assert len(parts) < max(2, taken.most)
    cost = size_tokens(3840, 2160, taken) + sum(size_tokens(part.box.width, part.box.height, taken) for part in parts)
    assert not parts or cost <= taken.budget


@settings(deadline=None)
@given(st.lists(line_boxes, max_size=40), rules)
@example([Box(1, 0, 1400, 20)], EXACT)
def test_all_small_text_is_shown_legibly_unless_count_or_budget_is_used_up(boxes: list[Box], taken: PictureRules) -> None:
    roomy = replace(taken, most=200, budget=10_000_000)
    whole = Box(0, 0, 3840, 2160)
    parts = [whole, *(part.box for part in regions(Box(0, 0, 3840, 2160), as_lines(boxes), roomy))]
    for box in boxes:
        inside = box.intersection(whole)
        assert inside is not None
        if (reach := roomy.long_side / needed_scale(box.height, roomy)) <= 8 * box.height or box.width > reach:
            continue
        showing = [part for part in parts if part.intersection(inside) == inside]
        # what a part together with other lines would show hardly larger than the whole does is left to the whole
        worth = 1.15 * fit(3840, 2160, roomy)[0] / 3840
        wanted = worth if needed_scale(box.height, roomy) >= worth else 0.0
        assert max(fit(part.width, part.height, roomy)[0] / part.width for part in showing) >= wanted - 0.02


def test_no_part_is_sent_where_the_whole_can_be_read() -> None:
    assert regions(Box(0, 0, 1920, 1080), as_lines([Box(100, 100, 400, 40)]), CATALOGUE.model("openai", "gpt-4o").pictures) == ()


def test_text_too_small_in_the_whole_comes_again_at_full_size() -> None:
    pictures = prepare(frame(framed(page(1920, 1080))), as_lines([Box(100, 100, 400, 14)]), CATALOGUE.model("openai", "gpt-4o").pictures)
    assert [picture.part for picture in pictures] == [Box(0, 0, 1920, 1080), Box(93, 93, 414, 28)]
    assert (pictures[1].width, pictures[1].height) == (414, 28)


def test_lines_far_apart_come_in_parts_of_their_own() -> None:
    boxes = [Box(20, 20, 300, 15), Box(20, 44, 300, 15), Box(3500, 2100, 300, 15)]
    parts = regions(Box(0, 0, 3840, 2160), as_lines(boxes), CATALOGUE.model("openai", "gpt-4o").pictures)
    assert [len(part.heights) for part in parts] == [2, 1]


def test_the_part_with_the_focus_comes_first() -> None:
    boxes = [Box(20, 20, 300, 15), Box(20, 44, 300, 15), Box(3500, 2100, 300, 15)]
    parts = regions(Box(0, 0, 3840, 2160), as_lines(boxes), CATALOGUE.model("openai", "gpt-4o").pictures, Box(3490, 2090, 400, 40))
    assert parts[0].box.intersection(boxes[2]) == boxes[2]


def test_a_line_longer_than_any_picture_comes_in_overlapping_parts() -> None:
    taken = PictureRules(TokenRule.PATCHES, 1000, 14, cell=32)
    parts = sorted(
        regions(Box(0, 0, 5000, 200), as_lines([Box(0, 100, 2500, 14)]), replace(taken, most=9), None), key=lambda part: part.box.x
    )
    assert len(parts) == 3
    assert parts[0].box.x == 0
    assert parts[-1].box.right == 2507
    assert all(before.box.right > after.box.x for before, after in itertools.pairwise(parts))


def test_a_model_that_takes_one_picture_gets_the_whole_alone() -> None:
    pictures = prepare(frame(page(1920, 1080)), as_lines([Box(100, 100, 400, 14)]), CATALOGUE.default("ollama").pictures)
    assert len(pictures) == 1


# Formats and bytes


@pytest.mark.parametrize("size", [(560, 300), (1280, 800)])
def test_flat_colours_go_as_a_png_that_keeps_them(size: tuple[int, int]) -> None:
    original = page(*size)
    encoded = encode(original, (PNG, JPEG))
    assert encoded.media_type == PNG
    assert int(np.abs(decoded(encoded.data).astype(int) - original[:, :, :3]).max()) <= 16


def test_a_photograph_goes_as_a_jpeg() -> None:
    assert encode(photograph(1280, 800), (PNG, JPEG)).media_type == JPEG


@pytest.mark.parametrize("form", [PNG, JPEG])
def test_a_server_that_takes_one_format_gets_it(form: str) -> None:
    for pixels in (page(400, 300), photograph(400, 300)):
        encoded = encode(pixels, (form,))
        assert encoded.media_type == form
        assert decoded(encoded.data).shape == (300, 400, 3)


def test_a_thin_line_in_a_colour_of_its_own_keeps_it() -> None:
    original = page(1280, 800)
    original[401, 300:340] = (0, 0, 255, 255)
    blue, green, red = decoded(encode(original, (PNG, JPEG)).data)[401, 320]
    assert red > 220
    assert max(blue, green) < 40


def test_a_white_field_stands_out_from_the_light_grey_around_it() -> None:
    original = blank(1280, 800, (242, 244, 244))
    original[300:330, 200:700] = 255
    seen = decoded(encode(original, (PNG, JPEG)).data)
    assert int(seen[315, 400].min()) - int(seen[100, 100].max()) >= 6


@settings(deadline=None, max_examples=20)
@given(st.integers(1, 200), st.integers(0, 99))
def test_a_colour_is_never_off_by_more_than_a_level(colours: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    palette = chance.integers(0, 256, (colours, 4), np.uint8)
    pixels = palette[np.kron(chance.integers(0, colours, (16, 20)), np.ones((20, 20), np.intp))]
    encoded = encode(pixels, (PNG,))
    assert int(np.abs(decoded(encoded.data).astype(int) - pixels[:, :, :3]).max()) <= 16


@pytest.mark.parametrize("period", [2, 3, 4, 5])
def test_a_pattern_is_kept(period: int) -> None:
    original = blank(1000, 800)
    original[::period, ::period, :3] = 0
    seen = decoded(encode(original, (PNG, JPEG)).data)
    assert int(seen[::period, ::period].max()) < 60


def pngs(pixels: Pixels) -> list[int]:
    from PIL import Image

    theirs = io.BytesIO()
    Image.fromarray(np.ascontiguousarray(pixels[:, :, 2::-1])).save(theirs, "PNG")
    _, ours = cv2.imencode(".png", np.ascontiguousarray(pixels[:, :, :3]))
    return [len(theirs.getvalue()), len(ours)]


@pytest.mark.parametrize(
    "pixels",
    [
        *(blank(*size) for size in ((1, 1), (7, 3), (640, 480), (1920, 1080))),
        *(page(*size) for size in ((200, 100), (562, 302), (1000, 700), (1649, 928))),
        *(photograph(*size) for size in ((64, 64), (640, 480), (1280, 800))),
        *(noise(*size) for size in ((8, 8), (300, 200), (1000, 700))),
    ],
    ids=lambda pixels: f"{pixels.shape[1]}x{pixels.shape[0]}",
)
def test_it_is_never_more_bytes_than_a_png_of_the_same_pixels(pixels: Pixels) -> None:
    assert len(encode(pixels, (PNG, JPEG)).data) <= min(pngs(pixels))


@settings(deadline=None, max_examples=40)
@example(2, 162, 57, 2)
@example(139, 141, 2, 1)
@given(st.integers(1, 240), st.integers(1, 240), st.integers(1, 400), st.integers(0, 9))
def test_it_is_no_more_bytes_than_a_png_whatever_the_colours(width: int, height: int, colours: int, seed: int) -> None:
    chance = np.random.default_rng(seed)
    palette = chance.integers(0, 256, (colours, 4), np.uint8)
    blocks = chance.integers(0, colours, (height // 8 + 1, width // 8 + 1))
    pixels = palette[np.kron(blocks, np.ones((8, 8), np.intp))[:height, :width]]
    # of a picture of 200 bytes the other ways to filter its rows may save two
    assert len(encode(pixels, (PNG, JPEG)).data) <= min(pngs(pixels)) + 4


# Flat pictures as they are


def test_a_flat_picture_that_would_be_scaled_a_little_goes_as_it_is_in_about_as_many_bytes() -> None:
    taken, pixels = CATALOGUE.model("openai", "gpt-6.1-terra").pictures, framed(page(1920, 1080))
    (picture,) = prepare(frame(pixels), (), taken)
    assert (picture.media_type, picture.width, picture.height) == (PNG, 1920, 1080)
    assert len(picture.data) < 1.1 * len(encode_scaled(scaled_down(pixels, *fit(1920, 1080, taken)), taken.formats).data)
    assert image_tokens((picture,), taken) == size_tokens(1920, 1080, taken)


def test_a_flat_picture_that_would_be_scaled_much_is_scaled_here() -> None:
    (picture,) = prepare(frame(framed(page(1920, 1080))), (), CATALOGUE.model("openai", "gpt-4o").pictures)
    assert (picture.width, picture.height) == (1365, 768)


def test_a_photograph_is_scaled_here_however_little() -> None:
    (picture,) = prepare(frame(photograph(1920, 1080)), (), CATALOGUE.model("openai", "gpt-6.1-terra").pictures)
    assert (picture.media_type, picture.width, picture.height) == (JPEG, 1649, 928)


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 500), st.integers(0, 300), st.integers(1, 400), st.integers(1, 300), st.integers(0, 5))
def test_a_part_shows_what_the_whole_shows_there(x: int, y: int, width: int, height: int, seed: int) -> None:
    pixels = page(900, 600, seed)
    flat = flat_of(plain(pixels))
    assert flat is not None
    part = Box(x, y, width, height)
    whole = decoded(flat.png())
    assert (decoded(flat.part(part).png()) == whole[part.y : part.bottom, part.x : part.right]).all()


def test_a_small_photograph_on_a_flat_page_keeps_its_shades_in_its_part() -> None:
    pixels = framed(page(1920, 1080))
    pixels[400:520, 600:800] = photograph(200, 120)
    pictures = prepare(frame(pixels), as_lines([Box(610, 420, 180, 12)]), replace(CATALOGUE.default("openai").pictures, legible=40))
    assert len(np.unique(decoded(pictures[1].data)[:, :, 0])) > 64


# Margins


def test_a_dialog_on_a_plain_desktop_is_shown_without_the_desktop() -> None:
    pixels = blank(1920, 1080, (120, 80, 40))
    pixels[300:700, 600:1300] = page(700, 400)
    (picture,) = prepare(frame(pixels), as_lines([Box(620, 320, 200, 14)]), CATALOGUE.model("openai", "gpt-6.1-terra").pictures)
    assert picture.part.intersection(Box(600, 300, 700, 400)) == Box(600, 300, 700, 400)
    assert picture.part.width < 760
    assert picture.part.height < 460
    assert (picture.width, picture.height) == (picture.part.width, picture.part.height)


@settings(deadline=None)
@given(
    st.integers(1, 300), st.integers(1, 300), st.lists(st.tuples(st.integers(0, 299), st.integers(0, 299), st.integers(1, 60)), max_size=4)
)
def test_no_pixel_that_differs_is_left_out(width: int, height: int, marks: list[tuple[int, int, int]]) -> None:
    pixels = blank(width, height)
    for x, y, length in marks:
        pixels[y : y + 1, x : x + length, 0] = 7
    inside = content_box(pixels)
    assert inside.intersection(Box(0, 0, width, height)) == inside
    shown = blank(width, height)
    part = slice(inside.y, inside.bottom), slice(inside.x, inside.right)
    shown[part] = pixels[part]
    assert (shown == pixels).all()


@pytest.mark.parametrize("corner", [(0, 0), (0, -1), (-1, 0), (-1, -1)])
def test_a_picture_whose_corners_differ_is_shown_whole(corner: tuple[int, int]) -> None:
    pixels = blank(400, 300)
    pixels[140:160, 190:210] = 0
    pixels[corner] = 0
    assert content_box(pixels) == Box(0, 0, 400, 300)


def test_a_line_that_lies_between_the_rows_looked_at_is_not_lost() -> None:
    pixels = blank(400, 300)
    pixels[150:160, 190:210] = 0
    pixels[3, 190:210] = 0
    assert content_box(pixels) == Box(0, 0, 400, 300)


def test_a_picture_of_one_colour_is_shown_whole() -> None:
    assert content_box(blank(400, 300)) == Box(0, 0, 400, 300)


def test_a_speck_is_not_shown_alone() -> None:
    pixels = blank(400, 300)
    pixels[150, 200] = 0
    assert content_box(pixels).width >= 64
    assert content_box(pixels).height >= 64


# Limits


def test_a_picture_of_too_many_bytes_is_reduced_until_it_fits() -> None:
    taken = replace(CATALOGUE.default("openai").pictures, bytes_each=20_000)
    (picture,) = prepare(frame(noise(800, 600)), (), taken)
    assert len(picture.data) <= 20_000
    assert picture.width / picture.height == pytest.approx(800 / 600, abs=0.05)


def test_what_cant_be_made_small_enough_is_too_large() -> None:
    with pytest.raises(PromptTooLarge):
        prepare(frame(noise(800, 600)), (), replace(CATALOGUE.default("openai").pictures, bytes_each=60))


def test_parts_that_the_request_has_no_room_for_are_left_out() -> None:
    taken = CATALOGUE.model("openai", "gpt-4o").pictures
    whole = prepare(frame(framed(page(1920, 1080))), (), taken)[0]
    tight = replace(taken, bytes_all=len(whole.data) + 10)
    assert len(prepare(frame(framed(page(1920, 1080))), as_lines([Box(100, 100, 400, 14)]), tight)) == 1


def test_tokens_of_all_pictures_are_added() -> None:
    taken = CATALOGUE.model("openai", "gpt-4o").pictures
    pictures = (Picture(b"", PNG, 1365, 768, Box(0, 0, 1920, 1080)), Picture(b"", PNG, 414, 28, Box(0, 0, 414, 28)))
    assert image_tokens(pictures, taken) == 1105 + 255


def test_a_picture_is_never_scaled_up() -> None:
    (picture,) = prepare(frame(framed(page(300, 200))), (), CATALOGUE.default("claude").pictures)
    assert (picture.width, picture.height) == (300, 200)


@given(st.integers(1, 300), st.integers(1, 300), st.floats(0.05, 1))
def test_resizing_gives_the_size_asked_for(width: int, height: int, scale: float) -> None:
    w, h = max(1, int(width * scale)), max(1, int(height * scale))
    scaled = scaled_down(blank(width, height), w, h)
    assert scaled.size == (w, h)
    assert scaled.pixels().shape == (h, w, 4)
    assert (scaled.pixels() == blank(w, h)).all()


@given(st.integers(1, 9), st.floats(0.51, 0.99), st.lists(st.tuples(st.integers(1, 60), st.booleans()), min_size=1, max_size=12))
def test_rows_between_those_that_repeat_keep_their_order_and_place(seed: int, scale: float, parts: list[tuple[int, bool]]) -> None:
    chance = np.random.default_rng(seed)
    rows = [np.full((count, 1, 1), 40, np.uint8) if quiet else chance.integers(0, 256, (count, 1, 1), np.uint8) for count, quiet in parts]
    original = np.repeat(np.repeat(np.concatenate(rows), 32, axis=1), 4, axis=2)
    height = max(1, int(len(original) * scale))
    seen = scaled_down(original, 30, height).pixels()[:, 0, 0].astype(int)
    for at, value in enumerate(seen):
        middle = (at + 0.5) * len(original) / height
        near = original[max(0, int(middle - 3.5)) : int(middle + 3.5) + 1, 0, 0].astype(int)
        assert near.min() - 1 <= value <= near.max() + 1
