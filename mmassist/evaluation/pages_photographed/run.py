"""Runs the evaluation: `mmassist evaluate pages --count 200 --seed N`."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable
from random import Random

from mmassist.evaluation.pages_photographed.report import Finding, PagesReport, compared
from mmassist.evaluation.pages_photographed.shots import draw_photograph
from mmassist.perception.camera.reading import read_page
from mmassist.perception.text import Options, TextReader
from mmassist.values import Frame, Target, TargetKind

PUBLISHED_SEED = 77003
COUNT = 200


def run(count: int = COUNT, seed: int = PUBLISHED_SEED, progress: Callable[[str], None] = lambda line: None) -> PagesReport:
    """Reads `count` photographs as the product does. Each page depends on the seed and its number alone. Needs the fonts of `sheet`."""
    return asyncio.run(_all(count, seed, progress))


async def _all(count: int, seed: int, progress: Callable[[str], None]) -> PagesReport:
    findings = []
    # On a busy machine a page may take long; a hang is not what is looked for here.
    async with contextlib.aclosing(TextReader(Options(hang_after=120))) as reader:
        for index in range(count):
            finding = await _one(reader, index, Random(f"{seed}-{index}"))  # noqa: S311 - content, not secrets
            findings.append(finding)
            progress(finding.line())
    return PagesReport(seed, tuple(findings))


async def _one(reader: TextReader, index: int, rng: Random) -> Finding:
    sheet, taken, legibility = await asyncio.to_thread(draw_photograph, rng)
    began = time.monotonic()
    page = await read_page(reader, Frame(taken.pixels, (0, 0), Target(TargetKind.CAMERA, path="generated"), began))
    found, in_order, extra, missed = compared(sheet.words, [line.text for line in page.lines])
    seconds = time.monotonic() - began
    return Finding(index, sheet.layout, legibility, page.outcome, _count(sheet.words), found, in_order, extra, taken.shot, seconds, missed)


def _count(words: list[str]) -> int:
    return sum(compared([word], [word])[0] for word in words)
