"""Runs the evaluation: `mmassist evaluate reading --count 40 --seed N`."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from random import Random

from mmassist.backends.describer.reading import passages
from mmassist.evaluation.reading.page import Page, draw_page
from mmassist.evaluation.reading.report import Finding, ReadingReport, judged
from mmassist.perception.scene import merge
from mmassist.perception.text import Options, TextReader
from mmassist.values import Frame, Target, TargetKind, TextLine

PUBLISHED_SEED = 70261126
COUNT = 40


def run(count: int = COUNT, seed: int = PUBLISHED_SEED, progress: Callable[[str], None] = lambda line: None) -> ReadingReport:
    """Reads `count` pages from their pixels, as the product does. Each depends on the seed and its number alone. Needs the fonts of
    `page`."""
    return asyncio.run(_all(count, seed, progress))


async def _all(count: int, seed: int, progress: Callable[[str], None]) -> ReadingReport:
    findings = []
    # On a busy machine a page may take minutes; a hang is not what is looked for here.
    async with contextlib.aclosing(TextReader(Options(hang_after=600))) as reader:
        for index in range(count):
            page = await asyncio.to_thread(draw_page, Random(f"{seed}-{index}"))  # noqa: S311 - content, not secrets
            findings.append(await _one(reader, index, page))
            progress(findings[-1].line())
    return ReadingReport(seed, tuple(findings))


async def _one(reader: TextReader, index: int, page: Page) -> Finding:
    began = time.monotonic()
    frame = Frame(page.pixels, (0, 0), Target(TargetKind.IMAGE, path="generated"), began)
    lines: list[TextLine] = []
    async for batch in reader.read(frame):
        lines += batch
    scene = merge(target=frame.target, window=None, frame_box=frame.box, outline=None, lines=lines, text_read=True)
    return judged(index, page, passages(scene), time.monotonic() - began)
