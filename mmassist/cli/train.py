"""`mmassist train`: our own models, from rendered data to files that can be shipped. A wing, reached only when it is asked for."""

from __future__ import annotations

import contextlib
import enum
import importlib.util
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from mmassist.cli.common import faults
from mmassist.training.faults import TrainingError
from mmassist.training.progress import time_is_over

if TYPE_CHECKING:
    from mmassist.training.config import Config
    from mmassist.training.trainer import Outcome

ConfigFile = Annotated[Path, typer.Option("--config", help="How the models are made; see mmassist/training/configs.")]
Minutes = Annotated[float | None, typer.Option(help="Stop, and save, after so long.")]
Models = Annotated[Path | None, typer.Option(help="Whose eyes: by default those exported here, else mmassist's own.")]
Start = Annotated[Path | None, typer.Option("--from", help="Go on from a file of `train pack`, where it is further than this folder.")]

EXPORTED = "export"
"""Where exported models go, below the run's folder."""

STOPPED = 3
"""Exit code of a training that was stopped before its end: the same command goes on."""


class Step(enum.StrEnum):
    """What is trained; its folder below the run's has that name."""

    PRETRAIN = "pretrain"
    ELEMENTS = "elements"
    INSTRUCT = "instruct"
    PREFER = "prefer"


train = typer.Typer(help="Train our own models; each step goes on where it was stopped.", no_args_is_help=True)


@train.command()
def render(config: ConfigFile) -> None:
    """Render icons and screens with known truth."""
    with _reasons():
        made = _config(config)
        from mmassist.training.icons.render import render_icons
        from mmassist.training.screens.render import render_screens

        render_icons(made, _say)
        render_screens(made, _say)


@train.command()
def programs(config: ConfigFile) -> None:
    """Look at real programs, beside their accessibility trees; in packaging/virtual-desktop.sh."""
    with _reasons():
        made = _config(config)
        from mmassist.training.screens.programs import render_programs

        render_programs(made, _say)


@train.command()
def buttons(config: ConfigFile) -> None:
    """Look at buttons of real programs, by which it is set how sure an icon's name must be; in packaging/virtual-desktop.sh."""
    with _reasons():
        made = _config(config)
        from mmassist.training.icons.buttons import look_at_buttons

        look_at_buttons(made, _say)


@train.command()
def pretrain(config: ConfigFile, minutes: Minutes = None, start: Start = None) -> None:
    """Train the icon encoder."""
    _train(Step.PRETRAIN, config, minutes, start)


@train.command()
def elements(config: ConfigFile, minutes: Minutes = None, start: Start = None) -> None:
    """Train the detector of elements."""
    _train(Step.ELEMENTS, config, minutes, start)


@train.command()
def scenes(config: ConfigFile, models: Models = None) -> None:
    """Render windows to ask the captioner about, as the app's own eyes see them."""
    with _reasons():
        made = _config(config)
        from mmassist.training.captioner.seeing import render_scenes

        render_scenes(made, models or _eyes(made), _say)


@train.command()
def program_scenes(config: ConfigFile, models: Models = None) -> None:
    """Look at real programs to ask the captioner about, with the app's own eyes; in packaging/virtual-desktop.sh."""
    with _reasons():
        made = _config(config)
        from mmassist.training.captioner.looking import look_at_programs

        look_at_programs(made, models or _eyes(made), _say)


def _eyes(made: Config) -> Path:
    from mmassist.inference import shipped

    own = made.folder / EXPORTED
    return own if (own / shipped.MANIFEST).is_file() else shipped.FOLDER


@train.command()
def instruct(config: ConfigFile, minutes: Minutes = None, start: Start = None) -> None:
    """Teach the captioner to answer questions."""
    _train(Step.INSTRUCT, config, minutes, start)


@train.command()
def prefer(config: ConfigFile, minutes: Minutes = None, start: Start = None) -> None:
    """Tune the captioner by reward: what it claims is to be so."""
    _train(Step.PREFER, config, minutes, start)


@train.command()
def pack(
    config: ConfigFile,
    step: Annotated[Step, typer.Argument(help="Whose checkpoint.")],
    file: Annotated[Path, typer.Argument(help="Where it goes.")],
    whole: Annotated[bool, typer.Option(help="With the optimiser's state, four times as large.")] = False,
) -> None:
    """Write the last checkpoint as one small file, from which another machine goes on with --from."""
    with _reasons():
        made = _config(config)
        from mmassist.training.checkpoints import load_checkpoint
        from mmassist.training.portable import write_portable, write_weights

        found = load_checkpoint(made.folder / step.value)
        if found is None:
            raise TrainingError(f"nothing was trained in {made.folder / step.value}")
        size = (write_portable if whole else write_weights)(found, file)
    _say(f"{file}: step {found.step:,}, {size / 1e6:.1f} MB")


@train.command()
def export(
    config: ConfigFile,
    into: Annotated[Path | None, typer.Option(help="Where the files go; the run's own folder unless you say.")] = None,
    instructed: Annotated[bool, typer.Option(help="Only the captioner, as it was before it was tuned by reward.")] = False,
    mean_with: Annotated[Path | None, typer.Option(help="Of icons: the mean with the weights in a file of `train pack`.")] = None,
) -> None:
    """Write what was trained as ONNX files, compare them with it, and list them with their checksums."""
    with _reasons():
        made = _config(config)
        from mmassist.training.captioner.export import export_captioner
        from mmassist.training.export import export_icons
        from mmassist.training.export_elements import export_elements

        if instructed:
            export_captioner(made, into or made.folder / f"{EXPORTED}-{Step.INSTRUCT.value}", _say, instructed)
            return
        icons = partial(export_icons, other=mean_with)
        ways: dict[Step, Callable[[Config, Path, Callable[[str], None]], None]] = {
            Step.PRETRAIN: icons,
            Step.ELEMENTS: export_elements,
            Step.INSTRUCT: export_captioner,
        }
        trained = [step for step in ways if (made.folder / step.value).is_dir()]
        if not trained:
            raise TrainingError(f"nothing was trained in {made.folder}")
        for step in ways:
            if step in trained:
                ways[step](made, into or made.folder / EXPORTED, _say)
            else:
                _say(f"{step.value}: not trained yet")


def _train(step: Step, path: Path, minutes: float | None, start: Path | None) -> None:
    """From `start`, or where the run's folder is; ends the command with STOPPED where that was not its end."""
    with _reasons():
        made = _config(path)
        _begin(start, made.folder / step.value)
        outcome = _way(step)(made, _say, _asked_to_stop(minutes))
    _ended(outcome.whole, outcome.step)


def _way(step: Step) -> Callable[[Config, Callable[[str], None], Callable[[], bool]], Outcome[Any]]:
    """The training of a step; what only others need is not imported: a machine that trains need not be one that renders."""
    match step:
        case Step.PRETRAIN:
            from mmassist.training.pretrain import pretrain

            return pretrain
        case Step.ELEMENTS:
            from mmassist.training.elements import train_elements

            return train_elements
        case Step.INSTRUCT:
            from mmassist.training.captioner.instruct import instruct

            return instruct
        case Step.PREFER:
            from mmassist.training.captioner.prefer import prefer

            return prefer


@contextlib.contextmanager
def _reasons() -> Iterator[None]:
    """As `faults`, with the reason before the sentence: who trains models reads it."""
    with faults(False):
        try:
            yield
        except TrainingError as error:
            typer.echo(str(error), err=True)
            raise


def _config(path: Path) -> Config:
    """The configuration; raises TrainingError where it can't be used, or the tools of training are not installed."""
    from mmassist.training.config import load_config

    if importlib.util.find_spec("torch") is None:
        raise TrainingError("torch is not installed", "The tools of training are not installed.", "Run: packaging/setup.sh train.")
    return load_config(path)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _begin(start: Path | None, folder: Path) -> None:
    if start is None:
        return
    from mmassist.training.portable import begin_from

    if begin_from(start, folder) is None:
        _say(f"{folder} is as far as {start}, or further: that file is not needed")


def _asked_to_stop(minutes: float | None = None) -> Callable[[], bool]:
    """Whether the time is over, or Control C, or a signal to end, has come: the step at hand is done, then it is saved.

    A second signal ends at once.
    """
    asked: list[int] = []
    over = time_is_over(minutes)

    def note(number: int, _frame: object) -> None:
        asked.append(number)
        signal.signal(number, signal.SIG_DFL)
        _say("stopping after this step")

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, note)
    return lambda: bool(asked) or over()


def _ended(whole: bool, step: int) -> None:
    if not whole:
        _say(f"stopped after step {step:,}; the same command goes on")
        raise typer.Exit(STOPPED)
