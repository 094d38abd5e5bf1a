"""Plants secrets on generated screens and looks for them in what would be sent: `mmassist evaluate secrets --count 1000 --json`.

The whole way is the app's own: its reader and its eyes in their workers, the scene, masking, the encoder. The judge is another reader.
Needs no display.
"""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mmassist.backends.picture_encoding import JPEG, PNG, encode
from mmassist.evaluation.secrets.judge import Judge, leaks
from mmassist.evaluation.secrets.layouts import LAYOUTS, Screen, generate
from mmassist.evaluation.secrets.report import Finding, Found, SecretsReport
from mmassist.inference import shipped
from mmassist.perception.elements.eyes import Eyes
from mmassist.perception.elements.naming import Controls, named
from mmassist.perception.scene import merge
from mmassist.perception.text import Options as ReaderOptions
from mmassist.perception.text import TextReader
from mmassist.privacy.findings import Kind
from mmassist.privacy.masking import Masked, Material, Options, mask
from mmassist.values import Box, Frame, Role, Scene, TextLine

PUBLISHED_SEED = 27182
# An ordinary text is hidden if so much of its place was covered.
_COVERED = 0.5


def run(
    count: int = 1000, seed: int = PUBLISHED_SEED, progress: Callable[[str], None] = lambda _: None, layouts: Sequence[str] = ()
) -> SecretsReport:
    """Examines `count` screens of `seed`; `progress` is told a line for each. `layouts`: names of `LAYOUTS`, where only screens of some
    are wanted. Raises PerceptionError or WorkerLost."""
    return asyncio.run(_run(count, seed, layouts, progress))


async def _run(count: int, seed: int, layouts: Sequence[str], progress: Callable[[str], None]) -> SecretsReport:
    reader, eyes, judge, findings = TextReader(ReaderOptions()), Eyes(shipped.FOLDER), Judge(), []
    judging: asyncio.Task[Finding] | None = None
    try:
        # While one screen is judged the next one is read.
        for index in itertools.islice(_indices(layouts), count):
            crossing = await _crossed(index, generate(seed, index), reader, eyes)
            if judging is not None:
                findings.append(await judging)
                progress(findings[-1].line())
            judging = asyncio.create_task(_judged(crossing, judge))
        if judging is not None:
            findings.append(await judging)
            progress(findings[-1].line())
    finally:
        await reader.aclose()
        await eyes.aclose()
    return SecretsReport(seed, tuple(findings))


def _indices(layouts: Sequence[str]) -> Iterator[int]:
    """Numbers of the screens whose layout is one of `layouts`; all where there are none."""
    names = list(LAYOUTS)
    return (index for index in itertools.count() if not layouts or names[index % len(names)] in layouts)


@dataclass(frozen=True, slots=True)
class _Crossing:
    """One screen as it would leave. `began`: when its reading did, in monotonic seconds."""

    index: int
    screen: Screen
    scene: Scene
    masked: Masked
    frame: Frame
    began: float


async def _crossed(index: int, screen: Screen, reader: TextReader, eyes: Eyes) -> _Crossing:
    began = time.monotonic()
    lines: list[TextLine] = []
    async for batch in reader.read(screen.frame):
        lines.extend(batch)
    scene = merge(
        target=screen.frame.target,
        window=None,
        frame_box=screen.frame.box,
        outline=screen.outline,
        lines=lines,
        text_read=True,
        # as in the app, which looks for controls where no tree tells them
        controls=named(Controls((await eyes.look(screen.frame.pixels)).elements, {}), lines) if screen.outline is None else (),
    )
    masked = mask(Material(scene, screen.frame, (), reader.unread(screen.frame), reader.illegible(screen.frame)), Options())
    if masked.frame is None:
        raise ValueError("the picture is gone")
    return _Crossing(index, screen, scene, masked, masked.frame, began)


async def _judged(crossing: _Crossing, judge: Judge) -> Finding:
    screen, masked = crossing.screen, crossing.masked
    read = await asyncio.to_thread(judge.read, encode(crossing.frame.pixels, (JPEG, PNG)).data)
    told = list(_texts(masked.scene))
    field = screen.layout.startswith("password field")
    secrets = tuple(Found(one.kind, field, leaks(one, read), leaks(one, told)) for one in screen.secrets)
    if field and not screen.secrets:
        # Dots tell how long it is: they must be covered too.
        secrets = (Found(Kind.PASSWORD, True, not _field_covered(screen, masked), False),)
    return Finding(
        crossing.index,
        screen.layout,
        screen.outline is not None,
        secrets,
        len(screen.ordinary),
        sum(_is_covered(screen.frame, crossing.frame, box) for _, box in screen.ordinary),
        _replaced(screen, crossing.scene, masked),
        time.monotonic() - crossing.began,
    )


def _texts(scene: Scene) -> Iterator[str]:
    for item in scene.items:
        yield from (item.name, item.value, item.description, item.pixels_say)
    for line in scene.lines:
        yield line.text


def _is_covered(before: Frame, after: Frame, box: Box) -> bool:
    part = slice(box.y, box.bottom), slice(box.x, box.right)
    if not before.pixels[part].size:
        return False
    # What is covered is one flat grey from top to bottom.
    flat = (after.pixels[part][:, :, :3] == 96).all(axis=2).all(axis=0)
    return bool(flat.mean() >= _COVERED)


def _field_covered(screen: Screen, masked: Masked) -> bool:
    fields = [node.box for node in (screen.outline.nodes if screen.outline else ()) if node.role is Role.PASSWORD and node.box]
    return masked.frame is not None and all(_is_covered(screen.frame, masked.frame, box) for box in fields)


def _replaced(screen: Screen, scene: Scene, masked: Masked) -> int:
    """How many ordinary texts stood in the scene and do not stand in what is left of it."""
    before, after = "\n".join(_texts(scene)), "\n".join(_texts(masked.scene))
    return sum(text in before and text not in after for text, _ in screen.ordinary)
