"""One file says how a model is made: what is rendered, how large the networks are, how long they learn, and on what.

The same keys scale from two cores to a large graphics card; mmassist/training/configs/ has an example of each.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_type_hints

from mmassist.training.faults import TrainingError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

T = TypeVar("T", bound="DataclassInstance")


@dataclass(frozen=True, slots=True)
class Run:
    """`folder` gets all that is made. `device`: auto, cpu or cuda. `precision`: float32, or bfloat16 for the products of matrices.
    `workers`: processes that make batches ahead; 0: they are made where they are learnt from, which suits a few cores."""

    folder: str
    seed: int
    device: str = "auto"
    threads: int = 1
    precision: str = "float32"
    workers: int = 0


@dataclass(frozen=True, slots=True)
class IconRendering:
    """How often an icon with and one without a label is drawn, as a picture of `size` by `size`; a shard holds `shard` of them.

    The sets in `held_out` are never trained on: what a model makes of them is what it is judged by while it learns. Each of their icons is
    drawn `judged` times. `limit` keeps the first icons of each set only (0: all), for a trial of the whole way. `themes` is the folder that
    themes were unpacked to; without one none is drawn. `themed` is how often their icons are drawn (0: `labelled` times), and `share` the
    part of those with a label in a batch that are theirs, for labels that both have (0: as many as there are); `share_others` the same for
    those without one.
    """

    folder: str
    size: int
    labelled: int
    others: int
    judged: int
    held_out: tuple[str, ...]
    themes: str = ""
    themed: int = 0
    share: float = 0.0
    share_others: float = 0.0
    shard: int = 4096
    limit: int = 0


@dataclass(frozen=True, slots=True)
class ScreenRendering:
    """How many pictures of `size` by `size` are cut from rendered windows, and how many more to judge by.

    `gtk`: the share of them that is drawn by GTK 3; `web`: by Chromium, as web pages, dressed by the packages in the folder `pages`; `tk`:
    by Tk, where no kind is asked for; the others are by Qt. `kinds`: the share of windows and pages that are of one kind throughout, and
    known to be.
    """

    count: int
    judged: int
    size: int
    shard: int = 64
    gtk: float = 0.0
    web: float = 0.0
    tk: float = 0.0
    kinds: float = 0.0
    pages: str = "build/pages/node_modules"


@dataclass(frozen=True, slots=True)
class ProgramRendering:
    """How often each window of a real program is looked at, each time dressed otherwise, and how many pictures are cut out of each look.

    `share`: the part of the detector's batches that is taken from them, where there are any.
    """

    looks: int = 0
    cuts: int = 0
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """Of one training: AdamW. The rate rises in a line over `warmup` steps, stays, and falls over the last part of the steps, `cooldown`.

    So a training can be stopped, and `steps` be changed, as long as the rate does not fall yet. `average` is the decay of the averaged
    weights that are kept. `save_seconds`: how often a checkpoint is written. `examine_steps`: how often the model is judged, 0 for at
    the end alone. `minutes`, where a machine is there for so long: it ends, and the rate falls, by the time that it has been trained
    for, and `steps` are only the most that it may do.
    """

    steps: int
    batch: int
    rate: float
    warmup: int
    cooldown: float = 0.25
    weight_decay: float = 0.05
    clip: float = 1.0
    average: float = 0.999
    save_seconds: float = 120.0
    examine_steps: int = 0
    minutes: float = 0.0


@dataclass(frozen=True, slots=True)
class TowerSize:
    """Of the icon encoder: convolutions, then a transformer of `depth` layers on what is left of the picture.

    The widths of `stem`, and `width` after them, each halve the picture; `residual` blocks follow each of these, as many as it says.
    `dropout` is the part of what is seen that is left out while it learns.
    """

    stem: tuple[int, ...]
    residual: tuple[int, ...]
    width: int
    depth: int
    heads: int
    embedding: int
    buckets: int = 8192
    dropout: float = 0.0


@dataclass(frozen=True, slots=True)
class Losses:
    """What the icon encoder is taught, and how much each counts: to choose a label, to know what has one, to be near the words for it, to
    know whether a text is that of a picture, and which word was taken out of it.

    `smoothing` is the part of certainty that is spread over all labels.
    """

    labels: float = 1.0
    known: float = 0.5
    texts: float = 0.5
    matching: float = 0.2
    masked: float = 0.2
    smoothing: float = 0.1


@dataclass(frozen=True, slots=True)
class DetectorSize:
    """Of the element detector: the widths at strides 2, 4, 8, 16 and 32, and of the heads."""

    widths: tuple[int, ...]
    head: int
    blocks: int = 1


@dataclass(frozen=True, slots=True)
class Scenes:
    """How many whole windows are rendered to ask questions about, and how many more to judge by.

    `looks`: how often each window of a real program is looked at, each time dressed otherwise. `share`: the part of the captioner's
    questions that is about them, where there are any.
    """

    count: int
    judged: int
    shard: int = 256
    looks: int = 0
    share: float = 0.0


@dataclass(frozen=True, slots=True)
class CaptionerSize:
    """Of the captioner: `depth` layers that read, and as many that write; `buckets` that pieces of words fall into."""

    width: int
    depth: int
    heads: int
    buckets: int = 4096


@dataclass(frozen=True, slots=True)
class Preference:
    """How the captioner is tuned by reward: `group` answers to each question; `temperature` of the draw; `held`: how much it is kept near
    what it was before. Where a right answer is worth 1: what a `false` claim costs, a control that was `missed`, and one `beside` what was
    asked for; and what a `silent` answer, that it can't tell, is worth. `even`: whether each question counts as much as any other, however
    alike the rewards of its answers are (GRPO), or by how far they lie apart (arXiv 2503.20783)."""

    group: int = 8
    temperature: float = 1.0
    held: float = 0.02
    false: float = 1.0
    missed: float = 0.4
    beside: float = 1.0
    silent: float = 0.1
    even: bool = True


@dataclass(frozen=True, slots=True)
class Config:
    run: Run
    icons: IconRendering
    screens: ScreenRendering
    tower: TowerSize
    pretrain: Plan
    detector: DetectorSize
    elements: Plan
    scenes: Scenes
    captioner: CaptionerSize
    instruct: Plan
    prefer: Plan
    programs: ProgramRendering = ProgramRendering()
    losses: Losses = Losses()
    preference: Preference = Preference()

    @property
    def folder(self) -> Path:
        return Path(self.run.folder)


def load_config(path: Path) -> Config:
    """Raises TrainingError where the file can't be read, or lacks a key, or has one that nothing reads."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise TrainingError(f"{path} can't be read: {error}") from error
    return _made(Config, content, path.name)


def _made(kind: type[T], content: Mapping[str, Any], where: str) -> T:
    hints = get_type_hints(kind)
    strangers = sorted(set(content) - set(hints))
    if strangers:
        raise TrainingError(f"{where}: nothing reads {strangers}")
    lacking = [field.name for field in dataclasses.fields(kind) if field.name not in content and field.default is dataclasses.MISSING]
    if lacking:
        raise TrainingError(f"{where}: {lacking} must be there")
    return kind(**{name: _value(hints[name], value, f"{where}, {name}") for name, value in content.items()})


def _value(hint: Any, value: Any, where: str) -> Any:
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return _made(hint, value, where)
    if isinstance(value, list):
        return tuple(value)
    if hint is float and isinstance(value, int):
        return float(value)
    if isinstance(hint, type) and not isinstance(value, hint):
        raise TrainingError(f"{where}: {value!r} is no {hint.__name__}")
    return value
