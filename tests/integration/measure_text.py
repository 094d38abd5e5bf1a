"""Measures reading beside a plain full pass of rapidocr: `QT_QPA_PLATFORM=offscreen python -m tests.integration.measure_text [runs]`.

Prints one JSON object: medians in milliseconds, recall of words.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import sys
import time
from collections.abc import Iterable
from statistics import median
from typing import Any

import numpy as np
from PySide6.QtGui import QGuiApplication

from mmassist.capture.blank import is_blank
from mmassist.perception.scene import merge
from mmassist.perception.text import Options, TextReader
from mmassist.values import Box, Frame, Pixels, Target, TextLine
from tests.integration.text_screens import FAMILIES, PHRASES, THEMES, Screen, Sheet, font, form, keypad, recall, screens
from tests.unit.perception.tables import table


def desktop(shift: int = 0) -> Screen:
    """1920 x 1080 with some 50 texts of 12 to 14 px in two columns, as a full window has; `shift` makes each text a new one."""
    sheet = Sheet(1920, 1080, THEMES[3])
    for at in range(50):
        column, row = at % 2, at // 2
        sheet.write(
            40 + 900 * column, 30 + 40 * row, f"{PHRASES[(at + 7 * shift) % len(PHRASES)]} {shift}{at}", font(FAMILIES[at % 3], 12 + at % 3)
        )
    return sheet.finish("desktop")


def dialog(shift: int = 0) -> Screen:
    """562 x 302: a question, an explanation, three buttons."""
    sheet = Sheet(562, 302, THEMES[0])
    drawn = font("DejaVu Sans", 13)
    sheet.write(70, 40, f"{PHRASES[shift % len(PHRASES)]} {shift}", font("DejaVu Sans", 15))
    sheet.write(70, 90, f"{PHRASES[(shift + 16) % len(PHRASES)]} {shift}", drawn)
    for at, text in enumerate(("Close without Saving", "Cancel", "Save As...")):
        sheet.write(70 + 170 * at, 250, f"{text} {shift}", drawn, mnemonic=True)
    return sheet.finish("dialog")


def frame(pixels: Pixels) -> Frame:
    return Frame(pixels, (0, 0), Target(), 0.0)


async def timed(reader: TextReader, pixels: Pixels, first: Box | None = None) -> tuple[float, float, list[TextLine]]:
    """Milliseconds to the first line and to the end, and the lines."""
    start = time.perf_counter()
    at_first, lines = 0.0, list[TextLine]()
    async for batch in reader.read(frame(pixels), first):
        at_first = at_first or (time.perf_counter() - start) * 1000
        lines += batch
    return at_first, (time.perf_counter() - start) * 1000, lines


def plain_pass(engine: Any, pixels: Pixels) -> tuple[float, list[tuple[str, Box]]]:
    start = time.perf_counter()
    output = engine(np.ascontiguousarray(pixels[:, :, :3]))
    spent = (time.perf_counter() - start) * 1000
    found = zip(output.txts or (), output.boxes if output.boxes is not None else (), strict=True)
    return spent, [(text, _box(corners)) for text, corners in found]


def _box(corners: Any) -> Box:
    (x, y), (right, bottom) = corners.min(axis=0), corners.max(axis=0)
    return Box(int(x), int(y), int(right - x), int(bottom - y))


def share(results: Iterable[tuple[int, int, list[str]]]) -> float:
    found = list(results)
    return round(sum(r[0] for r in found) / sum(r[1] for r in found), 4)


def said(lines: list[TextLine]) -> list[tuple[str, Box]]:
    return [(line.text, line.box) for line in lines]


async def speed(reader: TextReader, engine: Any, runs: int) -> dict[str, dict[str, float]]:
    rows: dict[str, list[float]] = {}

    def note(name: str, value: float) -> None:
        rows.setdefault(name, []).append(value)

    focus = Box(900, 500, 500, 40)
    for run in range(runs):
        screen, small = desktop(run), dialog(run)
        first, total, _ = await timed(reader, screen.pixels, focus)
        note("new 1080p: first line", first)
        note("new 1080p: all", total)
        note("new 1080p: rapidocr", plain_pass(engine, screen.pixels)[0])
        note("same again", (await timed(reader, screen.pixels))[1])
        caret = screen.pixels.copy()
        caret[505:521, 1300:1302, :3] = 0
        note("a caret blinks", (await timed(reader, caret))[1])
        clock = caret.copy()
        clock[30:50, 1700:1760] = clock[110:130, 40:100]
        note("a clock changes", (await timed(reader, clock))[1])
        first, total, _ = await timed(reader, small.pixels)
        note("dialog 562x302: first line", first)
        note("dialog 562x302: all", total)
        note("dialog 562x302: rapidocr", plain_pass(engine, small.pixels)[0])
    return {name: {"median": round(median(values), 1), "worst": round(max(values), 1)} for name, values in rows.items()}


async def words(reader: TextReader, engine: Any, every: int) -> dict[str, float]:
    result: dict[str, float] = {}
    for scale in (1.0, 1.25, 1.5, 2.0):
        chosen = list(screens((scale,)))[::every]
        result[f"recall, scale {scale}"] = share([recall(s.texts, said((await timed(reader, s.pixels))[2])) for s in chosen])
        if scale == 1.0:
            result["recall, scale 1.0: rapidocr"] = share([recall(s.texts, plain_pass(engine, s.pixels)[1]) for s in chosen])
    keys = [keypad(family, pixels, theme) for family in FAMILIES for pixels in (14, 18) for theme in THEMES[:2]]
    result["recall, keys of a calculator"] = share([recall(s.texts, said((await timed(reader, s.pixels))[2])) for s in keys])
    result["recall, keys: rapidocr"] = share([recall(s.texts, plain_pass(engine, s.pixels)[1]) for s in keys])
    return result


def around(runs: int) -> dict[str, dict[str, float]]:
    """What is done besides reading: recognising a blank picture, merging the text with a tree of 500 nodes."""
    noise = np.random.default_rng(1).integers(0, 20, (1080, 1920, 4), np.uint8)
    screen, outline, lines = table(50)
    rows: dict[str, list[float]] = {"blank or not, 1080p": [], "merge 500 nodes, 200 lines": []}
    for _ in range(3 * runs):
        start = time.perf_counter()
        is_blank(noise)
        between = time.perf_counter()
        merge(target=Target(), window=None, frame_box=screen, outline=outline, lines=lines, text_read=True)
        rows["blank or not, 1080p"].append((between - start) * 1000)
        rows["merge 500 nodes, 200 lines"].append((time.perf_counter() - between) * 1000)
    return {name: {"median": round(median(values), 1), "worst": round(max(values), 1)} for name, values in rows.items()}


async def main(runs: int) -> None:
    from rapidocr import RapidOCR

    engine = RapidOCR(params={"Global.log_level": "critical"})
    reader = TextReader(Options())
    start = time.perf_counter()
    await reader.start()
    started = (time.perf_counter() - start) * 1000
    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(reader.aclose)
        await timed(reader, form(FAMILIES[0], 13, THEMES[0], 50).pixels)
        plain_pass(engine, dialog(70).pixels)
        result = {"start": round(started, 1), **await speed(reader, engine, runs), **around(runs), **await words(reader, engine, 4)}
    sys.stdout.write(json.dumps(result, indent=1) + "\n")


if __name__ == "__main__":
    application = QGuiApplication(sys.argv[:1])
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5))
