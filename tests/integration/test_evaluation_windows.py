"""Generated windows come up in the real desktop as their specs say, in both toolkits and as web pages, and go away again."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from mmassist.evaluation.layout import Kind, Look, Spec
from mmassist.evaluation.show import SYSTEM_PYTHON, window
from mmassist.evaluation.specs import generate
from mmassist.evaluation.truth import truth_of
from mmassist.evaluation.web_window import PROGRAMS
from mmassist.evaluation.windows import examine
from mmassist.values import Box
from tests.unit.evaluation.truthful import describe as say

pytestmark = pytest.mark.desktop

DESKTOP = Box(0, 0, 1920, 1080)
QT = Look("qt", "fusion-dark", "DejaVu Sans", 10, 1.5)
GTK = Look("gtk3", "Adwaita", "Liberation Sans", 10, 2.0)
WEB = Look("web", "cards", "DejaVu Sans", 10, 1.5)
KINDS = (Kind.SETTINGS, Kind.FILE_TABLE, Kind.ERROR_DIALOG, Kind.TOOLS)


def spec_of(kind: Kind, look: Look, language: str = "en") -> Spec:
    found = next(spec for spec in generate(200, 11) if spec.kind is kind and spec.language == language)
    return Spec(**{**{name: getattr(found, name) for name in Spec.__slots__}, "look": look})


@pytest.fixture(params=[QT, GTK, WEB], ids=lambda look: look.toolkit)
def look(request: pytest.FixtureRequest) -> Look:
    chosen: Look = request.param
    if chosen.toolkit == "gtk3" and subprocess.run([SYSTEM_PYTHON, "-c", "import gi"], check=False, capture_output=True).returncode:
        pytest.skip("the system's Python has no PyGObject")
    if chosen.toolkit == "web" and not (any(map(shutil.which, PROGRAMS)) and find_spec("playwright")):
        pytest.skip("there is no Chromium, or no Playwright")
    return chosen


@pytest.mark.parametrize("kind", KINDS)
def test_a_window_comes_up_whole_with_the_right_focus(kind: Kind, look: Look) -> None:
    spec = spec_of(kind, look)
    with window(spec) as shown:
        assert (shown.focus, shown.clipped) == (spec.focus, ())
        assert all(DESKTOP.intersection(box) == box for box in (shown.client, *shown.boxes.values()))


def test_every_button_in_sight_has_a_box_inside_the_window(look: Look) -> None:
    spec = spec_of(Kind.SETTINGS, look)
    with window(spec) as shown:
        buttons = {control.id for control in truth_of(spec).controls if control.id.startswith("button")}
        inside = {key for key, box in shown.boxes.items() if shown.client.intersection(box) == box}
        assert buttons <= inside


def test_what_the_program_hides_is_not_in_sight(look: Look) -> None:
    with window(spec_of(Kind.SETTINGS, look)) as shown:
        assert not {"hidden_text", "page_0_check", "page_2_check"} & (shown.boxes.keys() - {"tab_0", "tab_1", "tab_2"})


def test_a_window_of_arabic_is_laid_out_from_right_to_left(look: Look) -> None:
    with window(spec_of(Kind.SETTINGS, look, "ar")) as shown:
        assert shown.boxes["button_0"].x > shown.boxes["button_1"].x
        assert shown.boxes["check_0"].right > shown.client.centre[0]


def test_the_program_ends_with_the_look(look: Look) -> None:
    before = _children()
    with window(spec_of(Kind.ERROR_DIALOG, look)):
        assert _children() != before
    assert _children() == before


def test_a_true_description_of_a_shown_window_is_found_right(look: Look) -> None:
    finding = examine(spec_of(Kind.TOOLS, look), _truthful, pixels=True)
    assert finding.verdict is not None
    assert finding.verdict.broken == ()


def test_a_describer_that_fails_is_a_finding(look: Look) -> None:
    def fail(spec: Spec, outline: bool) -> Mapping[str, Any]:
        raise KeyError("gist")

    assert "KeyError" in examine(spec_of(Kind.ERROR_DIALOG, look), fail, pixels=False).failure


def _truthful(spec: Spec, outline: bool) -> Mapping[str, Any]:
    truth = truth_of(spec)
    said = say(truth)
    utterances = [{"text": text, "at_ms": 0.0} for text in said.utterances]
    lines = [{"text": word, "box": [0, 0, 1, 1], "confidence": 1.0} for word in truth.words]
    return {"gist": said.gist, "text": said.text, "utterances": utterances, "items": [], "lines": lines, "timings": {}}


def _children() -> str:
    return Path("/proc/thread-self/children").read_text("ascii")
