"""Pointer, focus and clicks at the user's word: nothing is done to what is no longer as it was told."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from dataclasses import replace

import numpy as np
import pytest

from mmassist.engine import acting
from mmassist.engine.acting import ASKED
from mmassist.errors import ActRefused
from mmassist.perception.elements.finder import Element
from mmassist.translation import translation
from mmassist.values import Box, Frame, Node, Role, State, Target, TextLine, Window
from tests.fakes.commanded import OUTLINE, Commanded
from tests.fakes.parts import WINDOW, FakeEyes, FakeOutlines, FakeParts, FakeTexts, FakeUnder

SAVE = "Save, button, at the bottom right"
MIDDLE = (440, 325)
NOTHING_DONE = "so nothing is done."


@pytest.fixture
async def stage(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Commanded]:
    monkeypatch.setattr(acting, "_CHANGING", 0.1)
    monkeypatch.setattr(acting, "_SETTLING", 0.01)
    monkeypatch.setattr(acting, "_LETTING_GO", 0.2)
    stage = Commanded()
    await stage.hear("describe")
    await stage.hear("next-button")
    yield stage
    await stage.aclose()


def outline_with(at: int, **changes: object) -> Callable[[Commanded], None]:
    """The tree changes one of its nodes."""

    def change(stage: Commanded) -> None:
        nodes = list(OUTLINE.nodes)
        nodes[at] = replace(nodes[at], **changes)  # type: ignore[arg-type]
        stage.fakes.outlines.outline = replace(OUTLINE, nodes=tuple(nodes), at=2.0)

    return change


def gone(stage: Commanded) -> None:
    stage.fakes.outlines.outline = replace(OUTLINE, nodes=OUTLINE.nodes[:3], at=2.0)


def closed(stage: Commanded) -> None:
    stage.fakes.windows.alive = False


def another(stage: Commanded) -> None:
    stage.fakes.windows.window = replace(WINDOW, id=8, pid=43)


def moved(stage: Commanded) -> None:
    stage.fakes.windows.window = replace(WINDOW, box=WINDOW.box.moved(30, 0))


def repainted(stage: Commanded) -> None:
    pixels = stage.fakes.grabber.pixels.copy()
    pixels[262:288, 302:378] = 90
    stage.fakes.grabber.pixels = pixels


STALE = [
    (closed, "The window has closed"),
    (another, "Another window is in front now"),
    (moved, "The window has moved or has another size now"),
    (gone, "This is no longer there"),
    (outline_with(3, name="Delete"), "This is no longer there"),
    (outline_with(3, box=Box(400, 250, 80, 30)), "This has moved since I described it"),
]
UNAVAILABLE = (outline_with(3, states=frozenset({State.SHOWING, State.DISABLED})), "This is unavailable now")


async def test_the_pointer_goes_to_the_middle_of_an_item_and_that_is_said(stage: Commanded) -> None:
    assert await stage.hear("go-pointer") == ["The pointer is on it:", SAVE]
    assert stage.fakes.hand.did == [("point", MIDDLE)]


async def test_a_desktop_that_lets_no_program_point_says_so(stage: Commanded) -> None:
    stage.fakes.hand.error = ActRefused("no pointer", "On this desktop no program can move the pointer or click.", "Move the focus.")
    assert await stage.hear("go-pointer") == ["On this desktop no program can move the pointer or click. Move the focus."]


async def test_the_focus_goes_to_an_item_and_is_told_when_it_is_there(stage: Commanded) -> None:
    assert await stage.hear("go-focus") == ["Focus on Save, button."]
    assert stage.fakes.outlines.focused == ["Save"]


async def test_a_program_that_does_not_give_the_focus_is_said(stage: Commanded) -> None:
    stage.fakes.outlines.gives_focus = False
    assert (await stage.hear("go-focus"))[0].startswith("The program did not give it the focus.")


async def test_an_item_chosen_in_our_own_window_brings_its_window_first(stage: Commanded) -> None:
    stage.fakes.windows.window = replace(WINDOW, id=9, pid=os.getpid())

    def brings(window: Window) -> None:
        stage.fakes.windows.window = WINDOW

    stage.fakes.hand.brings = brings
    assert await stage.hear("go-focus") == ["Focus on Save, button."]


async def test_a_window_that_does_not_come_is_said(stage: Commanded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mmassist.engine.reaching._COMING", 0.1)
    stage.fakes.windows.window = replace(WINDOW, id=9, pid=os.getpid())
    assert NOTHING_DONE in (await stage.hear("go-focus"))[0]
    assert stage.fakes.outlines.focused == []


async def test_a_click_is_asked_about_and_alone_does_nothing(stage: Commanded) -> None:
    assert await stage.hear("click") == [SAVE, ASKED]
    assert (stage.fakes.outlines.pressed, stage.fakes.hand.did) == ([], [])


async def test_confirm_clicks_and_what_changed_is_told(stage: Commanded) -> None:
    await stage.hear("click")
    said = await stage.hear("confirm")
    assert said[0] == "Clicked."
    assert said[-1].startswith("I see no change")
    assert stage.fakes.outlines.pressed == ["Save"]


async def test_what_changed_is_told_of_a_window_that_was_only_asked_about() -> None:
    stage = Commanded()
    await stage.hear("where", "Save")
    await stage.hear("click")
    said = await stage.hear("confirm")
    await stage.aclose()
    assert said[-1].startswith("I see no change")


async def test_a_window_that_comes_of_it_is_described(stage: Commanded) -> None:
    await stage.hear("click")
    press = stage.fakes.outlines.press

    async def opens(outline: object, at: int) -> bool:
        stage.fakes.windows.window = replace(WINDOW, id=8, title="Save as")
        return await press(OUTLINE, at)

    stage.fakes.outlines.press = opens  # type: ignore[method-assign]
    said = await stage.hear("confirm")
    assert "Save as, Mousepad." in said


@pytest.mark.parametrize(("change", "said"), STALE)
@pytest.mark.parametrize("command", ["go-pointer", "go-focus", "click"])
async def test_what_is_no_longer_as_it_was_told_is_left_alone(
    stage: Commanded, change: Callable[[Commanded], None], said: str, command: str
) -> None:
    change(stage)
    heard = await stage.hear(command)
    assert heard[0].startswith(said)
    assert (stage.fakes.outlines.pressed, stage.fakes.outlines.focused, stage.fakes.hand.did) == ([], [], [])


@pytest.mark.parametrize(("change", "said"), [*STALE, UNAVAILABLE, (repainted, "This does not look as it did when I asked")])
async def test_what_changes_after_it_was_asked_is_not_clicked(stage: Commanded, change: Callable[[Commanded], None], said: str) -> None:
    await stage.hear("click")
    change(stage)
    heard = await stage.hear("confirm")
    assert heard[0].startswith(said)
    assert (stage.fakes.outlines.pressed, stage.fakes.hand.did) == ([], [])


async def test_what_is_unavailable_is_not_asked_about(stage: Commanded) -> None:
    change, said = UNAVAILABLE
    change(stage)
    assert (await stage.hear("click"))[0].startswith(said)
    assert (await stage.hear("confirm"))[0].startswith("There is nothing to confirm.")


async def test_confirm_without_a_question_does_nothing(stage: Commanded) -> None:
    assert (await stage.hear("confirm"))[0].startswith("There is nothing to confirm.")


async def test_a_click_is_done_once(stage: Commanded) -> None:
    await stage.hear("click")
    await stage.hear("confirm")
    assert (await stage.hear("confirm"))[0].startswith("There is nothing to confirm.")
    assert stage.fakes.outlines.pressed == ["Save"]


@pytest.mark.parametrize("between", ["next", "describe", "stop", "copy", "no"])
async def test_another_command_is_no_word_for_it(stage: Commanded, between: str) -> None:
    await stage.hear("click")
    await stage.hear(between)
    assert (await stage.hear("confirm"))[0].startswith("There is nothing to confirm.")
    assert stage.fakes.outlines.pressed == []


async def test_what_was_asked_long_ago_is_not_confirmed(stage: Commanded, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(acting, "_HOLDS", -0.1)
    await stage.hear("click")
    assert (await stage.hear("confirm"))[0].startswith("There is nothing to confirm.")


async def test_what_was_not_heard_to_be_asked_is_not_confirmed(stage: Commanded) -> None:
    stage.fakes.mouth.on_started = lambda spoken: None
    await stage.hear("click")
    assert (await stage.hear("confirm"))[0].startswith("I have not said yet what would be clicked.")
    assert stage.fakes.outlines.pressed == []


async def test_the_stop_key_ends_what_was_asked(stage: Commanded) -> None:
    await stage.hear("click")
    stage.engine.silence()
    assert (await stage.hear("confirm"))[0].startswith("There is nothing to confirm.")


async def test_a_click_is_confirmed_in_the_user_s_language() -> None:
    fakes = FakeParts(outlines=FakeOutlines(OUTLINE), translation=translation("de"))
    stage = Commanded(fakes)
    await stage.hear("describe")
    await stage.hear("next-button")
    asked = await stage.hear("click")
    await stage.hear("confirm")
    await stage.aclose()
    assert asked[-1] != ASKED
    assert fakes.outlines.pressed == ["Save"]


async def test_what_would_be_clicked_can_be_spelled_before_it_is_confirmed() -> None:
    stage = Commanded()
    await stage.hear("describe")
    await stage.hear("click")
    assert await stage.hear("spell") == ["capital A, N, N", "space, capital L, E, E"]
    await stage.hear("confirm")
    await stage.aclose()
    assert stage.fakes.outlines.pressed == ["Name"]


async def test_a_yes_is_not_enough_and_says_what_is(stage: Commanded) -> None:
    await stage.hear("click")
    assert (await stage.hear("yes"))[0].startswith("A yes is not enough for a click")
    assert stage.fakes.outlines.pressed == []
    await stage.hear("confirm")
    assert stage.fakes.outlines.pressed == ["Save"]


async def test_where_the_program_offers_no_action_the_mouse_clicks(stage: Commanded) -> None:
    stage.fakes.outlines.presses = False
    await stage.hear("click")
    await stage.hear("confirm")
    assert stage.fakes.hand.did == [("click", MIDDLE)]


async def test_with_a_key_held_the_mouse_does_not_click(stage: Commanded) -> None:
    stage.fakes.outlines.presses, stage.fakes.hand.held = False, True
    await stage.hear("click")
    assert (await stage.hear("confirm"))[0].startswith("A key or a button is held down")
    assert stage.fakes.hand.did == []


async def test_what_another_window_lies_over_is_not_clicked_with_the_mouse() -> None:
    stage = Commanded(FakeParts(outlines=FakeOutlines(OUTLINE), under=FakeUnder(replace(WINDOW, id=8, pid=43))))
    stage.fakes.outlines.presses = False
    await stage.hear("describe")
    await stage.hear("next-button")
    await stage.hear("click")
    heard = await stage.hear("confirm")
    await stage.aclose()
    assert heard[0].startswith("Another window lies over it")
    assert stage.fakes.hand.did == []


async def test_only_what_can_be_seen_of_an_item_is_clicked() -> None:
    stage = Commanded()
    holder = Node(Role.GROUP, "Tools", 0, frozenset({State.SHOWING}), box=Box(400, 310, 40, 30))
    save = replace(OUTLINE.nodes[3], parent=3)
    stage.fakes.outlines.outline = replace(OUTLINE, nodes=(*OUTLINE.nodes[:3], holder, save))
    await stage.hear("describe")
    await stage.hear("next-button")
    await stage.hear("go-pointer")
    await stage.aclose()
    assert stage.fakes.hand.did == [("point", (420, 325))]


async def test_a_text_that_only_the_picture_shows_is_pointed_at_but_given_no_focus() -> None:
    stage = Commanded()
    stage.fakes.texts.lines = (TextLine("Drawn here", Box(40, 150, 100, 20), 0.9),)
    await stage.hear("describe")
    await stage.hear("where", "Drawn here")
    assert "Drawn here" in (await stage.hear("next-text"))[0]
    await stage.hear("go-pointer")
    heard = await stage.hear("go-focus")
    await stage.aclose()
    assert stage.fakes.hand.did == [("point", (190, 210))]
    assert heard[0].startswith("Only the picture shows this")


async def test_what_a_camera_saw_is_not_on_the_screen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mmassist.engine.capturing.flaw", lambda pixels: "")
    stage = Commanded()
    stage.fakes.texts.lines = (TextLine("Gate 14", Box(40, 150, 100, 20), 0.9),)
    await stage.hear("camera")
    await stage.hear("next-text")
    heard = await stage.hear("click")
    await stage.aclose()
    assert heard[0].startswith("This was read from a picture that is not on the screen.")


async def test_at_no_item_there_is_nothing_to_click() -> None:
    stage = Commanded()
    stage.fakes.outlines.outline = replace(OUTLINE, focus=-1)
    await stage.hear("describe")
    heard = await stage.hear("click")
    await stage.aclose()
    assert heard[0].startswith("You are at no item yet.")


KEEP = Element("button", Box(40, 230, 80, 30), frozenset(), 0.9)


@pytest.fixture
async def kiosk(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Commanded]:
    """A program without a tree, of which a button was gone to that only the picture shows."""
    monkeypatch.setattr(acting, "_CHANGING", 0.1)
    monkeypatch.setattr(acting, "_SETTLING", 0.01)
    fakes = FakeParts(texts=FakeTexts((TextLine("Keep", Box(60, 236, 40, 18), 0.99),)), eyes=FakeEyes((KEEP,)))
    fakes.grabber.pixels[238:252, 60:100:4] = 0
    stage = Commanded(fakes)
    await stage.hear("describe")
    await stage.hear("next-button")
    yield stage
    await stage.aclose()


async def test_a_button_that_only_the_picture_shows_is_said_to_be_and_clicked_in_its_middle(kiosk: Commanded) -> None:
    told = await kiosk.hear("click")
    assert told == ["Keep, button, by its look, at the bottom left", ASKED]
    assert (await kiosk.hear("confirm"))[0] == "Clicked."
    assert kiosk.fakes.hand.did == [("click", (180, 295))]


@pytest.mark.parametrize("name", ["go-pointer", "click"])
async def test_where_another_writing_is_now_than_was_told_nothing_is_done(kiosk: Commanded, name: str) -> None:
    kiosk.fakes.grabber.pixels = kiosk.fakes.grabber.pixels.copy()
    kiosk.fakes.grabber.pixels[238:252, 50:110] = 255
    kiosk.fakes.grabber.pixels[236:256, 51:110:5] = 0
    assert (await kiosk.hear(name))[0].startswith("This does not look as it did when I told it, so nothing is done.")
    assert kiosk.fakes.hand.did == []


async def test_one_letter_that_is_another_now_is_enough(kiosk: Commanded) -> None:
    await kiosk.hear("click")
    kiosk.fakes.grabber.pixels = kiosk.fakes.grabber.pixels.copy()
    kiosk.fakes.grabber.pixels[238:252, 96] = 255
    kiosk.fakes.grabber.pixels[240:252:8, 94:99] = 0
    assert (await kiosk.hear("confirm"))[0].startswith("This does not look as it did when I told it, so nothing is done.")
    assert kiosk.fakes.hand.did == []


async def test_one_that_the_pointer_has_lit_is_the_same(kiosk: Commanded) -> None:
    await kiosk.hear("click")
    kiosk.fakes.grabber.pixels = kiosk.fakes.grabber.pixels.copy()
    ground = kiosk.fakes.grabber.pixels[230:260, 40:120]
    ground[ground == 255] = 220
    assert (await kiosk.hear("confirm"))[0] == "Clicked."


async def test_a_button_of_a_window_that_comes_to_the_front_is_looked_at_once_it_is_painted(kiosk: Commanded) -> None:
    painted, looks = kiosk.fakes.grabber.pixels, 0
    kiosk.fakes.windows.window = replace(WINDOW, id=9, pid=os.getpid())
    grab = kiosk.fakes.grabber.grab

    def brings(window: Window) -> None:
        kiosk.fakes.windows.window = WINDOW

    def late(target: Target, window: Window | None, pointer: tuple[int, int]) -> Frame:
        nonlocal looks
        looks += 1
        kiosk.fakes.grabber.pixels = painted if looks > 2 else np.full_like(painted, 90)
        return grab(target, window, pointer)

    kiosk.fakes.hand.brings = brings
    kiosk.fakes.grabber.grab = late  # type: ignore[method-assign]
    await kiosk.hear("go-pointer")
    assert kiosk.fakes.hand.did == [("point", (180, 295))]
