"""The finder of controls with its real worker, on a model that always finds the same."""

from __future__ import annotations

import contextlib
import json
import os
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
import pytest_asyncio

from mmassist.errors import ModelCorrupt, ModelMissing, WorkerLost
from mmassist.perception.elements.finder import Element, ElementFinder, Options
from mmassist.perception.elements.vocabulary import KINDS, ROLES, STATES
from mmassist.values import Box, Pixels, State
from tests.fakes.onnx_models import box_finder, models_folder

WHITE: Pixels = np.full((50, 130, 4), 255, np.uint8)
BUTTON = ("button", (10.2, 5.0, 60.0, 25.0), 0.9, ("disabled",))
BEYOND = ("check box", (100.0, 30.0, 400.0, 60.0), 0.8, ("checked", "focused"))
UNSURE = ("tab", (0.0, 0.0, 9.0, 9.0), 0.2, ())


@pytest_asyncio.fixture
async def finder(tmp_path: Path) -> AsyncIterator[ElementFinder]:
    finder = ElementFinder(Options(models_folder(tmp_path, elements=box_finder(UNSURE, BEYOND, BUTTON)), hang_after=60))
    yield finder
    await finder.aclose()


async def test_what_it_is_sure_of_is_found_within_the_picture_the_surest_first(finder: ElementFinder) -> None:
    button, box = (await finder.find(WHITE)).elements
    assert button == Element("button", Box(10, 5, 50, 20), frozenset({State.DISABLED}), 0.9)
    assert box == Element("check box", Box(100, 30, 30, 20), frozenset({State.CHECKED, State.FOCUSED}), 0.8)


async def test_in_a_dark_picture_this_model_is_sure_of_nothing(finder: ElementFinder) -> None:
    assert (await finder.find(np.zeros_like(WHITE))).elements == ()


async def test_the_kind_of_the_whole_is_told(finder: ElementFinder) -> None:
    kinds = (await finder.find(WHITE)).kinds
    assert kinds.keys() == set(KINDS)
    assert max(kinds, key=lambda kind: kinds[kind]) == "form"


async def test_after_a_crash_the_next_call_works(finder: ElementFinder) -> None:
    await finder.start()
    assert finder.pid is not None
    os.kill(finder.pid, signal.SIGKILL)
    with contextlib.suppress(WorkerLost):  # if it was asked before the loss was noticed
        await finder.find(WHITE)
    assert len((await finder.find(WHITE)).elements) == 2


async def test_what_of_its_role_is_not_right_often_enough_is_not_told_but_can_be_had(tmp_path: Path) -> None:
    told = [0.95 if role == "button" else 0.15 for role in ROLES]
    notes = {"roles": json.dumps(ROLES), "states": json.dumps(STATES), "kinds": json.dumps(KINDS), "told": json.dumps(told)}
    folder = models_folder(tmp_path, elements=box_finder(UNSURE, BUTTON, notes=notes))
    for least, roles in ((None, ["tab"]), (0.1, ["button", "tab"])):
        async with contextlib.aclosing(ElementFinder(Options(folder, least, hang_after=60))) as finder:
            assert [element.role for element in (await finder.find(WHITE)).elements] == roles


@pytest.mark.parametrize("notes", [{}, {"roles": '["knob"]', "states": '["checked"]'}])
async def test_a_model_with_other_roles_is_refused(tmp_path: Path, notes: dict[str, str]) -> None:
    finder = ElementFinder(Options(models_folder(tmp_path, elements=box_finder(BUTTON, notes=notes)), hang_after=60))
    try:
        with pytest.raises(ModelCorrupt):
            await finder.start()
    finally:
        await finder.aclose()


async def test_without_a_model_that_is_said(tmp_path: Path) -> None:
    finder = ElementFinder(Options(tmp_path, hang_after=60))
    try:
        with pytest.raises(ModelMissing) as caught:
            await finder.find(WHITE)
        assert caught.value.remedy
    finally:
        await finder.aclose()
