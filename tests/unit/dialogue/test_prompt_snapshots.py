"""The whole prompt of each built-in preset, word for word.

The files are in tests/data/prompts. MMASSIST_RENEW_SNAPSHOTS=1 writes them anew; look at what changed before you commit it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mmassist.dialogue.fusion import Budget, View
from mmassist.values import Box, Exchange, FusedPrompt, Scene, Verbosity
from tests.fakes import windows
from tests.unit.dialogue.samples import PRESETS, chart, fused, invoice, photograph, source_code, wifi

FOLDER = Path(__file__).parents[2] / "data" / "prompts"
RENEW = "MMASSIST_RENEW_SNAPSHOTS"
PICTURED = Budget(100_000, 8000, images=1105)
BEFORE = (Exchange(5, "What is wrong?", "Your Wi-Fi password was not accepted."),)

PROMPTS: dict[str, Callable[[], FusedPrompt]] = {
    "describe": lambda: fused(windows.web_page(), preset="describe", spoken="Garden news, Firefox."),
    "brief": lambda: fused(windows.save_prompt(), preset="brief", verbosity=Verbosity.BRIEF),
    "read": lambda: fused(windows.web_page(), preset="read"),
    "form": lambda: fused(windows.settings_form(), preset="form", language="de-at"),
    "table": lambda: fused(windows.file_manager(), preset="table", question="Which file is the largest?", heard=0.62),
    "chart": lambda: fused(chart(), PICTURED, preset="chart"),
    "error": lambda: fused(windows.error_dialog(), preset="error", spoken="Notes dialog."),
    "people": lambda: fused(photograph(), PICTURED, preset="people"),
    "scene": lambda: fused(View(photograph(), tags=(("railway station", 0.71), ("crowd", 0.234))), PICTURED, preset="scene"),
    "code": lambda: fused(source_code(), preset="code", verbosity=Verbosity.FULL),
    "document": lambda: fused(invoice(), preset="document", hidden=("name 1", "IBAN 1")),
    "troubleshoot": lambda: fused(_after_a_step(), preset="troubleshoot", question="I did. What now?", conversation=BEFORE),
    "guide": lambda: fused(windows.error_dialog(), preset="guide", question="What now?"),
    "ask": lambda: fused(windows.login(password_shows="••••"), question="Can I stay signed in?"),
}


def _after_a_step() -> View:
    scene: Scene = wifi()
    return View(scene, changes=(Box(0, 70, 200, 40),), previous=_before(scene))


def _before(scene: Scene) -> Scene:
    """The same window, with an entry that is gone now and without one that is new."""
    items = tuple(replace(item, name="Neighbour") if item.name == "Cafe" else item for item in scene.items)
    return replace(scene, items=items)


def test_each_built_in_preset_has_a_snapshot() -> None:
    assert set(PROMPTS) == set(PRESETS.by_name)


@pytest.mark.parametrize("name", PROMPTS)
def test_the_prompt_is_as_it_was(name: str) -> None:
    prompt = PROMPTS[name]()
    conversation = "".join(f"\n===== earlier =====\n{one.question}\n-----\n{one.answer}" for one in prompt.conversation)
    shown = f"{prompt.instructions}\n===== text ====={conversation}\n{prompt.text}\n===== answer: {prompt.answer_tokens} tokens =====\n"
    file = FOLDER / f"{name}.txt"
    if os.environ.get(RENEW):
        file.write_text(shown, "utf-8")
    assert shown == file.read_text("utf-8")
