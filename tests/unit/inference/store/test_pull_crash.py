"""Killed between any two steps on the disk, a pull leaves a model that is whole or not there, and the next one ends well."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from mmassist.errors import ModelCorrupt, ModelMissing
from mmassist.inference.store import Folder, Installed, Store
from mmassist.inference.store import pulling as pulling_module
from tests.unit.inference.store.models import CATALOGUE, MODEL, contents

_STEPS: tuple[tuple[Any, str], ...] = (
    *((os, name) for name in ("open", "write", "pwrite", "ftruncate", "fsync", "close")),
    *((Path, name) for name in ("mkdir", "rename", "replace", "unlink")),
    (shutil, "rmtree"),
)


class Killed(BaseException):
    """As SIGKILL: nothing that comes after has any effect on the disk."""


class Axe:
    """Ends all work on the disk from the step on that was chosen."""

    def __init__(self, patch: pytest.MonkeyPatch) -> None:
        self.steps = 0
        self.falls_at = -1
        for owner, name in _STEPS:
            patch.setattr(owner, name, self._counted(getattr(owner, name), spares=name == "close"))

    def _counted(self, step: Callable[..., Any], *, spares: bool) -> Callable[..., Any]:
        def taken(*arguments: Any, **more: Any) -> Any:
            if not spares:  # a dead process's handles are closed for it
                self.steps += 1
                if 0 <= self.falls_at < self.steps:
                    raise Killed
            return step(*arguments, **more)

        return taken


@pytest.fixture
def offer(tmp_path: Path) -> Path:
    for name, content in contents(100_000).items():
        path = tmp_path / "offer" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "offer"


async def _pull(store: Store, offer: Path) -> Installed:
    return await store.pull(MODEL.name, Folder(offer), lambda progress: None)


def _is_whole(store: Store) -> bool:
    try:
        folder = store.load(MODEL.name)
    except (ModelMissing, ModelCorrupt):
        return False
    assert all((folder / name).read_bytes() == content for name, content in contents(100_000).items())
    return True


async def _killed_at_each_step(tmp_path: Path, offer: Path, monkeypatch: pytest.MonkeyPatch, damage: Callable[[Store], None]) -> int:
    """How many steps there were to be killed at. `damage`: what the store is like before."""
    monkeypatch.setattr(pulling_module, "BLOCK", 40_000)
    at = 0
    while True:
        store = Store(tmp_path / f"store-{at}", CATALOGUE)
        await _prepared(store, offer, damage)
        with monkeypatch.context() as patch:
            axe = Axe(patch)
            axe.falls_at = at
            try:
                await _pull(store, offer)
                return at
            except Killed:
                pass
        _is_whole(store)
        await _pull(store, offer)
        assert _is_whole(store), f"not whole after being killed at step {at}"
        assert not [path for path in (store.folder / ".part").rglob("*") if path.is_file()], f"remains of step {at}"
        shutil.rmtree(store.folder)
        at += 1


async def _prepared(store: Store, offer: Path, damage: Callable[[Store], None]) -> None:
    if damage is not _nothing:
        await _pull(store, offer)
        damage(store)


def _nothing(store: Store) -> None:
    """A store that has no model."""


def _damaged(store: Store) -> None:
    (store.folder / MODEL.name / "config.json").write_bytes(b"spoilt")


async def test_a_first_pull_may_be_killed_anywhere(tmp_path: Path, offer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await _killed_at_each_step(tmp_path, offer, monkeypatch, _nothing) > 40


async def test_a_mending_pull_may_be_killed_anywhere(tmp_path: Path, offer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert await _killed_at_each_step(tmp_path, offer, monkeypatch, _damaged) > 40
