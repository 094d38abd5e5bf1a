"""`mmassist evaluate`: a wing, reached only when it is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Protocol

import typer

from mmassist.cli.common import Json, Seed, faults, print_fault, print_json
from mmassist.plurals import counted

NOT_MEASURED = 3
"""Exit code where there is nothing to measure."""

evaluate = typer.Typer(help="Check what is said against known truth.", no_args_is_help=True)


@evaluate.command("windows")
def evaluate_windows(
    count: Annotated[int, typer.Option(min=1, help="How many windows.")] = 200,
    seed: Seed = None,
    pixels: Annotated[bool, typer.Option("--pixels/--no-pixels", help="Also read each window from its pixels alone.")] = True,
    as_json: Json = False,
) -> None:
    """Describe generated windows whose content is known, and judge what was said."""
    from mmassist.evaluation import specs, windows

    seed = specs.PUBLISHED_SEED if seed is None else seed
    with faults(as_json):
        report = windows.run(count, seed, pixels=pixels, progress=lambda one: typer.echo(one.line(), err=True))
    _told(report, as_json)


@evaluate.command("secrets")
def evaluate_secrets(
    count: Annotated[int, typer.Option(min=1, help="How many screens.")] = 1000,
    seed: Seed = None,
    layout: Annotated[list[str] | None, typer.Option(help="Only screens of this layout; may be repeated.")] = None,
    as_json: Json = False,
) -> None:
    """Generate screens with secrets in hostile layouts, and look for them in what would be sent."""
    from mmassist.evaluation.secrets import run as secrets

    with faults(as_json):
        report = secrets.run(count, secrets.PUBLISHED_SEED if seed is None else seed, _tell, tuple(layout or ()))
    _told(report, as_json)


@evaluate.command("grounding")
def evaluate_grounding(
    count: Annotated[int, typer.Option(min=1, help="How many answers.")] = 3000,
    seed: Seed = None,
    as_json: Json = False,
) -> None:
    """Tamper with numbers in answers, and see what is called confirmed."""
    from mmassist.evaluation.grounding import examine

    with faults(as_json):
        report = examine.run(count, examine.PUBLISHED_SEED if seed is None else seed, lambda done: _tell(counted(done, "answer")))
    _told(report, as_json)


@evaluate.command("hostile")
def evaluate_hostile(
    answers: Annotated[int, typer.Option(min=0, help="How many answers.")] = 10_000,
    screens: Annotated[int, typer.Option(min=0, help="How many screens.")] = 1000,
    seed: Seed = None,
    as_json: Json = False,
) -> None:
    """Hostile answers and screens, each through a whole turn: what do they achieve?"""
    from mmassist.evaluation.hostile import run as hostile

    with faults(as_json):
        report = hostile.run(answers, screens, hostile.PUBLISHED_SEED if seed is None else seed, _tell)
    _told(report, as_json)


@evaluate.command("support")
def evaluate_support(
    messages: Annotated[int, typer.Option(min=0, help="Of a helper's page that sends what it likes.")] = 10_000,
    swaps: Annotated[int, typer.Option(min=0, help="Offers changed on their way, and as many fingerprints swapped.")] = 1000,
    guesses: Annotated[int, typer.Option(min=0, help="Wrong codes.")] = 100,
    seed: Seed = None,
    as_json: Json = False,
) -> None:
    """What whoever sits between a user and their helper achieves, and a helper's page that sends what it likes."""
    from mmassist.evaluation import support

    with faults(as_json):
        report = support.run(swaps, swaps, guesses, messages, support.PUBLISHED_SEED if seed is None else seed)
    _told(report, as_json)


@evaluate.command("masks")
def evaluate_masks(
    frames: Annotated[int, typer.Option(min=3, help="Pictures that a helper gets: a third of each kind of sharing.")] = 1000,
    keep: Annotated[Path | None, typer.Option(help="A folder for pictures that show what must not be seen.")] = None,
    seed: Seed = None,
    as_json: Json = False,
) -> None:
    """Share real windows that move, pop up and resize: is a password field, a card or an excluded window ever seen? Needs a desktop."""
    from mmassist.evaluation.masks import run as masks

    with faults(as_json):
        report = masks.run(frames, masks.PUBLISHED_SEED if seed is None else seed, keep, _tell)
    _told(report, as_json)


@evaluate.command("troubleshooting")
def evaluate_troubleshooting(
    name: Annotated[list[str] | None, typer.Option(help="Only the trouble of this name; may be repeated.")] = None,
    backend: Annotated[list[str] | None, typer.Option(help="replayed or embedded; both without.")] = None,
    as_json: Json = False,
) -> None:
    """Work through troubles in real programs by a script, and see what is noticed and whether it is called solved too soon."""
    from mmassist.evaluation.troubleshooting import run as troubles

    with faults(as_json):
        report = troubles.run(tuple(name or ()), tuple(backend or ()), _tell)
    _told(report, as_json)


@evaluate.command("questions")
def evaluate_questions(
    count: Annotated[int, typer.Option(min=1, help="How many questions.")] = 300,
    seed: Seed = None,
    as_json: Json = False,
) -> None:
    """Ask about generated windows whose content is known, and judge the answers."""
    from mmassist.evaluation.questions import run as questions

    with faults(as_json):
        report = questions.run(count, questions.PUBLISHED_SEED if seed is None else seed, _tell)
    _told(report, as_json)


@evaluate.command("commands")
def evaluate_commands(
    count: Annotated[int, typer.Option(min=1, help="How many commands, and as many free questions.")] = 300,
    seed: Seed = None,
    as_json: Json = False,
) -> None:
    """Say commands and questions by synthetic voices, and see what is done without a speech model."""
    from mmassist.evaluation.hearing import commands

    with faults(as_json):
        report = commands.run(count, commands.PUBLISHED_SEED if seed is None else seed, _tell)
    _told(report, as_json)


@evaluate.command("pages")
def evaluate_pages(
    count: Annotated[int, typer.Option(min=1, help="How many photographs.")] = 200,
    seed: Seed = None,
    as_json: Json = False,
) -> None:
    """Photograph generated pages, bent, shaded, blurred and dark ones too, and see what is read and what is said to be unreadable."""
    from mmassist.evaluation.pages_photographed import run as pages

    with faults(as_json):
        report = pages.run(count, pages.PUBLISHED_SEED if seed is None else seed, _tell)
    _told(report, as_json)


@evaluate.command("reading")
def evaluate_reading(
    count: Annotated[int, typer.Option(min=1, help="How many pages.")] = 40,
    seed: Seed = None,
    as_json: Json = False,
) -> None:
    """Read generated pages in columns, with tables, forms and headings between them, and see whether they are read in order."""
    from mmassist.evaluation.reading import run as reading

    with faults(as_json):
        report = reading.run(count, reading.PUBLISHED_SEED if seed is None else seed, _tell)
    _told(report, as_json)


@evaluate.command("unseen")
def evaluate_unseen(
    models: Annotated[Path | None, typer.Option("--models", help="A folder that training exported to.")] = None, as_json: Json = False
) -> None:
    """Look at real programs as if they exposed nothing, and judge the controls that are told by their look."""
    import asyncio

    from mmassist.evaluation.eyes import unseen
    from mmassist.inference import shipped

    with faults(as_json):
        report = asyncio.run(unseen.examine(models or shipped.FOLDER, _tell))
    if as_json:
        print_json(report.as_json())
    else:
        typer.echo(report.table())


@evaluate.command("eyes")
def evaluate_eyes(
    models: Annotated[Path | None, typer.Option("--models", help="A folder that training exported to, instead of our models.")] = None,
    before: Annotated[Path | None, typer.Option("--before", help="A folder with another captioner, to be asked the same.")] = None,
    as_json: Json = False,
) -> None:
    """What our own models tell of icons, and of windows of real programs, that no training saw."""
    from mmassist.evaluation.eyes import run as eyes
    from mmassist.inference import shipped

    with faults(as_json):
        report = eyes.run(models or shipped.FOLDER, _tell, before)
    _told(report, as_json)


@evaluate.command("kinds")
def evaluate_kinds(
    models: Annotated[Path | None, typer.Option("--models", help="A folder that training exported to, instead of our models.")] = None,
    as_json: Json = False,
) -> None:
    """What our own eyes take pictures of known kind for that no training drew: photos, charts, pages, code, tables, windows."""
    import asyncio

    from mmassist.evaluation.kinds import run as kinds
    from mmassist.inference import shipped

    with faults(as_json):
        report = asyncio.run(kinds.run(models or shipped.FOLDER, _tell))
    _told(report, as_json)


@evaluate.command("speech")
def evaluate_speech(
    model: Annotated[str, typer.Option("--model", help="As mmassist models list names it, or a folder. Empty: the best here.")] = "",
    count: Annotated[int, typer.Option(min=0, help="Synthetic utterances.")] = 100,
    recordings: Annotated[Path | None, typer.Option("--recordings", help="A folder of NAME.wav, each with a NAME.txt.")] = None,
    seed: Seed = None,
    as_json: Json = False,
) -> None:
    """The word error rate of a speech model. Exit code 3 where none is installed: nothing was measured then."""
    from mmassist.cli.transcribe import model_folder
    from mmassist.errors import ModelMissing
    from mmassist.evaluation.hearing import run as hearing

    with faults(as_json):
        try:
            folder = model_folder(model)
        except ModelMissing as error:
            print_fault(type(error).__name__, error.spoken, error.remedy, as_json)
            raise typer.Exit(NOT_MEASURED) from None
        report = hearing.run(folder, count, hearing.PUBLISHED_SEED if seed is None else seed, recordings, _tell)
    _told(report, as_json)


class _Report(Protocol):
    @property
    def met(self) -> bool: ...

    def as_json(self) -> dict[str, Any]: ...

    def table(self) -> str: ...


def _told(report: _Report, as_json: bool) -> None:
    if as_json:
        print_json(report.as_json())
    else:
        typer.echo(report.table())
    raise typer.Exit(0 if report.met else 1)


def _tell(line: str) -> None:
    """Progress, for whoever waits; standard output is for the result."""
    typer.echo(line, err=True)
