"""Renders the icons of the training sets into shards: pictures, their labels, and the words that belong to them."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import cache, partial
from itertools import islice
from pathlib import Path
from typing import TypeAlias

import numpy as np

from mmassist.training.config import Config, IconRendering
from mmassist.training.degrade import Picture
from mmassist.training.faults import TrainingError
from mmassist.training.icons.draw import drawn
from mmassist.training.icons.labels import UNLABELLED, Labels, Names, load_desktop, load_freedesktop, load_labels
from mmassist.training.icons.paint import painted
from mmassist.training.icons.sets import Icon, icons_of, icons_of_theme, load_sets, load_themes
from mmassist.training.progress import Progress
from mmassist.training.qt import need_qt
from mmassist.training.shards import ShardWriter, write_whole

TRAINED, JUDGED, BUTTONS = "icons", "icons-judged", "buttons-judged"
"""The folders of the shards, below the run's. `buttons.py` makes the last one."""

NAMES = "names.json"
_CHUNK = 32
"""Pictures that a process draws at once."""


@dataclass(frozen=True, slots=True)
class Work:
    """One icon that is to be drawn `times` times; `index` tells it among all."""

    index: int
    icon: Icon
    label: int
    times: int


def render_icons(config: Config, write: Callable[[str], None]) -> None:
    """All icons: those to learn from and those to judge by. Goes on where it was stopped. On the main thread; raises TrainingError."""
    need_qt()  # themes write in their icons
    labels = load_labels()
    for part, name in ((TRAINED, "icons to learn from"), (JUDGED, "icons to judge by")):
        works = list(work_of(config.icons, labels, part == JUDGED))
        if not works:
            raise TrainingError(f"there are no {name}")
        folder = config.folder / part
        write_names(folder, works, labels)
        _render(folder, works, config, Progress(name, sum(work.times for work in works), write))


def work_of(plan: IconRendering, labels: Labels, judged: bool) -> Iterator[Work]:
    """What is to be drawn, in a fixed order. `judged`: the sets that are held out, else the others."""
    for index, (icon, label) in enumerate(_chosen(plan, labels, judged)):
        yield Work(index, icon, label, plan.judged if judged else _times(plan, icon, label))


def _times(plan: IconRendering, icon: Icon, label: int) -> int:
    """How often an icon is drawn to be learnt from."""
    if label == UNLABELLED:
        return plan.others
    return plan.themed if plan.themed and icon.set in _themes() else plan.labelled


@cache
def _themes() -> frozenset[str]:
    return frozenset(theme.name for theme in load_themes())


def _chosen(plan: IconRendering, labels: Labels, judged: bool) -> Iterator[tuple[Icon, int]]:
    """Each icon with its label: the sets first, then the themes, if any are asked for."""
    most = plan.limit or None
    for one in load_sets():
        if (one.name in plan.held_out) == judged:
            for icon in islice(icons_of(one, Path(plan.folder)), most):
                yield icon, labels.of(icon.name, icon.set)
    for theme in load_themes() if plan.themes else ():
        if (theme.name in plan.held_out) == judged:
            names = Names(load_freedesktop(labels)) if judged else load_desktop(labels, theme.names)
            for icon in islice(filter(_can_be_read, icons_of_theme(theme, Path(plan.themes), names)), most):
                yield icon, names.of(icon.name)


def _can_be_read(icon: Icon) -> bool:
    """Themes hold some files that Qt does not understand."""
    try:
        drawn(icon.path)
    except TrainingError:
        return False
    return True


def write_names(folder: Path, works: Sequence[Work], labels: Labels) -> None:
    """The words of each icon by its index: its bare name, then its set's; what a picture is aligned with. And which are of a theme: those
    from the index `themes` on."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = [[work.icon.name.replace("-", " "), *work.icon.words] for work in works]
    first = next((at for at, work in enumerate(works) if work.icon.set in _themes()), len(works))
    content = {"labels": labels.names, "sets": sorted({work.icon.set for work in works}), "icons": rows, "themes": first}
    write_whole(folder / NAMES, json.dumps(content, ensure_ascii=False).encode())


def _render(folder: Path, works: Sequence[Work], config: Config, progress: Progress) -> None:
    plan = config.icons
    writer = ShardWriter(folder, origin_of(plan, config.run.seed, works))
    done = sum(shard.length for shard in writer.shards)
    # Shuffled, so that each shard is a fair sample; by the seed, so that a second call goes on in the same order.
    order = np.repeat(np.arange(len(works)), [work.times for work in works])
    times = np.concatenate([np.arange(work.times) for work in works])
    shuffled = np.random.default_rng(config.run.seed).permutation(len(order))
    with _hands(config.run.threads) as drawn:
        while done < len(order):
            chosen = shuffled[done : done + plan.shard]
            rows = drawn(partial(_picture, plan.size, config.run.seed), [(works[order[at]], int(times[at])) for at in chosen])
            writer.add(
                {
                    "pictures": np.stack(list(rows)),
                    "labels": np.array([works[order[at]].label for at in chosen], np.int32),
                    "icons": np.array([works[order[at]].index for at in chosen], np.int32),
                }
            )
            done += len(chosen)
            progress.at(done)


Drawn: TypeAlias = Callable[[Callable[[tuple[Work, int]], Picture], Sequence[tuple[Work, int]]], Iterable[Picture]]
"""Calls a function with each of a sequence, and gives what it returns in that order."""


@contextmanager
def _hands(threads: int) -> Iterator[Drawn]:
    """As many processes as `threads`, this one where that is one. What is drawn does not depend on how many they are."""
    if threads < 2:
        yield map
        return
    with ProcessPoolExecutor(threads, multiprocessing.get_context("spawn"), initializer=need_qt) as pool:
        yield partial(pool.map, chunksize=_CHUNK)


def _picture(size: int, seed: int, job: tuple[Work, int]) -> Picture:
    return one_picture(*job, size, seed)


def one_picture(work: Work, time: int, size: int, seed: int) -> Picture:
    """The `time`th picture of an icon, [size, size, 3]: a function of the seed, the icon and the time."""
    rng = np.random.default_rng([seed, work.index, time])
    stroke = float(rng.uniform(0.75, 1.35)) if rng.random() < 0.3 else 1.0
    return painted(drawn(work.icon.path, stroke), size, rng)


def origin_of(plan: IconRendering, seed: int, works: Sequence[Work]) -> dict[str, object]:
    """What the pictures follow from: the plan, the seed, and the icons with their labels."""
    listed = "\n".join(f"{work.icon.set}/{work.icon.name}:{work.label}:{work.times}" for work in works)
    kept = {key: value for key, value in asdict(plan).items() if key not in {"folder", "themes", "shard", "share", "share_others"}}
    return {**json.loads(json.dumps(kept)), "seed": seed, "icons": hashlib.sha256(listed.encode()).hexdigest()}
