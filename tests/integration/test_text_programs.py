"""Real programs, grabbed from a real screen, read by the real recogniser; and the words it gets right over fonts, themes and scales."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from pytestqt.qtbot import QtBot

from mmassist.capture.screen import ScreenGrabber
from mmassist.desktop.windows import WindowTracker
from mmassist.perception.reading_order import ordered
from mmassist.perception.scene import merge
from mmassist.perception.text import Options, TextReader
from mmassist.values import Frame, Source, Target, TextLine
from tests.integration.programs.running import MOUSEPAD, front, program, until
from tests.integration.text_screens import THEMES, Theme, form, recall

pytestmark = [pytest.mark.desktop, pytest.mark.asyncio(loop_scope="module")]
SENTENCE = "The terminal has no accessibility tree"


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reader() -> AsyncIterator[TextReader]:
    reader = TextReader(Options())
    await reader.start()
    yield reader
    await reader.aclose()


async def read(reader: TextReader, frame: Frame) -> tuple[TextLine, ...]:
    return tuple([line async for batch in reader.read(frame) for line in batch])


async def test_a_terminal_is_read_from_its_pixels(reader: TextReader) -> None:
    tracker, grabber = WindowTracker(), ScreenGrabber()
    tracker.start()
    try:
        with program(("xterm", "-T", "Terminal", "-fa", "DejaVu Sans Mono", "-fs", "11", "-e", f"echo '{SENTENCE}'; sleep 60")) as terminal:
            window = front(tracker, terminal, "Terminal")
            texts: list[str] = []
            for _ in range(40):
                frame = grabber.grab(Target(), window, (0, 0))
                texts = [line.text for line in ordered(await read(reader, frame))]
                if SENTENCE in texts:
                    break
            assert SENTENCE in texts
            scene = merge(
                target=frame.target,
                window=window,
                frame_box=frame.box,
                outline=None,
                lines=await read(reader, frame),
                text_read=True,
            )
            assert next(item.name for item in scene.items if item.source is Source.PIXELS) == SENTENCE
    finally:
        grabber.close()
        tracker.close()


async def test_a_gtk_editors_menus_are_read_from_its_pixels(reader: TextReader) -> None:
    tracker, grabber = WindowTracker(), ScreenGrabber()
    tracker.start()
    try:
        with program(MOUSEPAD) as editor:
            window = front(tracker, editor)
            words: set[str] = set()

            def drawn() -> bool:
                return bool(grabber.grab(Target(), window, (0, 0)).pixels[:40].std() > 5)

            until(drawn)
            for _ in range(20):
                words = {word for line in await read(reader, grabber.grab(Target(), window, (0, 0))) for word in line.text.split()}
                if "File" in words:
                    break
            assert {"File", "Edit", "Search", "View", "Document", "Help"} <= words
    finally:
        grabber.close()
        tracker.close()


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
async def test_98_of_100_words_are_read_in_every_theme_at_every_scale(qtbot: QtBot, reader: TextReader, theme: Theme, scale: float) -> None:
    found = total = 0
    missed: list[str] = []
    for at, family in enumerate(("DejaVu Sans", "Liberation Sans", "DejaVu Serif")):
        screen = form(family, round((11 + at) * scale), theme, 23 * at, (int(560 * scale), int(300 * scale)))
        lines = await read(reader, Frame(screen.pixels, (0, 0), Target(), 0.0))
        here, there, less = recall(screen.texts, [(line.text, line.box) for line in lines])
        found, total, missed = found + here, total + there, missed + less
    assert found >= 0.98 * total, missed
