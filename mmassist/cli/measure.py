"""`mmassist bench` and `mmassist evaluate`: the wings, reached only when they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Protocol

import typer

from mmassist.cli.common import Json, faults, print_fault, print_json
from mmassist.plurals import counted

Seed = Annotated[int | None, typer.Option(help="Of the generator; the published figures use the default.")]

NOT_MEASURED = 3
"""Exit code where there is nothing to measure."""

bench = typer.Typer(help="Measure this machine; each figure beside a named opponent.", no_args_is_help=True)
evaluate = typer.Typer(help="Check what is said against known truth.", no_args_is_help=True)


@bench.command("turn")
def bench_turn(
    turns: Annotated[int, typer.Option(min=3, help="Turns for each figure.")] = 30,
    as_json: Json = False,
) -> None:
    """From the key press to the sound, in a real desktop with real programs."""
    from mmassist.measure.turn import measure, table

    _measured(lambda: measure(turns), table, as_json)


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


@bench.command("prompts")
def bench_prompts(
    rounds: Annotated[int, typer.Option(min=3, help="Rounds for each figure.")] = 30,
    as_json: Json = False,
) -> None:
    """From the screen to the request's body, bytes of named screens, and from the key to a streamed answer's first word."""
    from mmassist.measure.prompts import measure, table

    _measured(lambda: measure(rounds), table, as_json)


@bench.command("eyes")
def bench_eyes(
    rounds: Annotated[int, typer.Option(min=3, help="Rounds for each time.")] = 12,
    minutes: Annotated[int, typer.Option(min=1, help="Of the scripted session whose text is read.")] = 10,
    as_json: Json = False,
) -> None:
    """What seeing costs: the change map, a frame's embedding, one changed line, the text of a session; each beside a named opponent."""
    from mmassist.measure.eyes import measure, table

    report = _measured(lambda: measure(rounds, minutes), table, as_json)
    raise typer.Exit(0 if report["met"] else 1)


@bench.command("targets")
def bench_targets(
    rounds: Annotated[int, typer.Option(min=3, help="Rounds for each figure.")] = 20,
    as_json: Json = False,
) -> None:
    """What is under the pointer, what a command costs beyond its turn while the app runs, and windows of thousands of controls."""
    from mmassist.measure.targets import measure, table

    report = _measured(lambda: measure(rounds), table, as_json)
    raise typer.Exit(0 if report["met"] else 1)


@bench.command("broker")
def bench_broker(
    rooms: Annotated[int, typer.Option(min=1, max=5000, help="Honest rooms, all open at once.")] = 1000,
    seconds: Annotated[float, typer.Option(min=1, help="How long frames are sent, without a flood and with one.")] = 10,
    as_json: Json = False,
) -> None:
    """What honest rooms of a broker notice of a thousand others and of a flood: times, and frames lost."""
    from mmassist.measure.broker import measure, table

    report = _measured(lambda: measure(rooms, seconds), table, as_json)
    raise typer.Exit(0 if report["met"] else 1)


@bench.command("sharing")
def bench_sharing(
    rates: Annotated[list[float] | None, typer.Option("--rate", min=0.1, max=1000, help="Megabits a second of the helper's link.")] = None,
    seconds: Annotated[float, typer.Option(min=1, help="How long each lasts before the text is looked at.")] = 15,
    as_json: Json = False,
) -> None:
    """What a helper gets of a shared window over a thin link: how legible, how late, how soon nothing more. Needs root and Chromium."""
    from mmassist.measure.sharing import measure, table

    report = _measured(lambda: measure(rates or [1, 2, 10], seconds), table, as_json)
    raise typer.Exit(0 if report["met"] else 1)


@bench.command("barge-in")
def bench_barge_in(
    rounds: Annotated[int, typer.Option(min=3, help="Answers given up, for each kind of backend.")] = 30,
    as_json: Json = False,
) -> None:
    """How soon a server sees that an answer was given up."""
    from mmassist.measure.cancelling import measure, table

    _measured(lambda: measure(rounds), table, as_json)


@bench.command("idle")
def bench_idle(
    seconds: Annotated[float, typer.Option(min=1, help="How long.")] = 600,
    as_json: Json = False,
) -> None:
    """Count the packets that leave the idle app, in a network of its own. Needs root."""
    from mmassist.measure.quiet import measure, table

    report = _measured(lambda: measure(seconds), table, as_json)
    raise typer.Exit(0 if report["met"] else 1)


@bench.command("watch")
def bench_watch(
    minutes: Annotated[int, typer.Option(min=1, help="How long; 20 events a minute.")] = 10,
    as_json: Json = False,
) -> None:
    """A scripted desktop session: is all that was asked for announced within a second, nothing else, and at what load?"""
    from mmassist.measure.watching import measure, table

    _measured(lambda: measure(minutes), table, as_json)


@bench.command("microphone")
def bench_microphone(
    seconds: Annotated[int, typer.Option(min=5, help="How long is listened.")] = 60,
    as_json: Json = False,
) -> None:
    """From a sound at the microphone to the recogniser, from the key to the first block, and what listening costs."""
    from mmassist.measure.microphone import measure, table

    _measured(lambda: measure(seconds), table, as_json)


@bench.command("echo")
def bench_echo(seed: Seed = None, as_json: Json = False) -> None:
    """How much of the app's own voice a microphone in the same room still hears, in rooms that are made."""
    from mmassist.measure.microphone_echo import PUBLISHED_SEED, measure, table

    _measured(lambda: measure(PUBLISHED_SEED if seed is None else seed), table, as_json)


@bench.command("vision")
def bench_vision(
    rounds: Annotated[int, typer.Option(min=1, help="Rounds for each time.")] = 5,
    model: Annotated[str, typer.Option(help="Whose size: smolvlm-256m or smolvlm-500m.")] = "smolvlm-256m",
    as_json: Json = False,
) -> None:
    """How long a vision model on this computer takes, with random weights, beside the loop of its model card."""
    from mmassist.measure.vision import SIZES, measure, table

    if model not in SIZES:
        raise typer.BadParameter(f"choose one of {', '.join(SIZES)}", param_hint="--model")
    _measured(lambda: measure(rounds, model), table, as_json)


@bench.command("camera")
def bench_camera(
    seconds: Annotated[float, typer.Option(min=2, help="For each way of looking.")] = 20,
    as_json: Json = False,
) -> None:
    """How old a camera's pictures are when they are looked at, and what watching costs."""
    from mmassist.measure.camera import measure, table

    _measured(lambda: measure(seconds), table, as_json)


@bench.command("speech")
def bench_speech(
    deaths: Annotated[int, typer.Option(min=1, help="How often a voice is killed or stopped.")] = 200,
    as_json: Json = False,
) -> None:
    """How soon a streamed answer sounds, how soon each voice falls silent, and what is heard when voices die."""
    from mmassist.measure.speech import measure, table

    report = _measured(lambda: dict(measure(deaths)), table, as_json)
    raise typer.Exit(0 if report["met"] else 1)


@bench.command("screen-reader")
def bench_screen_reader(
    turns: Annotated[int, typer.Option(min=1, help="Turns beside Orca.")] = 50,
    as_json: Json = False,
) -> None:
    """Orca beside mmassist, through one speech-dispatcher: does ever one speak into the other?"""
    from mmassist.measure.beside_reader import measure, table

    report = _measured(lambda: dict(measure(turns)), table, as_json)
    raise typer.Exit(0 if report["met"] else 1)


@bench.command("pull")
def bench_pull(
    kills: Annotated[int, typer.Option(min=1, help="How often the pull is killed.")] = 20,
    flips: Annotated[int, typer.Option(min=7, help="How many bits are tipped.")] = 200,
    as_json: Json = False,
) -> None:
    """Kill a pull again and again, and tip bits in what has come."""
    from mmassist.measure.pulling import measure, table

    report = _measured(lambda: measure(kills, flips), table, as_json)
    raise typer.Exit(0 if report["met"] else 1)


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


@bench.command("voice")
def bench_voice(
    rounds: Annotated[int, typer.Option(min=3, help="Rounds for each time.")] = 20,
    utterances: Annotated[int, typer.Option(min=1, help="Utterances whose end is looked for.")] = 300,
    as_json: Json = False,
) -> None:
    """From the end of speech to its transcript, beside faster-whisper; where utterances end; what the detector costs."""
    from mmassist.measure.voice import measure, table

    report = _measured(lambda: measure(rounds, utterances), table, as_json)
    raise typer.Exit(0 if report["met"] else 1)


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


def _measured(measure: Callable[[], dict[str, Any]], table: Callable[[dict[str, Any]], str], as_json: bool) -> dict[str, Any]:
    with faults(as_json):
        report = measure()
    if as_json:
        print_json(report)
    else:
        typer.echo(table(report))
    return report


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
