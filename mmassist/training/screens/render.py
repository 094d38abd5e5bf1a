"""Renders windows with known truth into shards for the element detector."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import TypeAlias

import numpy as np

from mmassist.perception.elements.vocabulary import KINDS
from mmassist.training.config import Config, ScreenRendering
from mmassist.training.degrade import degraded
from mmassist.training.icons.draw import Drawing
from mmassist.training.icons.labels import UNLABELLED, load_labels
from mmassist.training.icons.render import work_of
from mmassist.training.progress import Progress
from mmassist.training.qt import need_qt
from mmassist.training.screens.gtk import gtk_windows
from mmassist.training.screens.kinds import window_of
from mmassist.training.screens.tk import tk_windows
from mmassist.training.screens.truth import JUDGED, TRAINED, Screen, arrays_of, cut
from mmassist.training.screens.web.browser import web_pages
from mmassist.training.screens.web.icons import InlineDrawing
from mmassist.training.screens.web.page import PAGES
from mmassist.training.screens.window import some_screen
from mmassist.training.shards import ShardWriter

APART = 1_000_000
"""Between the seeds of what is learnt from and what is judged by."""

QT, GTK, WEB, TK = "Qt", "GTK", "web", "Tk"

_STEPS = (0.7548776662466927, 0.5698402909980532)
"""The additive sequence that covers a square most evenly (powers of the root of x^3 = x + 1)."""

_ICONS = 400
"""Drawings that icon buttons choose from: more would only take time to read."""


def render_screens(config: Config, write: Callable[[str], None]) -> None:
    """All pictures: those to learn from and those to judge by. Goes on where it was stopped. On the main thread; raises TrainingError."""
    application = need_qt()
    plan = config.screens
    for part, name, count in ((TRAINED, "screens to learn from", plan.count), (JUDGED, "screens to judge by", plan.judged)):
        icons = drawings(config, part == JUDGED)
        made_from = {key: value for key, value in asdict(plan).items() if key != "pages"}
        origin = {**json.loads(json.dumps(made_from)), "seed": config.run.seed, "icons": len(icons)}
        writer = ShardWriter(config.folder / part, origin)
        progress = Progress(name, count, write)
        done = sum(shard.length for shard in writer.shards)
        apart = APART if part == JUDGED else 0
        with toolkits(plan) as drawing:
            while done < count:
                numbers = range(done, min(done + plan.shard, count))
                seed, worse = config.run.seed + apart, part == JUDGED
                screens = [one_screen(seed, number, plan.size, icons, drawing(number), worse=worse) for number in numbers]
                writer.add(arrays_of(screens))
                done = numbers.stop
                progress.at(done)
    application.processEvents()


Windows: TypeAlias = Callable[[int, int, Sequence[tuple[str, Drawing]]], Screen]
"""From a seed, the least side and the icons to a window on a desktop."""


@contextmanager
def toolkits(plan: ScreenRendering) -> Iterator[Callable[[int], Windows]]:
    """Who draws the picture of a number: evenly spread, so that each shard holds all of them."""
    with ExitStack() as stack:
        gtk = stack.enter_context(gtk_windows()) if plan.gtk else None
        pages = stack.enter_context(web_pages(Path(plan.pages))) if plan.web else None
        tk = stack.enter_context(tk_windows()) if plan.tk else None

        def drawing(number: int) -> Windows:
            toolkit, kind = drawn_by(plan, number)
            if toolkit == TK and tk is not None and not kind:
                return tk.screen
            drawer = pages if toolkit == WEB else gtk if toolkit == GTK else None
            if drawer is not None and kind in PAGES:
                return drawer.screen_of(kind)
            return partial(window_of, kind) if kind else some_screen

        yield drawing


def drawn_by(plan: ScreenRendering, number: int) -> tuple[str, str]:
    """The toolkit of a number, and the kind of its screen, "" for a mixed one. Of a few in sequence each has about its share."""
    one, other = ((number + 1) * step % 1.0 for step in _STEPS)
    shares = ((WEB, plan.web), (GTK, plan.gtk), (TK, plan.tk))
    ends = accumulate(share for _, share in shares)
    toolkit = next((name for (name, _), end in zip(shares, ends, strict=True) if one < end), QT)
    return toolkit, KINDS[int(other / plan.kinds * len(KINDS))] if other < plan.kinds else ""


def one_screen(
    seed: int, number: int, side: int, icons: Sequence[tuple[str, Drawing]], windows: Windows = some_screen, worse: bool = False
) -> Screen:
    """The picture of this number: a function of the seed, the number, the icons and who draws it. What is learnt from is seen worse, or
    not, each time it is learnt from; what is judged by, once."""
    rng = np.random.default_rng([seed, number])
    piece = cut(windows(int(rng.integers(2**31)), side, icons), side, rng)
    return dataclasses.replace(piece, picture=degraded(piece.picture, rng)) if worse else piece


def drawings(config: Config, judged: bool) -> list[tuple[str, Drawing]]:
    """Icons with a label, evenly out of all sets that are trained on, or judged by. Themes have colours of their own, and are left out."""
    labels = load_labels()
    plan = dataclasses.replace(config.icons, themes="")
    works = [work for work in work_of(plan, labels, judged) if work.label != UNLABELLED]
    step = max(1, len(works) // _ICONS)
    return [(labels.names[work.label], InlineDrawing(Path(work.icon.path).read_text("utf-8"))) for work in works[::step]]
