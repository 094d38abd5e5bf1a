"""Outlines of real programs: GTK 3, Qt, and one that has none."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path

import mss
import numpy as np
import pytest

from mmassist.desktop.outline import Options, OutlineReader
from mmassist.desktop.windows import WindowTracker
from mmassist.errors import DesktopError
from mmassist.measure.commanded import Commanded
from mmassist.values import Box, Node, Outline, Role, State, Window
from tests.integration.programs.running import MOUSEPAD, QT, front, gtk, program, save_prompt, until, xdotool

pytestmark = pytest.mark.desktop

SECRET = "hunter2-Xq9"


@pytest.fixture
def tracker() -> Iterator[WindowTracker]:
    tracker = WindowTracker()
    tracker.start()
    yield tracker
    tracker.close()


@pytest.fixture
async def reader() -> AsyncIterator[OutlineReader]:
    reader = OutlineReader()
    await reader.start()
    yield reader
    await reader.aclose()


@contextlib.asynccontextmanager
async def shown(
    tracker: WindowTracker, command: Sequence[str], title: str, **environment: str
) -> AsyncIterator[tuple[subprocess.Popen[bytes], Window]]:
    """The program with its window in front; the loop runs on meanwhile."""
    with program(command, environment) as process:
        yield process, await asyncio.to_thread(front, tracker, process, title)


async def read(reader: OutlineReader, window: Window, found: Callable[[Outline], object] = lambda outline: outline.nodes) -> Outline:
    """The outline once `found` is true of it: toolkits fill their trees a moment after the window shows. Not in a hurry."""
    end = time.monotonic() + 20
    while True:
        outline = await reader.read(window, deadline=5.0)
        if outline and outline.complete and found(outline):
            return outline
        assert time.monotonic() < end, outline
        await asyncio.sleep(0.05)


def named(outline: Outline, name: str, *roles: Role) -> Node:
    return next(node for node in outline.nodes if node.name == name and (not roles or node.role in roles))


def has(name: str) -> Callable[[Outline], bool]:
    return lambda outline: any(node.name == name for node in outline.nodes)


def focus(outline: Outline) -> Node:
    assert outline.focus >= 0
    return outline.nodes[outline.focus]


async def test_an_editor_shows_its_text(reader: OutlineReader, tracker: WindowTracker) -> None:
    async with shown(tracker, MOUSEPAD, "Mousepad") as (_, window):
        await asyncio.to_thread(xdotool, "type", "dear reader")
        outline = await read(reader, window, lambda outline: outline.focus >= 0 and focus(outline).value == "dear reader")

        assert (focus(outline).role, outline.toolkit) == (Role.TEXT_AREA, "gtk")


async def test_an_editor_shows_its_menu_bar_but_no_closed_menu(reader: OutlineReader, tracker: WindowTracker) -> None:
    async with shown(tracker, MOUSEPAD, "Mousepad") as (_, window):
        outline = await read(reader, window)

        assert [node.name for node in outline.nodes if node.role is Role.MENU] == ["File", "Edit", "Search", "View", "Document", "Help"]
        assert not any(node.role is Role.MENU_ITEM for node in outline.nodes)


async def test_an_open_menu_shows_its_entries(reader: OutlineReader, tracker: WindowTracker) -> None:
    async with shown(tracker, MOUSEPAD, "Mousepad") as (_, window):
        await asyncio.to_thread(xdotool, "key", "alt+f")

        assert named(await read(reader, window, has("Save")), "Save").role is Role.MENU_ITEM


async def test_a_save_prompt_shows_question_buttons_default_and_focus(reader: OutlineReader, tracker: WindowTracker) -> None:
    async with shown(tracker, MOUSEPAD, "Mousepad") as (editor, _):
        outline = await read(reader, await asyncio.to_thread(save_prompt, tracker, editor))

        assert outline.nodes[0].role is Role.DIALOG
        assert named(outline, "Do you want to save the changes before closing?").role is Role.LABEL
        assert [node.name for node in outline.nodes if node.role is Role.BUTTON] == ["Cancel", "Don't Save", "Save"]
        assert [node.name for node in outline.nodes if State.DEFAULT in node.states] == ["Save"]
        assert focus(outline).name == "Save"


async def test_every_key_of_a_calculator_is_named_and_inside_its_window(reader: OutlineReader, tracker: WindowTracker) -> None:
    async with shown(tracker, ("galculator",), "galculator") as (_, window):
        keys = [node for node in (await read(reader, window)).nodes if node.role is Role.TOGGLE_BUTTON]

        assert {node.name for node in keys} >= {*"0123456789", "+", "-", "*", "/", "=", "sqrt", "AC"}
        assert all(node.box and node.box.intersection(window.box) == node.box for node in keys)


async def test_a_terminal_has_no_outline(reader: OutlineReader, tracker: WindowTracker) -> None:
    async with shown(tracker, ("xterm", "-T", "A terminal"), "A terminal") as (_, window):
        started = time.monotonic()

        assert await reader.read(window) is None
        assert time.monotonic() - started < 1.0


FORMS = {"qt": ((*QT, "form"), "Order form"), "gtk": (gtk(), "Order form (GTK)")}


async def form(toolkit: str) -> Outline:
    """What is read of the form, with a tracker and a reader of its own."""
    async with contextlib.AsyncExitStack() as stack:
        tracker, reader = WindowTracker(), OutlineReader()
        tracker.start()
        stack.callback(tracker.close)
        await reader.start()
        stack.push_async_callback(reader.aclose)
        _, window = await stack.enter_async_context(shown(tracker, *FORMS[toolkit]))
        return await read(reader, window, lambda outline: has("Bread")(outline) and outline.focus >= 0)


@pytest.fixture(scope="class", params=FORMS)
def outline(request: pytest.FixtureRequest) -> Outline:
    """Read once for all tests of it: they only look at what was read."""
    return asyncio.run(form(request.param))


class TestForm:
    """A form with one of each control, in both toolkits."""

    @pytest.mark.parametrize(
        ("name", "role", "value"),
        [
            ("Name", Role.TEXT_FIELD, "Ada Lovelace"),
            ("Password", Role.PASSWORD, ""),
            ("Colour", Role.COMBO_BOX, "Green"),
            ("Volume", Role.SLIDER, "50"),
            ("Count", Role.SPIN_BOX, "7"),
            ("Upload", Role.PROGRESS_BAR, "40%"),
            ("I agree", Role.CHECK_BOX, ""),
            ("Orders", Role.TABLE, ""),
            ("Price", Role.COLUMN_HEADER, ""),
        ],
    )
    def test_a_control_has_its_label_and_value(self, outline: Outline, name: str, role: Role, value: str) -> None:
        assert named(outline, name, role).value == value

    def test_the_focus_is_where_the_keys_go(self, outline: Outline) -> None:
        assert focus(outline).name == "Name"

    def test_the_default_button_is_known(self, outline: Outline) -> None:
        assert [node.name for node in outline.nodes if State.DEFAULT in node.states] == ["Order"]

    def test_a_disabled_button_and_its_reason_are_known(self, outline: Outline) -> None:
        later = named(outline, "Later")

        assert (State.DISABLED in later.states, later.description) == (True, "Not in stock")

    def test_a_checked_box_is_checked(self, outline: Outline) -> None:
        assert named(outline, "I agree").states >= {State.CHECKED, State.CHECKABLE}

    def test_cells_know_their_row_and_column(self, outline: Outline) -> None:
        cells = {node.name: (node.row, node.column) for node in outline.nodes if node.role is Role.CELL}

        assert cells == {"Tea": (0, 0), "3.50": (0, 1), "Milk": (1, 0), "1.20": (1, 1), "Bread": (2, 0), "2.80": (2, 1)}

    def test_no_field_echoes_the_password(self, outline: Outline) -> None:
        assert SECRET not in repr(outline)

    def test_parents_stand_before_their_children(self, outline: Outline) -> None:
        assert all(node.parent < index for index, node in enumerate(outline.nodes))


async def test_what_only_qt_has_is_told_too(reader: OutlineReader, tracker: WindowTracker) -> None:
    async with shown(tracker, (*QT, "form"), "Order form") as (_, window):
        outline = await read(reader, window, has("Home"))

        assert named(outline, "Notes").value == "First line\nSecond line"
        assert State.MIXED in named(outline, "Some").states
        assert (named(outline, "Home").role, State.EXPANDED in named(outline, "Home").states) == (Role.TREE_ITEM, True)
        assert next(node for node in outline.nodes if node.role is Role.TAB_LIST).value == "Sizes"
        assert not has("Hidden page")(outline)


def pixels(box: Box) -> np.ndarray:
    """The screen's RGB pixels inside `box`."""
    with mss.MSS() as screen:
        area = {"left": box.x, "top": box.y, "width": box.width, "height": box.height}
        return np.asarray(screen.grab(area))[:, :, 2::-1]


@pytest.mark.parametrize("scale", ["1", "2"])
async def test_boxes_are_those_of_the_pixels(reader: OutlineReader, tracker: WindowTracker, scale: str) -> None:
    async with shown(tracker, (*QT, "colours"), "Colours", QT_SCALE_FACTOR=scale) as (_, window):
        await asyncio.sleep(0.5)
        window = tracker.active() or window
        buttons = [node for node in (await read(reader, window)).nodes if node.role is Role.BUTTON]
        overlaps = []
        for node in buttons:
            colour = np.array([int(node.name[index : index + 2], 16) for index in (1, 3, 5)])
            rows, columns = np.nonzero((pixels(window.box) == colour).all(axis=2))
            left, top = int(columns.min()), int(rows.min())
            painted = Box(left + window.box.x, top + window.box.y, int(columns.max()) - left + 1, int(rows.max()) - top + 1)
            overlaps.append(node.box.iou(painted) if node.box else 0.0)

        assert len(overlaps) == 12
        assert min(overlaps) > 0.95


async def test_logical_pixels_of_a_scaled_gtk_program_become_physical(reader: OutlineReader, tracker: WindowTracker) -> None:
    async with shown(tracker, gtk(), "Order form (GTK)", GDK_SCALE="2") as (_, window):
        await asyncio.sleep(0.3)
        window = tracker.active() or window
        outline = await read(reader, window, has("Order"))
        boxes = [node.box for node in outline.nodes[1:] if node.box]

        assert len(boxes) > 15
        assert max(box.right for box in boxes) > window.box.x + 0.9 * window.box.width
        assert all(box.intersection(window.box) == box for box in boxes)


async def test_the_password_never_crosses_the_bus(reader: OutlineReader, tracker: WindowTracker, tmp_path: Path) -> None:
    address = await asyncio.to_thread(
        subprocess.check_output,
        ("gdbus", "call", "--session", "--dest", "org.a11y.Bus", "--object-path", "/org/a11y/bus", "--method", "org.a11y.Bus.GetAddress"),
        text=True,
    )
    heard = tmp_path / "heard"
    with heard.open("wb") as file, program(("dbus-monitor", "--address", address.strip("()',\n")), output=file):
        for command, title in (((*QT, "form"), "Order form"), (gtk(), "Order form (GTK)")):
            async with shown(tracker, command, title) as (_, window):
                await read(reader, window, has("Bread"))
                reader.watch(window)
                await asyncio.to_thread(xdotool, "key", "Tab")
                await asyncio.to_thread(xdotool, "type", "ZQX")
                await asyncio.sleep(0.5)
                await read(reader, window)
    signals = [block for block in heard.read_text(errors="replace").split("\nsignal ") if "TextChanged" in block[:400]]

    assert "Ada Lovelace" in heard.read_text(errors="replace")
    assert SECRET not in heard.read_text(errors="replace")
    assert not signals


async def test_a_stopped_program_costs_no_more_than_the_deadline(reader: OutlineReader, tracker: WindowTracker) -> None:
    async with shown(tracker, (*QT, "form"), "Order form") as (process, window):
        await read(reader, window)
        process.send_signal(signal.SIGSTOP)
        started = time.monotonic()
        outline = await reader.read(window)
        took = time.monotonic() - started

        assert took < 0.31
        assert outline is not None
        assert (outline.nodes, outline.complete) == ((), False)


async def test_a_program_that_goes_on_is_read_again(reader: OutlineReader, tracker: WindowTracker) -> None:
    async with shown(tracker, (*QT, "form"), "Order form") as (process, window):
        await read(reader, window)
        process.send_signal(signal.SIGSTOP)
        for _ in range(3):
            await reader.read(window)
        process.send_signal(signal.SIGCONT)

        assert focus(await read(reader, window)).name == "Name"


async def test_another_program_is_read_while_one_is_stopped(reader: OutlineReader, tracker: WindowTracker) -> None:
    async with shown(tracker, (*QT, "form"), "Order form") as (process, stopped):
        await read(reader, stopped)
        process.send_signal(signal.SIGSTOP)
        async with shown(tracker, MOUSEPAD, "Mousepad") as (_, window):
            reading = asyncio.create_task(reader.read(stopped))

            assert (await read(reader, window)).nodes
            await reading


@pytest.mark.parametrize("after", [0.0, 0.005, 0.02, 0.05])
async def test_a_program_closed_while_it_is_read_is_survived(reader: OutlineReader, tracker: WindowTracker, after: float) -> None:
    async with shown(tracker, (*QT, "grid", "500"), "Grid") as (process, window):
        await read(reader, window)
        reading = asyncio.create_task(reader.read(window, deadline=5.0))
        await asyncio.sleep(after)
        process.kill()
        outline = await reading

        assert outline is None or not outline.complete or len(outline.nodes) == 501


async def test_a_closed_window_has_no_outline(reader: OutlineReader, tracker: WindowTracker) -> None:
    async with shown(tracker, (*QT, "form"), "Order form") as (_, window):
        await read(reader, window)
    await asyncio.sleep(0.2)

    assert await reader.read(window) is None


async def test_a_cap_cuts_the_tree_and_says_so(tracker: WindowTracker) -> None:
    reader = OutlineReader(Options(cap=20))
    await reader.start()
    try:
        async with shown(tracker, (*QT, "grid", "100"), "Grid") as (_, window):
            await asyncio.sleep(0.5)
            outline = await reader.read(window)
    finally:
        await reader.aclose()

    assert outline is not None
    assert 15 <= len(outline.nodes) <= 20
    assert not outline.complete


@pytest.mark.parametrize(
    ("command", "title", "there", "not_there"),
    [((*QT, "long", "20000"), "Long table", "500/0", "495/0"), (gtk(20_000), "Order form (GTK)", "Tea", "Item 100")],
    ids=["qt", "gtk"],
)
async def test_a_long_list_is_read_where_it_is_in_view(
    reader: OutlineReader, tracker: WindowTracker, command: tuple[str, ...], title: str, there: str, not_there: str
) -> None:
    async with shown(tracker, command, title) as (_, window):
        await asyncio.sleep(1.0)
        outline = await reader.read(window, deadline=5.0)

        assert outline is not None
        assert has(there)(outline)
        assert not has(not_there)(outline)
        assert len(outline.nodes) < 250


async def test_a_watched_window_is_warm_without_being_asked(reader: OutlineReader, tracker: WindowTracker) -> None:
    async with shown(tracker, (*QT, "form"), "Order form") as (_, window):
        await asyncio.sleep(0.5)
        reader.watch(window)
        await asyncio.sleep(1.0)
        asked = time.monotonic()
        outline = await reader.read(window, deadline=5.0)

        assert outline is not None
        assert outline.at < asked
        assert focus(outline).name == "Name"


async def test_a_change_makes_the_outline_cold_and_then_warm_with_the_change(reader: OutlineReader, tracker: WindowTracker) -> None:
    async with shown(tracker, (*QT, "switch", "2500"), "Switch") as (_, window):
        reader.watch(window)
        await read(reader, window, has("before"))
        states = []
        end = time.monotonic() + 60
        while time.monotonic() < end and "after" not in states:
            await asyncio.sleep(0.02)
            outline = reader.warm(window)
            states.append("cold" if outline is None else "after" if has("after")(outline) else "before")

        assert ("before" in states, states[-2:]) == (True, ["cold", "after"])


async def test_the_focus_follows_the_tab_key(reader: OutlineReader, tracker: WindowTracker) -> None:
    async with shown(tracker, (*QT, "grid", "30"), "Grid") as (_, window):
        reader.watch(window)
        await read(reader, window, has("Button 29"))
        await asyncio.to_thread(xdotool, "key", "Tab")
        end = time.monotonic() + 5
        outline = reader.warm(window)
        while time.monotonic() < end and (outline is None or focus(outline).name == "Button 0"):
            await asyncio.sleep(0.005)
            outline = reader.warm(window)

        assert outline is not None
        assert (focus(outline).name, State.FOCUSED in focus(outline).states) == ("Button 1", True)


async def test_a_moved_window_stays_warm_with_its_boxes_moved(reader: OutlineReader, tracker: WindowTracker) -> None:
    async with shown(tracker, (*QT, "grid", "30"), "Grid") as (_, window):
        await asyncio.to_thread(xdotool, "windowsize", "--sync", str(window.id), "500", "300")
        await asyncio.sleep(0.5)
        window = tracker.active() or window
        outline = await read(reader, window, has("Button 29"))
        await asyncio.to_thread(xdotool, "windowmove", str(window.id), "200", "150")
        await asyncio.to_thread(until, lambda: (now := tracker.active()) and now.box != window.box)
        await asyncio.sleep(0.1)
        moved = tracker.active()
        assert moved is not None
        warm = reader.warm(moved)
        assert warm is not None

        before, after = named(outline, "Button 29").box, named(warm, "Button 29").box
        assert before and after == before.moved(moved.box.x - window.box.x, moved.box.y - window.box.y)


async def test_a_program_that_changes_all_the_time_costs_next_to_nothing(reader: OutlineReader, tracker: WindowTracker) -> None:
    async with shown(tracker, (*QT, "flood", "50"), "Flood") as (_, window):
        reader.watch(window)
        await asyncio.sleep(3)
        cpu, wall = time.process_time(), time.monotonic()
        await asyncio.sleep(8)

        assert (time.process_time() - cpu) / (time.monotonic() - wall) < 0.01


async def test_without_an_accessibility_bus_the_error_says_what_happens_instead(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={tmp_path}/none")
    with pytest.raises(DesktopError) as caught:
        await OutlineReader().start()

    assert caught.value.spoken == "Programs can't be asked what they show; I read the screen's pixels instead."


async def test_closing_twice_is_once(tracker: WindowTracker) -> None:
    reader = OutlineReader()
    await reader.start()
    await reader.aclose()
    await reader.aclose()

    assert os.environ["DISPLAY"]


async def test_what_a_program_writes_into_a_field_is_told_without_an_event(reader: OutlineReader, tracker: WindowTracker) -> None:
    with Commanded("mmassist.measure.large_tree_qt", "10") as program:
        shown = int(program.answer(30.0)["window"])
        await asyncio.to_thread(until, lambda: (found := tracker.in_front()) is not None and found.id == shown)
        window = tracker.in_front()
        assert window is not None
        program.ask("change 1", 30.0)
        first = await read(reader, window, lambda outline: field(outline) == "1")
        assert reader.warm(window) is None
        # the caret stays behind the one sign, which is the only other thing that tells of it
        program.ask("change 2", 30.0)
        second = await reader.read(window, deadline=5.0)
        assert second is not None
        assert (field(second), second.at) == ("2", first.at)
        # what is empty now is not taken on trust
        program.ask("change ", 30.0)
        third = await reader.read(window, deadline=5.0)
        assert third is not None
        assert (field(third), State.UNREAD in next(node.states for node in third.nodes if node.role is Role.TEXT_FIELD)) == ("", False)
        assert third.at > first.at


def field(outline: Outline) -> str:
    return next(node.value for node in outline.nodes if node.role is Role.TEXT_FIELD)
