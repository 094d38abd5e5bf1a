"""What every reader of accessibility trees does: one suite over AT-SPI and over fakes of UI Automation and AXUIElement."""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import pytest

from mmassist.desktop.contracts import Trees
from mmassist.errors import SceneStale
from mmassist.values import Outline, Role, State, Window

TITLE, SECRET = "Sign in", "hunter2"
PATIENCE = 5.0


class TreesStage(Protocol):
    """A window called `TITLE` that asks for a user's name, which has the focus, and a password, which is `SECRET`; with OK and Cancel."""

    @property
    def window(self) -> Window: ...

    def trees(self, cap: int) -> Trees: ...


async def read(stage: TreesStage, cap: int = 500) -> Outline:
    trees = stage.trees(cap)
    await trees.start()
    try:
        outline = await trees.read(stage.window, deadline=PATIENCE)
    finally:
        await trees.aclose()
        await trees.aclose()
    assert outline is not None
    return outline


class TreesContract:
    """`stage`: a fixture of the subclass."""

    async def test_the_window_comes_first_and_parents_before_children(self, stage: TreesStage) -> None:
        outline = await read(stage)

        assert (outline.nodes[0].parent, outline.complete, bool(outline.toolkit)) == (-1, True, True)
        assert outline.nodes[0].role in (Role.DIALOG, Role.WINDOW)
        assert all(0 <= node.parent < at for at, node in enumerate(outline.nodes) if at)

    async def test_buttons_and_fields_are_told(self, stage: TreesStage) -> None:
        outline = await read(stage)

        assert {node.name for node in outline.nodes if node.role is Role.BUTTON} == {"OK", "Cancel"}
        assert sum(node.role is Role.TEXT_FIELD for node in outline.nodes) == 1

    async def test_what_a_password_field_holds_is_nowhere(self, stage: TreesStage) -> None:
        outline = await read(stage)

        assert [node.value for node in outline.nodes if node.role is Role.PASSWORD] == [""]
        assert SECRET not in repr(outline)

    async def test_one_control_has_the_focus(self, stage: TreesStage) -> None:
        outline = await read(stage)

        assert outline.nodes[outline.focus].role is Role.TEXT_FIELD
        assert [at for at, node in enumerate(outline.nodes) if State.FOCUSED in node.states] == [outline.focus]

    async def test_controls_lie_in_their_window(self, stage: TreesStage) -> None:
        outline = await read(stage)
        fields = [node for node in outline.nodes if node.role in (Role.TEXT_FIELD, Role.PASSWORD, Role.BUTTON)]

        assert fields
        assert all(node.box is not None and node.box.intersection(stage.window.box) == node.box for node in fields)

    async def test_a_control_is_given_the_focus_and_clicked_by_its_program(self, stage: TreesStage) -> None:
        trees = stage.trees(500)
        await trees.start()
        outline = await trees.read(stage.window, deadline=PATIENCE)
        assert outline is not None
        cancel = next(at for at, node in enumerate(outline.nodes) if node.name == "Cancel")
        field = next(at for at, node in enumerate(outline.nodes) if node.role is Role.TEXT_FIELD)
        done = await trees.focus(outline, field), await trees.press(outline, field), await trees.press(outline, cancel)
        await trees.aclose()

        # to activate a text field is to send it off, which no click does
        assert done == (True, False, True)

    async def test_an_outline_that_was_not_read_is_not_acted_on(self, stage: TreesStage) -> None:
        trees = stage.trees(500)
        await trees.start()
        outline = await trees.read(stage.window, deadline=PATIENCE)
        assert outline is not None
        with pytest.raises(SceneStale):
            await trees.press(replace(outline, at=outline.at - 1), 0)
        await trees.aclose()

    async def test_more_than_the_cap_is_left_out_and_said_to_be(self, stage: TreesStage) -> None:
        outline = await read(stage, cap=3)

        assert (len(outline.nodes) <= 3, outline.complete) == (True, False)

    async def test_read_as_a_whole_no_field_is_left_out_for_the_cap_and_the_next_reading_has_its_cap_again(self, stage: TreesStage) -> None:
        trees = stage.trees(3)
        await trees.start()
        whole = [await trees.read(stage.window, deadline=PATIENCE, whole=True) for _ in range(2)]
        usual = await trees.read(stage.window, deadline=PATIENCE)
        await trees.aclose()

        for outline in whole:
            assert outline is not None
            assert outline.complete
            assert [node.role for node in outline.nodes].count(Role.PASSWORD) == 1
        assert usual is not None
        assert (len(usual.nodes) <= 3, usual.complete) == (True, False)

    async def test_another_cap_holds_from_the_next_reading_on(self, stage: TreesStage) -> None:
        trees = stage.trees(3)
        await trees.start()
        trees.watch(stage.window)
        before = await trees.read(stage.window, deadline=PATIENCE)
        trees.limit(500)
        after = await trees.read(stage.window, deadline=PATIENCE)
        await trees.aclose()

        assert before is not None
        assert after is not None
        assert (before.complete, after.complete) == (False, True)

    async def test_a_window_that_no_program_has_shows_no_tree(self, stage: TreesStage) -> None:
        trees = stage.trees(500)
        await trees.start()
        outline = await trees.read(Window(1, "Nobody's", "", 1, stage.window.box), deadline=PATIENCE)
        await trees.aclose()

        assert outline is None
