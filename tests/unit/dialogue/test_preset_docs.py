"""docs/presets.md: its example works, and its tables tell what there is."""

from __future__ import annotations

import dataclasses
import re
from pathlib import Path

from mmassist.dialogue.presets import Preset, load
from mmassist.values import Verbosity
from tests.fakes import windows
from tests.fakes.scenes import label, scene
from tests.unit.dialogue.samples import PRESETS, lines_of

PAGE = (Path(__file__).parents[3] / "docs" / "presets.md").read_text("utf-8")


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found.group(1)


def test_the_example_is_a_preset_that_thunderbird_gets(tmp_path: Path) -> None:
    file = tmp_path / "presets.toml"
    file.write_text(block("toml"), "utf-8")
    presets = load(file)
    assert presets.faults == ()
    mail = presets.choose("", scene("Inbox", "thunderbird", label("Hello"))).preset
    assert mail.name == "mail"
    assert mail.answer_tokens[Verbosity.NORMAL] == 800
    assert mail.texts_first


def test_every_built_in_preset_is_in_the_table() -> None:
    assert set(re.findall(r"^\| `(\w+)` \| [a-z]", PAGE, re.MULTILINE)) >= set(PRESETS.by_name)


def test_every_field_is_in_the_table() -> None:
    fields = {field.name for field in dataclasses.fields(Preset)} - {"name", "own"} | {"like"}
    assert fields <= set(re.findall(r"^\| `(\w+)` \|", PAGE, re.MULTILINE))


def test_the_screen_it_shows_is_what_a_model_is_given() -> None:
    assert block("text").splitlines()[2:-1] == lines_of(windows.login())
