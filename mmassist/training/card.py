"""The card of a model: on what it was trained, how long, on which machine, and with what result; all of it as measured."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from mmassist.training.checkpoints import Checkpoint
from mmassist.training.config import Config, Plan
from mmassist.training.icons.sets import load_sets, load_themes
from mmassist.training.progress import in_words
from mmassist.training.shards import write_whole

_KINDS = {
    "icons": (
        "Icon encoder",
        "Tells what an icon shows, by a table of labels, or that it shows none of these.",
        "It was trained on icons drawn for the web and for desktops. What a label means "
        "in a program is the program's matter: a floppy disk may mean save, or a disk.",
    ),
    "elements": (
        "Element detector",
        "Finds the controls in a picture of a screen, with their roles and states.",
        "It was trained on rendered windows and pages. What a program paints by itself is seen least well.",
    ),
    "captioner": (
        "Captioner",
        "Answers questions about a window in a sentence, from the controls that were seen in it. For names it points at them.",
        "It knows a dozen kinds of questions, in English. What it says is held against what was seen "
        "before it is spoken; what is not so, and what it can't tell, is left to the describer.",
    ),
}


@dataclass(frozen=True, slots=True)
class Made:
    """What a card says; `figures` by name, as they were measured on what was held out; `mean_with`: the step with whose weights the mean
    was taken, 0 where none was."""

    config: Config
    plan: Plan
    checkpoint: Checkpoint
    figures: Mapping[str, float]
    mean_with: int = 0


def write_card(folder: Path, kind: str, made: Made) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    write_whole(folder / f"{kind}.md", card(kind, made).encode())


def card(kind: str, made: Made) -> str:
    """In Markdown."""
    title, purpose, limits = _KINDS[kind]
    trained = [one for one in load_sets() if one.name not in made.config.icons.held_out]
    sources = ", ".join(f"{one.package} ({one.licence})" for one in trained)
    themes = [one for one in load_themes() if made.config.icons.themes and one.name not in made.config.icons.held_out]
    drawn = ", ".join([sources, *dict.fromkeys(f"{one.package} ({one.licence})" for one in themes)])
    lines = [f"# {title}", "", purpose, "", "## How it was made", ""]
    lines += [f"- Recipe: `{made.config.folder.name}`, seed {made.config.run.seed}"]
    most = "" if made.plan.minutes else f" of {made.plan.steps:,}"
    # what one machine began another may have gone on with by a plan of its own
    last = ", the last ones" if len(made.checkpoint.machines) > 1 else ""
    steps = f"{made.checkpoint.step:,}{most} steps{last} of {made.plan.batch}"
    on = ", then ".join(made.checkpoint.machines)
    lines += [f"- Trained for {steps}: {in_words(made.checkpoint.seconds)}, on {on}"]
    if made.mean_with:
        lines += [f"- Weights: the mean of those at the end and those after {made.mean_with:,} steps"]
    real = f"; {made.config.programs.share:.0%} of real programs' windows, as their trees tell" if made.config.programs.share else ""
    scenes = made.config.scenes
    looked = f"; {scenes.share:.0%} about real programs' windows, each looked at {scenes.looks} times" if scenes.share else ""
    data = {
        "icons": f"icons rendered from {drawn}; held out: {', '.join(made.config.icons.held_out) or 'none'}",
        "elements": f"{made.config.screens.count:,} pictures of rendered windows{real}; icons in them from {sources}",
        "captioner": f"questions about {scenes.count:,} rendered windows, with other names and states each time{looked}",
    }
    lines += [f"- Data: {data[kind]}"]
    lines += ["- Nothing was collected from anybody's screen.", "", "## What it does on what was held out", "", "| | |", "|---|---|"]
    lines += [f"| {name} | {value:.4g} |" for name, value in made.figures.items()]
    lines += ["", "## Limits", "", limits, "", "## Settings", ""]
    of = made.config
    sizes = {"icons": asdict(of.tower), "elements": asdict(of.detector), "captioner": asdict(of.captioner)}
    lines += [f"- {name}: {value}" for name, value in {**sizes[kind], **asdict(made.plan)}.items()]
    return "\n".join([*lines, "", "Licence: GPL-3.0-or-later.", ""])
