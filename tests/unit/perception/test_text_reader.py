"""The text reader with its real worker and models, on drawn pictures."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import os
import signal
import weakref
from collections.abc import AsyncIterator

import numpy as np
import pytest
import pytest_asyncio
from PIL import Image, ImageDraw, ImageFont

from mmassist.errors import ModelMissing, WorkerLost
from mmassist.inference import weights
from mmassist.inference.keeping import Restarts
from mmassist.inference.messages import Message
from mmassist.inference.worker import Worker
from mmassist.perception.detector import Detector, Found
from mmassist.perception.page import PageReader
from mmassist.perception.recogniser import Reading, Recogniser
from mmassist.perception.text import Options, TextReader
from mmassist.values import Box, Frame, Pixels, Target, TextLine

pytestmark = pytest.mark.asyncio(loop_scope="module")  # the models are loaded once for all

ROWS = [
    "The worker reads line by line",
    "Save changes to document?",
    "Close without Saving",
    "Cancel",
    "Version 3.14 of 2026",
    "Other locations",
    "Battery is low",
    "You have 12 unread messages",
]


class CountingRecogniser(Recogniser):
    """`lines`: how many it has read."""

    lines = 0

    def read(self, line: Pixels) -> Reading:
        self.lines += 1
        return super().read(line)


class CountingDetector(Detector):
    """`looks`: how often it was asked."""

    looks = 0

    def find(self, picture: Pixels) -> list[Found]:
        self.looks += 1
        return super().find(picture)


def frame(rows: list[str], size: tuple[int, int] = (640, 400)) -> Frame:
    """One row of text every 44 px, 15 px high, black on light grey."""
    image = Image.new("RGB", size, "#eeeeee")
    draw = ImageDraw.Draw(image)
    for at, text in enumerate(rows):
        draw.text((24, 20 + 44 * at), text, fill="black", font=ImageFont.truetype("DejaVuSans.ttf", 15))
    pixels: Pixels = np.full((size[1], size[0], 4), 255, np.uint8)
    pixels[:, :, :3] = np.asarray(image)[:, :, ::-1]
    return Frame(pixels, (0, 0), Target(), 0.0)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reader() -> AsyncIterator[TextReader]:
    reader = TextReader(Options())
    await reader.start()
    yield reader
    await reader.aclose()


async def read(reader: TextReader, picture: Frame, first: Box | None = None) -> list[TextLine]:
    return [line async for batch in reader.read(picture, first) for line in batch]


def in_order(lines: list[TextLine]) -> list[str]:
    return [line.text for line in sorted(lines, key=lambda line: line.box.y)]


async def test_every_line_is_read_at_its_place(reader: TextReader) -> None:
    lines = await read(reader, frame(ROWS))
    assert in_order(lines) == ROWS
    assert all(abs(line.box.centre[1] - (30 + 44 * ROWS.index(line.text))) < 6 and abs(line.box.x - 24) < 8 for line in lines)
    assert all(line.confidence > 0.9 for line in lines)


async def test_what_has_the_focus_is_read_first(reader: TextReader) -> None:
    lines = await read(reader, frame(ROWS), Box(10, 20 + 44 * 5, 300, 24))
    assert lines[0].text == ROWS[5]


async def test_lines_come_before_the_picture_is_read_to_its_end(reader: TextReader) -> None:
    batches = [batch async for batch in reader.read(frame([f"{row} {at}" for at, row in enumerate(ROWS)]))]
    assert len(batches) > 1


async def test_the_same_picture_again_asks_nothing_of_the_worker(reader: TextReader, monkeypatch: pytest.MonkeyPatch) -> None:
    first = await read(reader, frame(ROWS))

    def asked(*_arguments: object, **_fields: object) -> None:
        raise AssertionError("the worker was asked")

    monkeypatch.setattr(Worker, "request", asked)
    assert in_order(await read(reader, frame(ROWS))) == in_order(first)


async def test_a_changed_line_is_read_anew_and_the_others_are_kept(reader: TextReader) -> None:
    before = await read(reader, frame(ROWS))
    after = await read(reader, frame([*ROWS[:3], "Something new", *ROWS[4:]]))
    assert in_order(after) == [*ROWS[:3], "Something new", *ROWS[4:]]
    assert {line for line in after if line.text in ROWS} == {line for line in before if line.text != ROWS[3]}


async def test_a_line_that_went_away_is_not_reported(reader: TextReader) -> None:
    await read(reader, frame(ROWS))
    assert in_order(await read(reader, frame([*ROWS[:3], "", *ROWS[4:]]))) == [*ROWS[:3], *ROWS[4:]]


async def test_a_blinking_caret_changes_no_text(reader: TextReader) -> None:
    await read(reader, frame(ROWS))
    caret = frame(ROWS)
    caret.pixels[60:82, 260:262, :3] = 0
    assert in_order(await read(reader, caret)) == ROWS


async def test_an_empty_picture_has_no_lines(reader: TextReader) -> None:
    assert await read(reader, frame([])) == []


@pytest.mark.parametrize("size", [(1, 1), (7, 3), (33, 9), (2000, 12)])
async def test_odd_sizes_are_no_trouble(reader: TextReader, size: tuple[int, int]) -> None:
    noise = np.random.default_rng(1).integers(0, 256, (size[1], size[0], 4), np.uint8)
    assert isinstance(await read(reader, Frame(noise, (0, 0), Target(), 0.0)), list)


async def test_a_cancelled_reading_reads_no_further_line() -> None:
    """The worker's own part: it asks before each line whether to go on."""
    detector, recogniser = Detector(weights.load(weights.DETECTION)), CountingRecogniser(weights.load(weights.RECOGNITION))
    lines = PageReader(detector, recogniser).read(frame(ROWS).pixels, None, lambda: recogniser.lines == 2)
    assert len(list(lines)) == recogniser.lines == 2


async def test_who_comes_back_to_a_screen_after_work_elsewhere_finds_what_was_read_there() -> None:
    detector, recogniser = CountingDetector(weights.load(weights.DETECTION)), Recogniser(weights.load(weights.RECOGNITION))
    page = PageReader(detector, recogniser)

    def seen(rows: list[str]) -> list[str]:
        found = page.read(frame(rows).pixels, None, lambda: False)
        return [line.text for line in sorted(found, key=lambda line: line.box.y) if line.text]

    other = [f"{row} for somebody else" for row in ROWS[::-1]]
    before = seen(other)
    for number in range(6):  # more than are remembered
        seen([*ROWS[:-1], f"Typed {number}"])
    looked = detector.looks
    assert seen(other) == before
    assert detector.looks == looked


async def test_a_picture_that_was_not_read_to_its_end_is_read_whole_the_next_time(reader: TextReader) -> None:
    async with contextlib.aclosing(reader.read(frame(ROWS))) as batches:
        async for _ in batches:
            break
    assert in_order(await read(reader, frame(ROWS))) == ROWS


async def test_readings_may_overlap(reader: TextReader) -> None:
    one, two = await asyncio.gather(read(reader, frame(ROWS[:4])), read(reader, frame(ROWS[4:])))
    assert (in_order(one), in_order(two)) == (ROWS[:4], ROWS[4:])


class Watching(Restarts):
    """Counts losses; `is_off`: nothing is started any more."""

    losses = 0
    is_off = False

    @property
    def refusal(self) -> WorkerLost | None:
        return self.failed("off") if self.is_off else None

    def lost(self, why: str) -> float | None:
        self.losses += 1
        return None if self.is_off else super().lost(why)


async def killed_while_reading(reader: TextReader) -> asyncio.Task[list[TextLine]]:
    await reader.start()
    assert reader.pid is not None
    stopped = reader.pid
    os.kill(stopped, signal.SIGSTOP)
    reading = asyncio.create_task(read(reader, frame(ROWS)))
    await asyncio.sleep(0.05)
    os.kill(stopped, signal.SIGKILL)
    return reading


async def test_a_killed_worker_is_reported_and_what_it_was_reading_is_read_again() -> None:
    keeper = Watching()
    reader = TextReader(Options(), keeper)
    assert in_order(await (await killed_while_reading(reader))) == ROWS
    assert keeper.losses == 1
    await reader.aclose()


async def test_a_reader_that_is_switched_off_refuses_at_once() -> None:
    keeper = Watching()
    reader = TextReader(Options(), keeper)
    reading = await killed_while_reading(reader)
    keeper.is_off = True
    with pytest.raises(WorkerLost, match="off"):
        await reading
    with pytest.raises(WorkerLost, match="off"):
        await read(reader, frame(ROWS))
    assert reader.pid is None
    await reader.aclose()


async def test_lines_that_were_told_before_the_worker_was_lost_are_not_told_again() -> None:
    reader = TextReader(Options(), Watching())
    lines: list[TextLine] = []
    async for batch in reader.read(frame(ROWS)):
        if not lines and reader.pid is not None:
            os.kill(reader.pid, signal.SIGKILL)
        lines += batch
    assert in_order(lines) == ROWS
    await reader.aclose()


async def test_the_worker_gives_way_to_speech(reader: TextReader) -> None:
    assert reader.pid is not None
    assert os.getpriority(os.PRIO_PROCESS, reader.pid) > os.getpriority(os.PRIO_PROCESS, 0)


async def test_missing_models_are_said_to_be_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    async def refuses(worker: Worker) -> None:
        raise WorkerLost("did not start")

    reader = TextReader(Options())
    monkeypatch.setattr(Worker, "start", refuses)
    monkeypatch.setattr(weights, "DETECTION", weights.Weights("no_such_file.onnx", ""))
    with pytest.raises(ModelMissing):
        await reader.start()


async def test_closing_twice_is_no_trouble() -> None:
    reader = TextReader(Options())
    await reader.start()
    await reader.aclose()
    await reader.aclose()


def turned(picture: Frame, quarters: int) -> Frame:
    return Frame(np.ascontiguousarray(np.rot90(picture.pixels, quarters)), (0, 0), Target(), 0.0)


@pytest.mark.parametrize("quarters", [1, 2, 3])
async def test_a_picture_that_is_turned_is_read(reader: TextReader, quarters: int) -> None:
    rows = ["Save changes to document?", "Close without Saving", "You have 12 unread messages"]
    assert sorted(line.text for line in await read(reader, turned(frame(rows), quarters))) == sorted(rows)


async def test_text_that_can_not_be_read_is_reported_as_illegible(reader: TextReader) -> None:
    picture = frame(["A line of ordinary text"])
    picture.pixels[200:214, 30:230, :3] = np.random.default_rng(3).integers(0, 2, (14, 200, 1), np.uint8) * 255
    await read(reader, picture)
    assert all(box.y > 100 for box in reader.illegible(picture))


async def test_before_a_picture_is_read_all_of_it_is_unread_and_after_it_nothing(reader: TextReader) -> None:
    picture = frame([f"{row} again" for row in ROWS])
    assert reader.unread(picture) == (Box(0, 0, 640, 400),)
    async with contextlib.aclosing(reader.read(picture)) as batches:
        async for _ in batches:
            part = reader.unread(picture)
            break
    assert part
    await read(reader, picture)
    assert reader.unread(picture) == ()


class Scripted:
    """A worker that finds one line, of which it is not sure, or is left before it has found any."""

    async def start(self) -> None:
        pass

    async def request(self, kind: str, **fields: object) -> AsyncIterator[Message]:
        yield Message({"lines": [["Pin 48l2", 20, 20, 120, 12, 0.6]], "left": [], "complete": True})


async def test_what_could_not_be_read_in_a_known_picture_is_known_however_many_others_were_begun(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mmassist.perception.text.Worker", lambda *given, **options: Scripted())
    reader = TextReader(Options())
    picture = frame(ROWS[:1])
    await read(reader, picture)
    for at in range(6):
        other = reader.read(frame(ROWS[1:2], (640, 200 + at)))
        await anext(other)
        await other.aclose()
    await read(reader, picture)
    assert reader.illegible(picture) == (Box(20, 20, 120, 12),)
    assert reader.unread(picture) == ()


async def test_a_reading_that_was_left_keeps_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mmassist.perception.text.Worker", lambda *given, **options: Scripted())
    reader = TextReader(Options())
    picture = frame(ROWS[:1])
    left = reader.read(picture)
    await anext(left)
    await left.aclose()
    assert reader.illegible(picture) == (Box(20, 20, 120, 12),), "as long as somebody has the picture"
    seen = weakref.ref(picture.pixels)
    del left, picture
    gc.collect()
    assert seen() is None


def on_a_photograph(rows: list[str]) -> Frame:
    """As `frame`, white on soft shapes and grain."""
    plain = frame(rows)
    source = np.random.default_rng(5)
    coarse = Image.fromarray(source.integers(10, 130, (6, 9, 3), np.uint8)).resize((640, 400), Image.Resampling.BICUBIC)
    ground = np.asarray(coarse).astype(np.int16) + source.integers(-9, 9, (400, 640, 3))
    ink = (238 - plain.pixels[:, :, :3].astype(np.int16)) / 238
    pixels: Pixels = np.full((400, 640, 4), 255, np.uint8)
    pixels[:, :, :3] = np.clip(ground * (1 - ink) + 255 * ink, 0, 255).astype(np.uint8)
    return Frame(pixels, (0, 0), Target(), 0.0)


async def test_lines_on_a_photograph_are_read_whole(reader: TextReader) -> None:
    assert in_order(await read(reader, on_a_photograph(ROWS))) == ROWS


async def test_a_line_on_its_head_that_looks_like_one_sign_is_read_from_the_other_side() -> None:
    class OneSign(Recogniser):
        def read(self, line: Pixels) -> Reading:
            reading = super().read(line)
            return reading if "Close" in reading.text else Reading("h", 0.94, (4.0,))

    detector, recogniser = Detector(weights.load(weights.DETECTION)), OneSign(weights.load(weights.RECOGNITION))
    pixels = np.ascontiguousarray(np.rot90(frame(ROWS[2:3], (640, 120)).pixels, 2))
    assert [line.text for line in PageReader(detector, recogniser).read(pixels, None, lambda: False)] == [ROWS[2]]
