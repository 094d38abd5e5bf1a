"""`mmassist bench`: a wing, reached only when it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import typer

from mmassist.cli.common import Json, Seed, faults, print_json

bench = typer.Typer(help="Measure this machine; each figure beside a named opponent.", no_args_is_help=True)


@bench.command("turn")
def bench_turn(
    turns: Annotated[int, typer.Option(min=3, help="Turns for each figure.")] = 30,
    as_json: Json = False,
) -> None:
    """From the key press to the sound, in a real desktop with real programs."""
    from mmassist.measure.turn import measure, table

    _measured(lambda: measure(turns), table, as_json)


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


def _measured(measure: Callable[[], dict[str, Any]], table: Callable[[dict[str, Any]], str], as_json: bool) -> dict[str, Any]:
    with faults(as_json):
        report = measure()
    if as_json:
        print_json(report)
    else:
        typer.echo(table(report))
    return report
