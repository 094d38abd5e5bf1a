"""The text of a window as its tree tells it."""

from __future__ import annotations

import asyncio

import numpy as np

from mmassist.engine.watch.tree_text import TreeText
from mmassist.perception.watching.canvas import Change
from mmassist.perception.watching.news import News
from mmassist.values import Box, Node, Outline, Role, State, Window

WINDOW = Window(7, "Chat", "Talk", 42, Box(100, 50, 400, 320))
LOG, ENTRY, STATUS = Box(100, 50, 400, 200), Box(100, 260, 400, 30), Box(100, 300, 400, 20)
PIXELS = np.zeros((1, 1, 4), np.uint8)


def outline(log: str, entry: str = "", status: str = "Offline", *, complete: bool = True) -> Outline:
    nodes = (
        Node(Role.WINDOW, "Chat", -1, box=WINDOW.box),
        Node(Role.TEXT_AREA, "", 0, value=log, box=LOG),
        Node(Role.TEXT_FIELD, "Message", 0, frozenset({State.FOCUSED}), value=entry, box=ENTRY),
        Node(Role.LABEL, status, 0, box=STATUS),
        Node(Role.PASSWORD, "", 0, box=ENTRY),
    )
    return Outline(nodes, 2, complete, 0.0)


class Trees:
    """Gives one outline after the other, and the last one from then on."""

    def __init__(self, *outlines: Outline | None) -> None:
        self._outlines = list(outlines)

    async def read(self, window: Window, *, deadline: float = 0.3, whole: bool = False) -> Outline | None:
        return self._outlines.pop(0) if len(self._outlines) > 1 else self._outlines[0]


def told(*outlines: Outline | None) -> tuple[TreeText, News | None]:
    tree = TreeText(Trees(*outlines))

    async def read() -> News | None:
        for at in range(len(outlines)):
            news = await tree.read(WINDOW, float(at))
        return news

    return tree, asyncio.run(read())


def change(box: Box) -> Change:
    return Change(box, PIXELS, PIXELS)


def test_what_is_there_at_first_is_no_news() -> None:
    tree, news = told(outline("Ann: hello"))
    assert not news
    assert tree.texts == ("Ann: hello", "Offline")


def test_a_line_that_was_added_is_new() -> None:
    _, news = told(outline("Ann: hello"), outline("Ann: hello\nBob: hi"))
    assert news == News(new=("Bob: hi",))


def test_the_same_line_once_more_is_new() -> None:
    _, news = told(outline("ok"), outline("ok\nok"))
    assert news == News(new=("ok",))


def test_a_label_that_says_something_else_is_replaced() -> None:
    _, news = told(outline(""), outline("", status="Online"))
    assert news == News(replaced=(("Offline", "Online"),))


def test_what_the_user_types_is_no_news() -> None:
    tree, news = told(outline(""), outline("", entry="my own words"))
    assert not news
    assert tree.untold([change(Box(10, 220, 20, 10))]) == []


def test_where_the_tree_tells_nothing_pixels_are_read() -> None:
    tree, _ = told(outline(""))
    picture = change(Box(10, 20, 50, 20))
    assert tree.untold([picture, change(Box(10, 255, 20, 10))]) == [picture]


def test_a_tree_that_is_cut_short_is_asked_again() -> None:
    tree, news = told(outline("Ann: hello"), outline("", complete=False))
    assert news == News()
    assert tree.is_behind


def test_what_came_while_it_did_not_answer_is_told_then() -> None:
    tree, news = told(outline("Ann: hello"), outline("", complete=False), outline("Ann: hello\nBob: hi"))
    assert news == News(new=("Bob: hi",))
    assert not tree.is_behind


def test_a_tree_that_is_cut_short_again_and_again_is_given_up() -> None:
    tree, news = told(outline("Ann: hello"), *(outline("", complete=False) for _ in range(3)))
    assert news is None
    assert not tree.is_known


def test_a_program_without_a_tree_is_read_from_its_pixels() -> None:
    tree, news = told(None)
    assert news is None
    assert tree.untold([change(Box(10, 20, 50, 20))])


def test_a_change_over_two_lines_that_the_tree_tells_is_not_read_from_the_pixels() -> None:
    tree, _ = told(outline(""))
    assert tree.untold([change(Box(0, 190, 400, 60))]) == []
