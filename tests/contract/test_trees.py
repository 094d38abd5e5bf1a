"""The trees of Windows and macOS, over fakes of their APIs."""

from __future__ import annotations

import pytest

from mmassist.desktop.contracts import Trees
from mmassist.desktop.mac.ax import AxSource
from mmassist.desktop.thread_trees import ThreadTrees
from mmassist.desktop.win.uia import UiaSource
from mmassist.values import Box, Window
from tests.contract.trees import SECRET, TITLE, TreesContract
from tests.fakes.desks.macos import FakeMac, control
from tests.fakes.desks.uia import FakeAutomation, FakeElement, client

BOX = Box(100, 100, 400, 300)
NAME, PASSWORD, OK, CANCEL = Box(120, 120, 200, 30), Box(120, 160, 200, 30), Box(120, 300, 90, 30), Box(230, 300, 90, 30)


class UiaStage:
    """Keeps `TreesStage`."""

    window = Window(7, TITLE, "notepad", 4711, BOX)

    def trees(self, cap: int) -> Trees:
        fields = [
            FakeElement(50004, "Username:", sides(NAME), {30008: True, 30009: True, 30045: "Anna", 30046: False}),
            FakeElement(50004, "Password:", sides(PASSWORD), {30019: True, 30045: SECRET, 30046: False}),
        ]
        buttons = [FakeElement(50000, "OK", sides(OK)), FakeElement(50000, "Cancel", sides(CANCEL), patterns=frozenset({10000}))]
        root = FakeElement(50032, TITLE, sides(BOX), {30077: True}, [FakeElement(50033, "", sides(BOX), {}, fields), *buttons])
        return ThreadTrees(lambda: UiaSource(lambda: client(FakeAutomation({7: root}))), cap)


class AxStage:
    """Keeps `TreesStage`."""

    window = Window(7, TITLE, "TextEdit", 4711, BOX)

    def trees(self, cap: int) -> Trees:
        fields = [
            control("AXTextField", "Username:", NAME, Focused=True, Value="Anna"),
            control("AXTextField", "Password:", PASSWORD, Subrole="AXSecureTextField", Value=SECRET),
        ]
        buttons = [control("AXButton", "OK", OK), control("AXButton", "Cancel", CANCEL)]
        root = control("AXWindow", TITLE, BOX, [control("AXGroup", "", BOX, fields), *buttons], Subrole="AXDialog")
        mac = FakeMac(programs={4711: [root]})
        return ThreadTrees(lambda: AxSource(lambda: mac.apis), cap)


def sides(box: Box) -> tuple[float, float, float, float]:
    return box.x, box.y, box.width, box.height


class TestUia(TreesContract):
    @pytest.fixture
    def stage(self) -> UiaStage:
        return UiaStage()


class TestAx(TreesContract):
    @pytest.fixture
    def stage(self) -> AxStage:
        return AxStage()
