"""Turns that see: controls by the pixels alone, where the tree leaves something open."""

from __future__ import annotations

import threading
import time
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import replace

import pytest

from mmassist.engine.engine import Engine, Listeners
from mmassist.engine.record import Request
from mmassist.engine.turn import Options
from mmassist.errors import PerceptionError
from mmassist.perception.elements.finder import Element
from mmassist.values import Box, Earcon, Node, Outline, Pixels, Role, Source, State, Target, TargetKind, TextLine, Turn
from tests.fakes.parts import WINDOW, FakeEyes, FakeOutlines, FakeParts, FakeTexts, FakeWindows

SAVE = Element("button", Box(20, 100, 90, 28), frozenset(), 0.9)
PRINT = Element("icon button", Box(150, 100, 28, 28), frozenset(), 0.8)
REMEMBER = Element("check box", Box(20, 200, 160, 20), frozenset({State.CHECKED}), 0.9)
LINES = (TextLine("Save", Box(40, 106, 40, 14), 0.99), TextLine("Remember me", Box(44, 202, 100, 14), 0.99))


@pytest.fixture
def fakes() -> FakeParts:
    return FakeParts(texts=FakeTexts(LINES), eyes=FakeEyes((SAVE, PRINT, REMEMBER), {150: "print"}))


Make = Callable[[], Engine]


@pytest.fixture
async def make(fakes: FakeParts) -> AsyncIterator[Make]:
    made: list[Engine] = []

    def one() -> Engine:
        made.append(Engine(fakes.parts(), Listeners(spoken=lambda spoken: None, turn=lambda turn: None), Options()))
        fakes.mouth.on_started = made[-1].heard
        return made[-1]

    yield one
    for each in made:
        await each.aclose()


async def describe(engine: Engine, target: Target | None = None) -> Turn:
    return await engine.describe(Request(time.monotonic(), target or Target()))


def shown(role: Role, name: str, parent: int, box: Box) -> Node:
    return Node(role, name, parent, frozenset({State.SHOWING}), box=box)


def tree(*nodes: Node) -> FakeOutlines:
    return FakeOutlines(Outline((shown(Role.WINDOW, "Untitled 1", -1, WINDOW.box), *nodes), -1, True, time.monotonic()), kept_warm=True)


async def test_without_a_tree_its_controls_are_told_with_role_and_state(fakes: FakeParts, make: Make) -> None:
    turn = await describe(make())
    assert turn.scene is not None
    told = {(item.role, item.name): item.states for item in turn.scene.items}
    assert (Role.BUTTON, "Save") in told
    assert (Role.BUTTON, "print") in told
    assert State.CHECKED in told[Role.CHECK_BOX, "Remember me"]
    for word in ("Save", "probably print", "Remember me", "checked"):
        assert word in turn.gist + turn.text


async def test_only_what_shows_no_text_is_asked_for_its_icon(fakes: FakeParts, make: Make) -> None:
    await describe(make())
    assert fakes.eyes is not None
    assert fakes.eyes.asked == [PRINT.box]


async def test_where_the_tree_names_everything_nothing_is_looked_at(fakes: FakeParts, make: Make) -> None:
    fakes.outlines = tree(shown(Role.TEXT_AREA, "", 0, WINDOW.box), shown(Role.BUTTON, "Save", 0, SAVE.box.moved(100, 50)))
    await describe(make())
    assert fakes.eyes is not None
    assert (fakes.eyes.looks, fakes.eyes.asked) == (0, [])


async def test_a_button_that_the_tree_leaves_nameless_is_named_by_its_icon(fakes: FakeParts, make: Make) -> None:
    fakes.outlines = tree(shown(Role.TEXT_AREA, "", 0, WINDOW.box), shown(Role.BUTTON, "", 0, PRINT.box.moved(100, 50)))
    turn = await describe(make())
    assert fakes.eyes is not None
    assert fakes.eyes.looks == 0
    assert turn.scene is not None
    assert [item.name for item in turn.scene.items if item.role is Role.BUTTON] == ["print"]


async def test_eyes_that_fail_are_told_and_the_rest_is_said(fakes: FakeParts, make: Make) -> None:
    fakes.eyes = FakeEyes(error=PerceptionError("broken", "Controls could not be found.", "Try again."))
    turn = await describe(make())
    assert "Controls could not be found." in turn.warnings
    assert Earcon.ERROR in fakes.earcons
    assert "Remember me" in turn.text


async def test_eyes_that_are_slow_hold_the_text_up_no_longer_than_reading_may(fakes: FakeParts, make: Make) -> None:
    fakes.eyes = FakeEyes((SAVE, PRINT, REMEMBER), {150: "print"}, delay=1.6)
    turn = await describe(make())
    assert turn.timings["first_detail"] < 1600
    assert "print" in turn.text


async def test_eyes_that_can_t_be_used_are_not_asked(fakes: FakeParts, make: Make) -> None:
    fakes.eyes = FakeEyes(usable=False)
    await describe(make())
    assert fakes.eyes.looks == 0


async def test_in_a_picture_of_a_camera_no_controls_are_looked_for(fakes: FakeParts, make: Make) -> None:
    await describe(make(), Target(TargetKind.CAMERA, path="0"))
    assert fakes.eyes is not None
    assert fakes.eyes.looks == 0


async def test_what_is_told_by_its_look_is_said_to_be(make: Make) -> None:
    turn = await describe(make())
    assert "Controls by their look alone." in turn.text


@pytest.mark.parametrize("program", ["XTerm", "org.gnome.Terminal", "konsole"])
async def test_in_a_terminal_no_controls_are_looked_for(fakes: FakeParts, make: Make, program: str) -> None:
    """What looks like one is its text."""
    fakes.windows = FakeWindows(replace(WINDOW, program=program))
    await describe(make())
    assert fakes.eyes is not None
    assert fakes.eyes.looks == 0


@pytest.mark.parametrize("program", ["feh", "mpv", "Display"])
async def test_in_a_picture_or_a_film_no_controls_are_looked_for(fakes: FakeParts, make: Make, program: str) -> None:
    """What looks like one can't be pressed; its text is told."""
    fakes.windows = FakeWindows(replace(WINDOW, program=program))
    turn = await describe(make())
    assert fakes.eyes is not None
    assert fakes.eyes.looks == 0
    assert "Remember me" in turn.text


@pytest.mark.parametrize("program", ["Gpicview", "org.gnome.Loupe", "Gimp-2.10"])
async def test_in_what_the_tree_of_a_viewer_leaves_open_no_controls_are_looked_for(fakes: FakeParts, make: Make, program: str) -> None:
    fakes.windows = FakeWindows(replace(WINDOW, program=program))
    fakes.outlines = tree(shown(Role.CANVAS, "", 0, WINDOW.box))
    await describe(make())
    assert fakes.eyes is not None
    assert fakes.eyes.looks == 0


@pytest.mark.parametrize(("program", "dialog"), [("Vncviewer", False), ("mpv", True), ("Gpicview", False)])
async def test_in_the_view_of_another_computer_a_player_s_dialog_and_a_viewer_with_controls_of_its_own_they_are(
    fakes: FakeParts, make: Make, program: str, dialog: bool
) -> None:
    fakes.windows = FakeWindows(replace(WINDOW, program=program, dialog=dialog))
    await describe(make())
    assert fakes.eyes is not None
    assert fakes.eyes.looks == 1


async def test_of_the_whole_screen_no_controls_are_looked_for(fakes: FakeParts, make: Make) -> None:
    await describe(make(), Target(TargetKind.SCREEN))
    assert fakes.eyes is not None
    assert fakes.eyes.looks == 0


async def test_where_the_window_is_empty_there_is_nothing_to_look_for(fakes: FakeParts, make: Make) -> None:
    fakes.outlines = tree(shown(Role.BUTTON, "Save", 0, SAVE.box.moved(100, 50)))
    fakes.grabber.pixels[:] = 255
    fakes.grabber.pixels[150:160, ::8] = 0  # one thing, or it would be a blank picture
    fakes.grabber.pixels[152:160] = 255
    await describe(make())
    assert fakes.eyes is not None
    assert fakes.eyes.looks == 0


async def test_where_the_tree_leaves_a_large_place_empty_its_controls_are_told_beside_those_of_the_tree(
    fakes: FakeParts, make: Make
) -> None:
    box = WINDOW.box
    bar = shown(Role.BUTTON, "Disconnect", 0, Box(box.x, box.y, box.width, 60))
    canvas = shown(Role.CANVAS, "", 0, Box(box.x, box.y + 60, box.width, box.height - 60))
    fakes.outlines = tree(bar, canvas)
    turn = await describe(make())
    assert turn.scene is not None
    names = {item.name: item.source for item in turn.scene.items if item.role is Role.BUTTON}
    assert names == {"Disconnect": Source.OUTLINE, "Save": Source.PIXELS, "print": Source.PIXELS}
    assert "3 of the controls by their look alone." in turn.text


async def test_a_field_for_a_password_that_only_pixels_show_is_told_without_what_is_in_it(fakes: FakeParts, make: Make) -> None:
    fakes.texts = FakeTexts((TextLine("Password", Box(20, 106, 80, 14), 0.99), TextLine("hunter2", Box(125, 106, 60, 14), 0.99)))
    fakes.eyes = FakeEyes((Element("text field", Box(120, 100, 200, 28), frozenset(), 0.9),))
    fakes.grabber.pixels[99:101, 110:330] = 0
    turn = await describe(make())
    assert turn.scene is not None
    assert [item.role for item in turn.scene.items if item.name == "Password"] == [Role.PASSWORD]
    assert "Password, password field" in turn.text
    assert "hunter2" not in turn.text + repr(turn.scene)


PROSE = (
    TextLine("The contract ends on the last day of", Box(20, 30, 330, 14), 0.99),
    TextLine("March unless both sides agree in writing", Box(20, 48, 340, 14), 0.99),
    TextLine("to go on for another year.", Box(20, 66, 200, 14), 0.99),
)


async def test_running_text_is_told_before_the_controls_are_known_and_no_name_twice(fakes: FakeParts, make: Make) -> None:
    fakes.texts = FakeTexts((*PROSE, *LINES))
    assert fakes.eyes is not None
    fakes.eyes.delay = 0.9
    turn = await describe(make())
    assert turn.timings["first_detail"] < 850
    assert turn.text.index("The contract ends") < turn.text.index("Controls by their look alone.")
    assert [turn.text.count(word) for word in ("contract", "another year", "Save", "Remember me")] == [1, 1, 1, 1]


async def test_while_the_gist_is_heard_the_controls_may_come_first(fakes: FakeParts, make: Make) -> None:
    fakes.texts = FakeTexts((*PROSE, *LINES))
    assert fakes.eyes is not None
    fakes.eyes.delay, fakes.mouth.pace = 0.2, 0.8
    turn = await describe(make())
    assert turn.text.startswith("Controls by their look alone.")
    assert turn.text.count("contract") == 1


async def test_the_question_of_a_dialog_is_told_before_what_can_be_chosen_is_known(fakes: FakeParts, make: Make) -> None:
    fakes.windows = FakeWindows(replace(WINDOW, dialog=True))
    fakes.texts = FakeTexts((TextLine("Keep the new settings?", Box(20, 40, 200, 14), 0.99), *LINES))
    assert fakes.eyes is not None
    fakes.eyes.delay = 0.9
    turn = await describe(make())
    assert turn.timings["first_detail"] < 850
    assert turn.text.startswith("Keep the new settings?")
    assert [turn.text.count(word) for word in ("Keep the new", "Save", "Remember me")] == [1, 1, 1]


async def test_where_a_tree_comes_late_nothing_is_told_by_its_look(fakes: FakeParts, make: Make) -> None:
    box = WINDOW.box
    page = shown(Role.PARAGRAPH, "Dear neighbour", 0, Box(box.x, box.y, box.width, box.height))
    fakes.outlines = FakeOutlines(Outline((shown(Role.WINDOW, "Untitled 1", -1, box), page), -1, True, time.monotonic()), delay=0.6)
    turn = await describe(make())
    assert turn.scene is not None
    assert turn.scene.has_outline
    assert not any(item.is_by_look for item in turn.scene.items)
    assert "by their look" not in turn.text


async def test_the_loop_goes_on_while_the_controls_are_judged(fakes: FakeParts, make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[bool] = []

    def judge(elements: Iterable[Element], pixels: Pixels, lines: Sequence[TextLine]) -> tuple[Element, ...]:
        judged.append(threading.current_thread() is threading.main_thread())
        return tuple(elements)

    monkeypatch.setattr("mmassist.engine.viewing.plausible", judge)
    await describe(make())
    assert judged == [False]
