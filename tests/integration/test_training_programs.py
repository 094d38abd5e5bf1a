"""A real program on the desktop, and what the detector would learn from it."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import numpy as np
import pytest

from mmassist.perception.elements.vocabulary import ROLES, STATES
from mmassist.training.config import Config, ProgramRendering, load_config
from mmassist.training.screens.programs import render_programs
from mmassist.training.screens.truth import PROGRAMS
from mmassist.training.shards import INDEX, Shards

CONFIGS = Path(__file__).parents[2] / "mmassist/training/configs"
PICTURES, SIDE = 6, 448
NONE: frozenset[str] = frozenset()
PROGRAM = """
import signal, gi
gi.require_version("Gtk", "3.0")
from gi.repository import Gtk
signal.signal(signal.SIGTERM, signal.SIG_DFL)
window = Gtk.Window(title="Small form")
column = Gtk.Box(orientation=Gtk.Orientation.VERTICAL, spacing=8, border_width=8)
column.pack_start(Gtk.CheckButton(label="Remember me", active=True), False, False, 0)
column.pack_start(Gtk.Entry(text="nobody", sensitive=False), False, False, 0)
column.pack_start(Gtk.Button(label="Send letter", halign=Gtk.Align.START), False, False, 0)
icon = Gtk.Button.new_from_icon_name("folder", Gtk.IconSize.BUTTON)
icon.get_accessible().set_name("Choose a folder")
column.pack_start(icon, False, False, 0)
window.add(column)
window.show_all()
Gtk.main()
"""


@pytest.fixture
def config(tmp_path: Path) -> Config:
    tiny = load_config(CONFIGS / "tiny.toml")
    return dataclasses.replace(
        tiny,
        run=dataclasses.replace(tiny.run, folder=str(tmp_path / "run")),
        screens=dataclasses.replace(tiny.screens, size=SIDE),
        programs=ProgramRendering(looks=1, cuts=PICTURES, share=0.1),
    )


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """Two that are there, one of which fails, and one that is not installed."""
    script = tmp_path / "small.py"
    script.write_text(PROGRAM, "utf-8")
    rows = [("small form", ["/usr/bin/python3", str(script)], "Small form"), ("broken", ["false"], ""), ("absent", ["no-such-program"], "")]
    path = tmp_path / "table.toml"
    path.write_text(
        "\n".join(
            f"[[windows]]\nname = {json.dumps(name)}\npackage = {json.dumps(name)}\nargv = {json.dumps(argv)}\ntitle = {json.dumps(title)}"
            for name, argv, title in rows
        ),
        "utf-8",
    )
    return path


def test_a_program_is_learnt_from_as_its_tree_says(config: Config, table: Path) -> None:
    lines: list[str] = []
    render_programs(config, lines.append, table)
    assert any("left out: absent" in line for line in lines)
    assert any(line.startswith("left out: broken") for line in lines)
    shards = Shards(config.folder / PROGRAMS)
    assert len(shards) == PICTURES
    roles, states, boxes, pictures = (shards.whole(name) for name in ("roles", "states", "boxes", "pictures"))
    assert pictures.shape == (PICTURES, SIDE, SIDE, 3)
    told = {(ROLES[role], _names(bits) - {"focused"}) for role, bits in zip(roles[roles >= 0], states[roles >= 0], strict=True)}
    assert told == {("check box", frozenset({"checked"})), ("text field", frozenset({"disabled"})), ("button", NONE), ("icon button", NONE)}
    for picture, places in zip(pictures, boxes, strict=True):
        for x, y, wide, high in places[places[:, 2] > 0]:
            assert len(np.unique(picture[y : y + high, x : x + wide].reshape(-1, 3), axis=0)) > 3


def test_what_was_looked_at_is_not_looked_at_again(config: Config, table: Path) -> None:
    render_programs(config, lambda _line: None, table)
    before = (config.folder / PROGRAMS / INDEX).read_bytes()
    lines: list[str] = []
    render_programs(config, lines.append, table)
    assert (config.folder / PROGRAMS / INDEX).read_bytes() == before
    assert not any(line.startswith("left out: broken") for line in lines)


def _names(bits: int) -> frozenset[str]:
    return frozenset(state for bit, state in enumerate(STATES) if bits >> bit & 1)
